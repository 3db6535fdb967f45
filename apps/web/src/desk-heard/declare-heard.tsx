import { useId, useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { Minutes } from './heard-hours.js';
import { GuardianSpeaks, HelperSpeaks, type Speaker } from './who-answers.js';

type Seat = Schemas['SeatDto'];
type Side = 'helper' | 'family';

const SIDES: readonly Side[] = ['helper', 'family'];

/** Nobody has said yet how long a visit took: one side tells the desk. The other still answers. */
export function DeclareHeard({ seat, done }: { readonly seat: Seat; done(): void }) {
  const name = useId();
  const [side, setSide] = useState<Side>('helper');
  const declare = (speaker: Speaker) => <Declaring seat={seat} side={side} speaker={speaker} done={done} />;
  return (
    <>
      <h3>{t('heard.declareTitle')}</h3>
      <Group id={name} label={t('heard.side')}>
        <div className="choices two">
          {SIDES.map((one) => (
            <Choice
              key={one}
              kind="radio"
              name={name}
              value={one}
              label={t(`role.${one}`)}
              chosen={side === one}
              onChoose={() => setSide(one)}
            />
          ))}
        </div>
      </Group>
      {side === 'family' ? (
        <GuardianSpeaks requestId={seat.requestId}>{declare}</GuardianSpeaks>
      ) : (
        <HelperSpeaks helperId={seat.memberId}>{declare}</HelperSpeaks>
      )}
    </>
  );
}

function Declaring({
  seat,
  side,
  speaker: { heard },
  done,
}: {
  readonly seat: Seat;
  readonly side: Side;
  readonly speaker: Speaker;
  done(): void;
}) {
  const id = useId();
  const planned = Math.round((Date.parse(seat.endsAt) - Date.parse(seat.startsAt)) / 60_000);
  const [minutes, setMinutes] = useState(String(planned));
  const declare = useAct(
    (said: number, key) =>
      answered(
        api.POST('/v1/seats/{id}/declare-hours', {
          params: { path: { id: seat.id }, header: keyed(key) },
          body: { version: seat.version, minutes: said, onBehalfOf: side, ...heard },
        }),
      ),
    done,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        declare.run(Number(minutes));
      }}
    >
      <ProblemBox problem={declare.problem} />
      <Minutes id={id} value={minutes} change={setMinutes} />
      <FormActs act={t('heard.declare')} pending={declare.pending} />
    </form>
  );
}
