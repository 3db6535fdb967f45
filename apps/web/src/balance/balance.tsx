import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { accountQuery } from '../api/family-queries.js';
import { Loaded, Together } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { dateOf, duration, signed } from '../words/time.js';
import { said, t, type WordId } from '../words/words.js';
import { Give, poolQuery } from './give.js';
import { Swaps, swapsQuery } from './swaps.js';

const PAGE = 20;

type Line = Schemas['StatementLineDto'];

/** Those whose reason somebody wrote; of the others the name says it all. */
const REASONED: readonly Line['kind'][] = ['adjustment', 'donation', 'reversal'];
/** What the ledger itself writes for a charge, by its own sentence. */
const CHARGED: Readonly<Record<string, WordId>> = {
  'Late cancellation': 'charge.late',
  'Missed visit': 'charge.missed',
};

function reasonOf({ kind, reason }: Line): string | undefined {
  if (kind === 'charge') return CHARGED[reason] && said(CHARGED[reason]);
  return REASONED.includes(kind) ? reason : undefined;
}

const readPage = (limit: number, cursor: string | undefined) =>
  answered(api.GET('/v1/me/statement', { params: { query: { limit, cursor } } }));

/** Hours given and received, each with its reason. */
export function Balance() {
  const account = useQuery(accountQuery);
  const swaps = useQuery(swapsQuery);
  const pool = useQuery(poolQuery);
  const lines = useInfiniteQuery({
    queryKey: ['account', 'statement'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => readPage(PAGE, pageParam),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('balance.title')} lead={t('balance.lead')}>
      <Together queries={[account, swaps, pool, lines]}>
        <Loaded query={account}>{(data) => <Numbers account={data} />}</Loaded>
        <Swaps />
        <Give />
        <section className="section" aria-labelledby="statement">
          <div className="row">
            <h2 id="statement">{t('balance.statement')}</h2>
            <a className="button quiet" href="/v1/me/statement.csv" download="intreccio.csv">
              {t('balance.csv')}
            </a>
          </div>
          <Loaded query={lines}>
            {({ pages }) => {
              const all = pages.flatMap(({ items }) => items);
              if (all.length === 0) return <p className="empty">{t('balance.empty')}</p>;
              return (
                <ul className="plain statement">
                  {all.map((line) => (
                    <LineRow key={line.id} line={line} />
                  ))}
                </ul>
              );
            }}
          </Loaded>
          <More query={lines} />
        </section>
      </Together>
    </Page>
  );
}

function Numbers({ account }: { readonly account: Schemas['AccountDto'] }) {
  return (
    <div className="card lift">
      <p className="soft">{t('balance.now')}</p>
      <p className="number">{duration(account.balanceMinutes)}</p>
      {account.heldMinutes > 0 ? <p>{t('balance.held', { hours: duration(account.heldMinutes) })}</p> : null}
    </div>
  );
}

function LineRow({ line }: { readonly line: Line }) {
  const reason = reasonOf(line);
  return (
    <li className="card row">
      <span>
        <b>{t(`entry.${line.kind}`)}</b>
        <br />
        <span className="soft small">{dateOf(line.at)}</span>
        {line.reversed ? <span className="mark soft">{t('balance.reversed')}</span> : null}
        {reason ? (
          <>
            <br />
            <span className="small" dir="auto">
              {reason}
            </span>
          </>
        ) : null}
      </span>
      <span className="amount">
        <b>{line.minutes > 0 ? signed('+', duration(line.minutes)) : duration(line.minutes)}</b>
        <br />
        <span className="soft small">
          {t('balance.after', { hours: duration(line.balanceAfterMinutes) })}
        </span>
      </span>
    </li>
  );
}
