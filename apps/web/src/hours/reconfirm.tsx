import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** The helper said again that they come: the family and the desk need not wonder. */
export function Reconfirm({
  seat,
  mine = false,
}: {
  readonly seat: Schemas['SeatDto'];
  readonly mine?: boolean;
}) {
  const say = useAct((version: number, key) =>
    answered(
      api.POST('/v1/seats/{id}/reconfirm', {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { version },
      }),
    ),
  );
  if (seat.state === 'reconfirmed') return <span className="mark good">{t('seat.reconfirmed')}</span>;
  if (seat.state !== 'scheduled') return null;
  return (
    <>
      <ProblemBox problem={say.problem} />
      <button
        className="button"
        type="button"
        data-pending={say.pending || undefined}
        onClick={() => say.run(seat.version)}
      >
        {t(mine ? 'reconfirm.mine' : 'reconfirm.say')}
      </button>
    </>
  );
}
