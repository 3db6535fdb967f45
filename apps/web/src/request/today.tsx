import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { DidNotCome } from '../hours/no-show.js';
import { ProblemBox } from '../ui/problem-box.js';
import { localDay, now } from '../words/time.js';
import { t } from '../words/words.js';

const EARLY_MS = 60 * 60_000;

/** On the day: the helper is here, the child is handed over. */
export function Today({
  seat,
  byDesk = false,
}: {
  readonly seat: Schemas['SeatDto'];
  readonly byDesk?: boolean;
}) {
  const step = useAct((name: 'arrived' | 'handed-over', key) =>
    answered(
      api.POST(`/v1/seats/{id}/${name}`, {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { version: seat.version },
      }),
    ),
  );
  const begins = Date.parse(seat.startsAt) - EARLY_MS <= now().getTime();
  const coming = seat.state === 'scheduled' || seat.state === 'reconfirmed';
  if (!begins || localDay(seat.startsAt) !== localDay()) return null;
  return (
    <>
      <ProblemBox problem={step.problem} />
      <div className="acts">
        {coming ? (
          <button className="button main" type="button" onClick={() => step.run('arrived')}>
            {t('visit.arrived')}
          </button>
        ) : null}
        {seat.state === 'arrived' && !seat.handedOverAt ? (
          <button className="button main" type="button" onClick={() => step.run('handed-over')}>
            {t('visit.handedOver')}
          </button>
        ) : null}
        {seat.handedOverAt ? <span className="mark good">{t('visit.isHandedOver')}</span> : null}
        {byDesk ? null : <DidNotCome seat={seat} mine="family" />}
      </div>
    </>
  );
}
