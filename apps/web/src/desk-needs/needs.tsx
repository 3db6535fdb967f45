import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answered, api, type Schemas } from '../api/client.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { dayAndTime } from '../words/time.js';
import { t } from '../words/words.js';

const PAGE = 50;
/** Whom to look for first; the rest is there when it is asked for. */
const RECRUITING_PAGE = 12;

/** Whom to look for; and the visits nobody can serve, each with the rule that binds. */
export function Needs() {
  return (
    <Page title={t('needs.title')} lead={t('needs.lead')}>
      <Recruiting />
      <Visits />
    </Page>
  );
}

function Recruiting() {
  const query = useInfiniteQuery({
    queryKey: ['recruiting'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/recruiting-list', { params: { query: { limit: RECRUITING_PAGE, cursor: pageParam } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <section className="section">
      <h2>{t('needs.recruiting')}</h2>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('needs.noRecruiting')}</p>;
          return (
            <ol className="plain tiles">
              {all.map((need) => (
                <li key={need.id} className="card" dir="auto">
                  {need.suggestion.sentence}
                </li>
              ))}
            </ol>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}

function Visits() {
  const query = useInfiniteQuery({
    queryKey: ['unmatched'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/unmatched-visits', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <section className="section">
      <h2>{t('needs.visits')}</h2>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
          if (all.length === 0) return <p className="empty">{t('needs.none')}</p>;
          return (
            <ul className="plain tiles">
              {all.map((visit) => (
                <Need key={visit.id} visit={visit} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </section>
  );
}

function Need({ visit }: { readonly visit: Schemas['UnmatchedDto'] }) {
  return (
    <li className="card">
      <div className="row">
        <h3 dir="auto">
          {categoryWord(visit.categoryCode)} · {visit.municipality}
        </h3>
        <span className="mark warn">{t('needs.short', { count: visit.short })}</span>
      </div>
      <p>{dayAndTime(visit.startsAt)}</p>
      {[visit.reason, ...visit.outbidBy].map(({ sentence }) => (
        <p key={sentence} dir="auto">
          {sentence}
        </p>
      ))}
      {visit.changes.length > 0 ? (
        <>
          <h4>{t('needs.changes')}</h4>
          <ul className="said">
            {visit.changes.map(({ sentence }) => (
              <li key={sentence} dir="auto">
                {sentence}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <div className="acts">
        <Link
          className="button"
          to="/co/queue"
          search={{ kind: 'no-candidate', item: `no-candidate.${visit.requestId}` }}
        >
          {t('needs.toCase')}
        </Link>
      </div>
    </li>
  );
}
