import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Choice } from '../ui/choice.js';
import { Field, Group, type Wrong } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Times } from '../ui/times.js';
import { Wrongs } from '../ui/wrongs.js';
import { longDayOf, timeOf, weekdayName, weekdayOf } from '../words/time.js';
import { t } from '../words/words.js';
import { Following, type RequestPlace } from './following.js';

interface Asked {
  readonly request: Schemas['RequestDto'];
  readonly visit: Schemas['VisitDto'];
  /** The visit and those after it that are still to come. */
  readonly following: readonly Schemas['VisitDto'][];
  readonly to?: RequestPlace;
}

const REACHES = ['this', 'following'] as const;
type Reach = (typeof REACHES)[number];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** The way back has hours of its own. */
export const isOfSeries = ({ request, visit }: Pick<Asked, 'request' | 'visit'>) =>
  request.schedule.frequency === 'weekly' && visit.leg === 0;

/** Another time for a visit, while nobody comes to it yet, or for it and all that follow. */
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

function TimeForm({
  request,
  visit,
  following,
  to = '/requests/$id',
  close,
}: Asked & { readonly close: () => void }) {
  const ofSeries = isOfSeries({ request, visit });
  const day = weekdayOf(visit.occurrence);
  const [times, setTimes] = useState<NewTimes>({
    startTime: timeOf(visit.startsAt),
    endTime: timeOf(visit.endsAt),
  });
  const [weekday, setWeekday] = useState(day);
  const [reach, setReach] = useState<Reach>(visit.seatsTaken > 0 ? 'following' : 'this');
  const [asking, ask] = useState(false);
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const one = useAct(
    (body: NewTimes, key) =>
      answered(
        api.POST('/v1/visits/{id}/move', { params: { path: { id: visit.id }, header: keyed(key) }, body }),
      ),
    close,
  );
  const goOn = () => {
    const found: Wrong[] =
      times.endTime > times.startTime ? [] : [{ field: 'endTime', words: 'wrong.times' }];
    setWrongs(found);
    if (found.length > 0) return;
    if (reach === 'this') one.run(times);
    else ask(true);
  };
  const title = <Heading slot="title">{t('visit.changeTitle', { when: longDayOf(visit.startsAt) })}</Heading>;
  if (asking) {
    return (
      <>
        {title}
        <Following
          visit={visit}
          following={following}
          change={{ ...times, weekday }}
          to={to}
          close={close}
          back={() => ask(false)}
        />
      </>
    );
  }
  return (
    <>
      {title}
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={one.problem} />
      {ofSeries && visit.seatsTaken === 0 ? <Reaches chosen={reach} choose={setReach} /> : null}
      {reach === 'following' && visit.seatsTaken > 0 ? <p>{t('visit.changeAllCovered')}</p> : null}
      {reach === 'following' && (request.schedule.weekdays ?? []).length < 2 ? (
        <Field id="weekday" label={t('visit.weekday')}>
          {(props) => (
            <select {...props} value={weekday} onChange={({ target }) => setWeekday(Number(target.value))}>
              {WEEKDAYS.map((one) => (
                <option key={one} value={one}>
                  {weekdayName(one)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <Times
        from={['startTime', times.startTime]}
        to={['endTime', times.endTime]}
        wrongs={wrongs}
        change={(part) => setTimes((before) => ({ ...before, ...part }))}
      />
      <div className="acts">
        {/* Plain: the dialog goes with the act, and react-aria would still announce it by its id. */}
        <button className="button main" type="button" data-pending={one.pending || undefined} onClick={goOn}>
          {reach === 'this' ? t('app.save') : t('visit.next')}
        </button>
        <Button slot="close" className="button quiet">
          {t('app.back')}
        </Button>
      </div>
    </>
  );
}

function Reaches({ chosen, choose }: { readonly chosen: Reach; readonly choose: (reach: Reach) => void }) {
  return (
    <Group id="reach" label={t('visit.reach')}>
      <div className="choices">
        {REACHES.map((reach) => (
          <Choice
            key={reach}
            kind="radio"
            name="reach"
            value={reach}
            label={t(`visit.reach.${reach}`)}
            chosen={chosen === reach}
            onChoose={() => choose(reach)}
          />
        ))}
      </div>
    </Group>
  );
}
