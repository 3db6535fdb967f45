import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';
import { MessageWords } from './words.js';

const PAGE = 50;
const STATES = ['failed', 'queued', 'sent', 'suppressed'] as const;
type State = (typeof STATES)[number];

/** What was sent to whom, and what did not arrive. The words themselves stay with the person. */
export function Messages() {
  const [state, setState] = useState<State>('failed');
  const query = useInfiniteQuery({
    queryKey: ['deliveries', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/deliveries', { params: { query: { state, limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('messages.title')} lead={t('messages.lead')}>
      <div className="chips" role="group" aria-label={t('messages.states')}>
        {STATES.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={one === state}
            onClick={() => setState(one)}
          >
            {t(`messages.state.${one}`)}
          </button>
        ))}
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t(`messages.none.${state}`)}</p>;
          return (
            <ul className="rows card">
              {all.map((delivery) => (
                <Delivery key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

function Delivery({ delivery }: { readonly delivery: Schemas['DeliveryDto'] }) {
  const retry = useAct((_: undefined, key) =>
    answered(
      api.POST('/v1/deliveries/{id}/retry', { params: { path: { id: delivery.id }, header: keyed(key) } }),
    ),
  );
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong>{said(`topic.${delivery.topic}`) ?? delivery.topic}</strong>
          <span className="mark soft">{said(`channel.${delivery.channel}`) ?? delivery.channel}</span>
        </span>
        <span className="soft small">{dayAndTime(delivery.sentAt ?? delivery.dueAt)}</span>
        {delivery.failure ? <Reason code={delivery.failure} /> : null}
        <MessageWords id={delivery.id} />
        <ProblemBox problem={retry.problem} />
        <div className="acts">
          <Link className="button quiet" to="/co/people/$id" params={{ id: delivery.memberId }}>
            {t('messages.toPerson')}
          </Link>
          {delivery.state === 'failed' ? (
            <button
              className="button quiet"
              type="button"
              data-pending={retry.pending || undefined}
              onClick={() => retry.run(undefined)}
            >
              {t('messages.retry')}
            </button>
          ) : null}
        </div>
      </div>
    </li>
  );
}

/** Why it did not arrive, or did not leave; what a server answered stands as it is. */
function Reason({ code }: { readonly code: string }) {
  const words = said(`failure.${code}`);
  return (
    <span className="late small" dir={words ? undefined : 'ltr'}>
      {words ?? code}
    </span>
  );
}
