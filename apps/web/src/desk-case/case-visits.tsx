import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { CancelVisit } from '../request/cancel-visit.js';
import { Loaded } from '../ui/loaded.js';
import { VisitMark } from '../ui/marks.js';
import { More } from '../ui/more.js';
import { visitInWords } from '../ui/when.js';
import { now } from '../words/time.js';
import { said, t } from '../words/words.js';
import { SeatsOf } from './seats-of.js';

const PAGE = 100;

/** The visits of a case in their order; who comes to one is read when it is opened. */
export function CaseVisits({ requestId }: { readonly requestId: string }) {
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
                  visit={visit}
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
  visit,
  chosen,
  last,
}: {
  readonly visit: Schemas['VisitDto'];
  readonly chosen: boolean;
  readonly last: boolean;
}) {
  const [open, setOpen] = useState(chosen);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const coming = visit.state === 'planned' && Date.parse(visit.startsAt) > now().getTime();
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
          {t('deskCase.who')}
        </button>
        {coming ? <CancelVisit visit={visit} last={last} /> : null}
      </div>
      {open ? <SeatsOf visit={visit} /> : null}
    </li>
  );
}
