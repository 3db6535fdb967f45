import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { ageBands } from '../offers/age-band.js';
import { Icon } from '../ui/icon.js';
import { RegimeMark } from '../ui/regime-mark.js';
import { ProblemBox } from '../ui/problem-box.js';
import { visitInWords } from '../ui/when.js';
import { listOf } from '../words/time.js';
import { fromTo, t } from '../words/words.js';

const MOST = 10;

/** A place that somebody gave up shortly before: the first yes has it, a no is never held against anybody. */
export function Replacements() {
  const { me } = useSession();
  const { data: asks = [] } = useQuery({
    queryKey: ['assignments', 'replacements'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/replacement-asks', { params: { query: { state: 'asked', limit: MOST } } }),
        )
      ).items,
  });
  const mine = asks.filter(({ helperId }) => helperId === me.memberId);
  if (mine.length === 0) return null;
  return (
    <section className="section" aria-labelledby="replacements">
      <h2 id="replacements">{t('replacement.title')}</h2>
      <p className="soft">{t('replacement.hint')}</p>
      <ul className="plain">
        {mine.map((ask) => (
          <Ask key={ask.id} ask={ask} />
        ))}
      </ul>
    </section>
  );
}

function Ask({ ask }: { readonly ask: Schemas['ReplacementAskDto'] }) {
  const { category, zone } = useNames();
  const params = (key: string) => ({ path: { id: ask.id }, header: keyed(key) });
  const body = { version: ask.version };
  const yes = useAct((_: undefined, key) =>
    answered(api.POST('/v1/replacement-asks/{id}/accept', { params: params(key), body })),
  );
  const no = useAct((_: undefined, key) =>
    answered(api.POST('/v1/replacement-asks/{id}/decline', { params: params(key), body })),
  );
  return (
    <li className="card fresh">
      <h3>{category(ask.categoryId)}</h3>
      <p className="capital">{visitInWords(ask)}</p>
      <p className="with-icon">
        <Icon name="pin" />
        <span>
          {ask.fromZoneId === ask.toZoneId
            ? zone(ask.fromZoneId)
            : fromTo(zone(ask.fromZoneId), zone(ask.toZoneId))}
        </span>
      </p>
      {ask.ageBands.length > 0 ? (
        <p className="with-icon">
          <Icon name="child" />
          <span>{listOf(ageBands(ask.ageBands))}</span>
        </p>
      ) : null}
      <p>
        <RegimeMark regime={ask.regime} />
      </p>
      <ProblemBox problem={yes.problem ?? no.problem} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={yes.pending || undefined}
          onClick={() => yes.run(undefined)}
        >
          {t('replacement.yes')}
        </button>
        <button
          className="button"
          type="button"
          data-pending={no.pending || undefined}
          onClick={() => no.run(undefined)}
        >
          {t('proposal.no')}
        </button>
      </div>
    </li>
  );
}
