import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { answered, api, type Schemas } from '../api/client.js';
import { useNames } from '../app/session.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { addDays, dayInWords, localDay, times, weekdayOf } from '../words/time.js';
import { said, t } from '../words/words.js';

const PAGE = 100;
const mondayOf = (day: string) => addDays(day, 1 - weekdayOf(day));

/** A week's visits, day by day, and who is missing. */
export function Calendar() {
  const { week = mondayOf(localDay()), open } = useSearch({ from: '/co/calendar' });
  const navigate = useNavigate({ from: '/co/calendar' });
  const query = useInfiniteQuery({
    queryKey: ['visits', 'desk', week, open],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/visits', {
          params: {
            query: {
              side: 'coordinator',
              from: week,
              to: addDays(week, 6),
              uncovered: open,
              limit: PAGE,
              cursor: pageParam,
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const go = (days: number) =>
    void navigate({ search: (before) => ({ ...before, week: addDays(week, days) }), replace: true });
  return (
    <Page title={t('calendar.title', { day: dayInWords(week) })}>
      <div className="filter-fields">
        <button className="button" type="button" onClick={() => go(-7)}>
          <Icon name="back" />
          {t('calendar.before')}
        </button>
        <button className="button" type="button" onClick={() => go(7)}>
          {t('calendar.after')}
          <Icon name="forward" />
        </button>
        <label className="tick">
          <input
            type="checkbox"
            checked={open ?? false}
            onChange={({ target }) =>
              void navigate({
                search: (before) => ({ ...before, open: target.checked || undefined }),
                replace: true,
              })
            }
          />
          <span>{t('calendar.onlyOpen')}</span>
        </label>
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('calendar.none')}</p>;
          return <Days visits={all} />;
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

function Days({ visits }: { readonly visits: readonly Schemas['VisitDto'][] }) {
  return (
    <div className="agenda">
      {[...grouped(visits)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, its]) => (
          <section key={day}>
            <h2>{dayInWords(day)}</h2>
            <ul className="plain">
              {its.map((visit) => (
                <DeskVisit key={visit.id} visit={visit} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

function grouped(visits: readonly Schemas['VisitDto'][]): Map<string, Schemas['VisitDto'][]> {
  const days = new Map<string, Schemas['VisitDto'][]>();
  for (const visit of visits) {
    const day = localDay(visit.startsAt ?? visit.windowStartsAt);
    days.set(day, [...(days.get(day) ?? []), visit]);
  }
  return days;
}

function DeskVisit({ visit }: { readonly visit: Schemas['VisitDto'] }) {
  const { zone } = useNames();
  const missing = visit.seatsNeeded - visit.seatsTaken;
  return (
    <li className="card">
      <Link to="/co/cases/$id" params={{ id: visit.requestId }} search={{ visit: visit.id }}>
        <strong dir="auto">{categoryWord(visit.categoryCode)}</strong>
      </Link>
      <p>
        <bdi>{times(visit.startsAt ?? visit.windowStartsAt, visit.endsAt ?? visit.windowEndsAt)}</bdi>
      </p>
      <p className="soft small" dir="auto">
        {zone(visit.fromZoneId)}
      </p>
      <span className="marks">
        {visit.state === 'cancelled' ? <span className="mark soft">{t('calendar.cancelled')}</span> : null}
        {visit.state === 'planned' && missing > 0 ? (
          <span className="mark warn">{t('needs.short', { count: missing })}</span>
        ) : null}
        {visit.state === 'planned' && missing <= 0 ? (
          <span className="mark good">{t('calendar.covered')}</span>
        ) : null}
        {visit.flags.map((flag) => (
          <span key={flag} className="mark bad">
            {said(`queue.detail.${flag}`) ?? flag}
          </span>
        ))}
      </span>
    </li>
  );
}
