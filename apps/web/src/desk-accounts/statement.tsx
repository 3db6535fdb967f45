import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Reasoned } from '../ui/reasoned.js';
import { dateOf, duration } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 20;

/** Every movement of an account; one that was a mistake is taken back by its opposite. */
export function Statement({
  accountId,
  corrects,
}: {
  readonly accountId: string;
  readonly corrects: boolean;
}) {
  const query = useInfiniteQuery({
    queryKey: ['account', accountId, 'statement'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/accounts/{id}/statement', {
          params: { path: { id: accountId }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <div className="inset">
      <a className="button quiet" href={`/v1/accounts/${accountId}/statement.csv`} download="intreccio.csv">
        {t('balance.csv')}
      </a>
      <Loaded query={query}>
        {({ pages }) => {
          const lines = pages.flatMap(({ items }) => items);
          if (lines.length === 0) return <p className="empty">{t('balance.empty')}</p>;
          return (
            <ul className="lines">
              {lines.map((line) => (
                <Line key={line.id} line={line} corrects={corrects} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </div>
  );
}

function Line({
  line,
  corrects,
}: {
  readonly line: Schemas['StatementLineDto'];
  readonly corrects: boolean;
}) {
  const reverse = useAct((reason: string, key) =>
    answered(
      api.POST('/v1/transfers/{id}/reverse', {
        params: { path: { id: line.transferId }, header: keyed(key) },
        body: { reason },
      }),
    ),
  );
  return (
    <li className="row reading">
      <span>
        <b>{t(`entry.${line.kind}`)}</b>{' '}
        {line.reversed ? <span className="mark soft">{t('balance.reversed')}</span> : null}
        <br />
        <span className="soft small" dir="auto">
          {[dateOf(line.at), line.reason].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span>{duration(line.minutes)}</span>
      {corrects && !line.reversed && !line.reversesId ? (
        <Reasoned
          button={t('accounts.reverse')}
          className="button quiet bad"
          title={t('accounts.reverseSure')}
          act={t('accounts.reverse')}
          pending={reverse.pending}
          problem={reverse.problem}
          onConfirm={reverse.run}
        />
      ) : null}
    </li>
  );
}
