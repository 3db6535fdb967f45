import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 100;

/** Whom somebody would rather not meet: without a name, as the two no longer know of each other. */
export function Apart() {
  const { data: blocks = [] } = useQuery({
    queryKey: ['blocks'],
    queryFn: async () =>
      (await answered(api.GET('/v1/me/blocks', { params: { query: { limit: PAGE } } }))).items,
  });
  const lift = useAct((memberId: string) =>
    answered(api.DELETE('/v1/blocks/{memberId}', { params: { path: { memberId } } })),
  );
  if (blocks.length === 0) return null;
  return (
    <section className="section" aria-labelledby="apart">
      <h2 id="apart">{t('apart.title')}</h2>
      <ProblemBox problem={lift.problem} />
      <ul className="lines">
        {blocks.map(({ id, since }) => (
          <li key={id} className="row reading">
            <span>{t('apart.since', { day: dateOf(since) })}</span>
            <button
              className="button quiet"
              type="button"
              data-pending={lift.pending || undefined}
              onClick={() => lift.run(id)}
            >
              {t('apart.lift')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
