import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answered, api } from '../api/client.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { Loaded } from '../ui/loaded.js';
import { RequestMark } from '../ui/marks.js';
import { More } from '../ui/more.js';
import { seriesInWords } from '../ui/when.js';
import { t } from '../words/words.js';

const PAGE = 10;

/** What a household asked for, newest first, each with the way to its case. */
export function RequestsOf({ householdId }: { readonly householdId: string }) {
  const query = useInfiniteQuery({
    queryKey: ['requests', 'of', householdId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/requests', { params: { query: { householdId, limit: PAGE, cursor: pageParam } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <section className="section" aria-labelledby="requests-of">
      <h3 id="requests-of">{t('homeOf.requests')}</h3>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('homeOf.noRequests')}</p>;
          return (
            <ul className="rows card">
              {all.map((request) => (
                <li key={request.id} className="queue-row">
                  <Link to="/co/cases/$id" params={{ id: request.id }}>
                    <span className="row-head">
                      <strong dir="auto">{categoryWord(request.categoryCode)}</strong>
                      <RequestMark request={request} />
                    </span>
                    <span className="soft small">{seriesInWords(request)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}
