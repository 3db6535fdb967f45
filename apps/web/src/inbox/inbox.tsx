import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { dayAndTime } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 20;

/** What a person must know, newest first. */
export function Inbox() {
  const query = useInfiniteQuery({
    queryKey: ['notifications', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/me/notifications', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const readAll = useAct(() => answered(api.POST('/v1/me/notifications/read-all')));
  const unread = query.data?.pages[0]?.unread ?? 0;
  return (
    <Page
      title={t('inbox.title')}
      aside={
        unread > 0 ? (
          <button className="button quiet" type="button" onClick={() => readAll.run(undefined)}>
            {t('inbox.readAll')}
          </button>
        ) : null
      }
    >
      <div className="section">
        <Loaded query={query}>
          {({ pages }) => {
            const all = pages.flatMap(({ items }) => items);
            if (all.length === 0) return <p className="empty">{t('inbox.empty')}</p>;
            return (
              <ul className="plain">
                {all.map((notice) => (
                  <Notice key={notice.id} notice={notice} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <More query={query} />
      </div>
    </Page>
  );
}

function Notice({ notice }: { readonly notice: Schemas['NotificationDto'] }) {
  const read = useAct((id: string) =>
    answered(api.POST('/v1/me/notifications/{id}/read', { params: { path: { id } } })),
  );
  return (
    <li className={notice.readAt ? 'card' : 'card fresh'}>
      <div className="row">
        <h2 dir="auto">{notice.subject}</h2>
        {notice.readAt ? null : <span className="mark">{t('inbox.new')}</span>}
      </div>
      <p className="message" dir="auto">
        {notice.text}
      </p>
      <div className="row">
        <span className="soft small">{dayAndTime(notice.createdAt)}</span>
        {notice.readAt ? null : (
          <button className="button quiet" type="button" onClick={() => read.run(notice.id)}>
            {t('inbox.read')}
          </button>
        )}
      </div>
    </li>
  );
}
