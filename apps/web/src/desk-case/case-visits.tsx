import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { CancelVisit } from '../request/cancel-visit.js';
import { ChangeTime, isOfSeries } from '../request/change-time.js';
import { PlanAgain } from '../request/plan-again.js';
import { followingOf, isToCome } from '../request/to-come.js';
import { Loaded, Waiting } from '../ui/loaded.js';
import { VisitMark } from '../ui/marks.js';
import { More } from '../ui/more.js';
import { visitInWords } from '../ui/when.js';
import { now } from '../words/time.js';
import { said, t } from '../words/words.js';

/** Comes when a visit is opened: the dates are there before. */
const SeatsOf = lazy(async () => ({ default: (await import('./seats-of.js')).SeatsOf }));

const PAGE = 100;

/** The visits of a case in their order; who comes to one is read when it is opened. */
export function CaseVisits({ request }: { readonly request: Schemas['RequestDto'] }) {
  const { id: requestId } = request;
  const { visit: chosen } = useSearch({ from: '/co/cases/$id' });
  const query = useInfiniteQuery({
    queryKey: ['visits', 'case', requestId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/requests/{id}/visits', {
          params: { path: { id: requestId }, query: { limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <section className="section" aria-labelledby="visits">
      <h2 id="visits">{t('request.dates')}</h2>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('deskCase.noVisits')}</p>;
          return (
            <ul className="plain">
              {all.map((visit) => (
                <CaseVisit
                  key={visit.id}
                  request={request}
                  visit={visit}
                  following={followingOf(visit, all)}
                  chosen={visit.id === chosen || all.length === 1}
                  last={visit.id === all.at(-1)?.id}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}

function CaseVisit({
  request,
  visit,
  following,
  chosen,
  last,
}: {
  readonly request: Schemas['RequestDto'];
  readonly visit: Schemas['VisitDto'];
  readonly following: readonly Schemas['VisitDto'][];
  readonly chosen: boolean;
  readonly last: boolean;
}) {
  const [open, setOpen] = useState(chosen);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const coming = isToCome(visit);
  const moves = coming && (visit.seatsTaken === 0 || isOfSeries({ request, visit }));
  const over = Date.parse(visit.endsAt) < now().getTime();
  return (
    <li ref={card} className={chosen ? 'card fresh' : 'card'}>
      <div className="row">
        <h3 className="capital">{visitInWords(visit)}</h3>
        <span className="marks">
          <VisitMark visit={visit} />
          {visit.flags.map((flag) => (
            <span key={flag} className="mark bad">
              {said(`queue.detail.${flag}`) ?? flag}
            </span>
          ))}
        </span>
      </div>
      <div className="acts">
        <button className="button quiet" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(over ? 'deskCase.whoCame' : 'deskCase.who')}
        </button>
        {moves ? (
          <ChangeTime request={request} visit={visit} following={following} to="/co/cases/$id" />
        ) : null}
        {coming ? <CancelVisit visit={visit} last={last} /> : null}
      </div>
      {visit.offered && Date.parse(visit.startsAt) > now().getTime() ? <PlanAgain visit={visit} /> : null}
      {open ? (
        <Suspense fallback={<Waiting />}>
          <SeatsOf visit={visit} />
        </Suspense>
      ) : null}
    </li>
  );
}
