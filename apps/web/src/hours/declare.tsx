import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Stepper } from '../ui/stepper.js';
import { visitInWords } from '../ui/when.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';

type Seat = Schemas['SeatDto'];

const STEP_MINUTES = 15;
const MOST_MINUTES = 24 * 60;

/** Visits that are over and whose minutes nobody has said yet. */
export function Declare({ seats }: { readonly seats: readonly Seat[] }) {
  const [declared, setDeclared] = useState<readonly string[]>([]);
  const open = seats.filter(({ id }) => !declared.includes(id));
  if (open.length === 0) return null;
  return (
    <section className="section" aria-labelledby="declare">
      <h2 id="declare">{t('hours.toDeclare')}</h2>
      <ul className="plain">
        {open.map((seat) => (
          <DeclareOne key={seat.id} seat={seat} onDone={() => setDeclared([...declared, seat.id])} />
        ))}
      </ul>
    </section>
  );
}

function DeclareOne({ seat, onDone }: { readonly seat: Seat; readonly onDone: () => void }) {
  const planned = Math.round((Date.parse(seat.endsAt) - Date.parse(seat.startsAt)) / 60_000);
  const [minutes, setMinutes] = useState(planned);
  const [changing, setChanging] = useState(false);
  const declare = useAct(
    (given: number, key) =>
      answered(
        api.POST('/v1/seats/{id}/declare-hours', {
          params: { path: { id: seat.id }, header: keyed(key) },
          body: { minutes: given, version: seat.version },
        }),
      ),
    onDone,
  );
  return (
    <li className="card">
      <p className="capital">{visitInWords(seat)}</p>
      <ProblemBox problem={declare.problem} />
      {changing ? (
        <Stepper
          label={t('hours.minutes')}
          value={minutes}
          least={STEP_MINUTES}
          most={MOST_MINUTES}
          step={STEP_MINUTES}
          onChange={setMinutes}
        />
      ) : null}
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={declare.pending || undefined}
          onClick={() => declare.run(minutes)}
        >
          {t('hours.declare', { hours: duration(minutes) })}
        </button>
        {changing ? null : (
          <button className="button quiet" type="button" onClick={() => setChanging(true)}>
            {t('hours.other')}
          </button>
        )}
      </div>
    </li>
  );
}
