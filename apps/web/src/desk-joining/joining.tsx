import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { Addable } from '../ui/addable.js';
import { Loaded, Together } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { Asking } from './asking.js';
import { Invitations, invitationsQuery } from './invitations.js';
import { ProposeFamily } from './propose-family.js';

const PAGE = 50;

/** Who asks to join, and what the desk gives out so that somebody may. */
export function Joining() {
  const query = useInfiniteQuery({
    queryKey: ['join-requests', 'waiting'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/join-requests', {
          params: { query: { state: 'waiting', limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const invitations = useInfiniteQuery(invitationsQuery);
  return (
    <Page title={t('joining.title')} lead={t('joining.lead')}>
      <Together queries={[query, invitations]}>
        <Addable
          title={t('joining.waiting')}
          add={t('propose.title')}
          form={(close) => <ProposeFamily close={close} />}
        >
          <Loaded query={query}>
            {({ pages }) => {
              const all = pages.flatMap(({ items }) => items);
              if (all.length === 0) return <p className="empty">{t('joining.nobody')}</p>;
              return (
                <ul className="plain">
                  {all.map((request) => (
                    <li key={request.id}>
                      <Asking request={request} />
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
          <More query={query} />
        </Addable>
        <Invitations />
      </Together>
    </Page>
  );
}
