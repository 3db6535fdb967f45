import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import type { Wrong } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Times } from '../ui/times.js';
import { Wrongs } from '../ui/wrongs.js';
import { longDayOf, timeOf } from '../words/time.js';
import { t } from '../words/words.js';

interface Asked {
  readonly request: Schemas['RequestDto'];
  readonly visit: Schemas['VisitDto'];
}

/** Another time for a visit that nobody comes to yet: for this one, or for all dates to come. */
export function ChangeTime(asked: Asked) {
  return (
    <DialogTrigger>
      <Button className="button quiet">{t('visit.changeTime')}</Button>
      <ModalOverlay className="veil" isDismissable>
        <Modal className="sheet">
          <Dialog>{({ close }) => <TimeForm {...asked} close={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

interface NewTimes {
  readonly startTime: string;
  readonly endTime: string;
}

function TimeForm({ request, visit, close }: Asked & { readonly close: () => void }) {
  const [chosen, setChosen] = useState<NewTimes>({
    startTime: timeOf(visit.startsAt),
    endTime: timeOf(visit.endsAt),
  });
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const one = useAct(
    (body: NewTimes, key) =>
      answered(
        api.POST('/v1/visits/{id}/move', { params: { path: { id: visit.id }, header: keyed(key) }, body }),
      ),
    close,
  );
  const all = useAct(
    (times: NewTimes) =>
      answered(
        api.PATCH('/v1/requests/{id}', {
          params: { path: { id: request.id }, header: ifMatch(request.version) },
          body: { schedule: { ...request.schedule, ...times, durationMinutes: undefined } },
        }),
      ),
    close,
  );
  const send = (act: typeof one) => {
    const found: Wrong[] =
      chosen.endTime > chosen.startTime ? [] : [{ field: 'endTime', words: 'wrong.times' }];
    setWrongs(found);
    if (found.length === 0) act.run(chosen);
  };
  // The way back has hours of its own.
  const series = request.schedule.frequency === 'weekly' && visit.leg === 0;
  return (
    <>
      <Heading slot="title">{t('visit.changeTitle', { when: longDayOf(visit.startsAt) })}</Heading>
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={one.problem ?? all.problem} />
      <Times
        from={['startTime', chosen.startTime]}
        to={['endTime', chosen.endTime]}
        wrongs={wrongs}
        change={(part) => setChosen((before) => ({ ...before, ...part }))}
      />
      <div className="acts">
        {/* Plain ones: the dialog goes with the act, and react-aria would still announce them by their ids. */}
        <button
          className="button main"
          type="button"
          data-pending={one.pending || undefined}
          onClick={() => send(one)}
        >
          {series ? t('visit.changeThis') : t('app.save')}
        </button>
        {series ? (
          <button
            className="button"
            type="button"
            data-pending={all.pending || undefined}
            onClick={() => send(all)}
          >
            {t('visit.changeAll')}
          </button>
        ) : null}
        <Button slot="close" className="button quiet">
          {t('app.back')}
        </Button>
      </div>
    </>
  );
}
