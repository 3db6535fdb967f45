import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { SettleForm } from '../desk-queue/settle-form.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';

const PAGE = 50;

/** Hours about which helper and family differ: the desk hears both and decides. */
export function DeskHours() {
  const query = useInfiniteQuery({
    queryKey: ['time-entries', 'disputed', 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/time-entries', {
          params: { query: { list: 'disputed', limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('deskHours.title')} lead={t('deskHours.lead')}>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('deskHours.none')}</p>;
          return (
            <ul className="plain">
              {all.map(({ id }) => (
                <li key={id} className="card">
                  <SettleForm timeEntryId={id} done={() => undefined} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}
