import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import {
  agendaQuery,
  ASIDE,
  assignmentsQuery,
  memberQuery,
  requestQuery,
  requestsQuery,
  toConfirmQuery,
} from '../api/family-queries.js';
import { categoriesQuery } from '../api/queries.js';
import { CATEGORY_ICONS } from '../ask/what.js';
import { draftLike, keepDraft } from '../ask/draft.js';
import { useNames, useSession } from '../app/session.js';
import { Icon } from '../ui/icon.js';
import { Loaded, Together } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { RequestMark } from '../ui/marks.js';
import { Thumb } from '../ui/thumb.js';
import { seriesInWords } from '../ui/when.js';
import {
  dayInWords,
  listOf,
  localDay,
  longDayOf,
  nearDay,
  now,
  span,
  times,
  weekdayName,
} from '../words/time.js';
import { t } from '../words/words.js';

const LIVE = new Set(['draft', 'open', 'needs-info']);

/** A family's beginning: what waits for them, who comes next, what is asked for. */
export function Home() {
  const { me } = useSession();
  const { data: member } = useQuery({ ...memberQuery(me.memberId), meta: ASIDE });
  const requests = useQuery(requestsQuery);
  const agenda = useQuery(agendaQuery('family'));
  const assignments = useQuery(assignmentsQuery);
  const hours = useQuery(toConfirmQuery);
  const kinds = useQuery(categoriesQuery);
  const name = member?.givenName;
  return (
    <Page title={name ? t('home.hello', { name }) : t('home.title')} lead={longDayOf(now())}>
      <Together queries={[requests, agenda, assignments, hours, kinds]}>
        <Waiting />
        <NextVisit />
        <section className="section" aria-labelledby="requests">
          <h2 id="requests">{t('home.requests')}</h2>
          <Loaded query={requests}>
            {(all) => {
              const live = all.filter(({ state }) => LIVE.has(state));
              if (live.length === 0) return <p className="empty">{t('home.noRequests')}</p>;
              return (
                <ul className="plain">
                  {live.map((request) => (
                    <RequestRow key={request.id} request={request} />
                  ))}
                </ul>
              );
            }}
          </Loaded>
        </section>
        {requests.data ? <Again requests={requests.data} /> : null}
      </Together>
      <Thumb>
        <Link className="button main" to="/ask/what">
          <Icon name="plus" />
          {t('home.ask')}
        </Link>
      </Thumb>
    </Page>
  );
}

/** What only this person can do: a yes or no, hours to confirm. */
function Waiting() {
  const { data: assignments = [] } = useQuery(assignmentsQuery);
  const { data: hours = [] } = useQuery(toConfirmQuery);
  const asking = assignments.filter(({ state }) => state === 'awaiting-guardian');
  if (asking.length + hours.length === 0) return null;
  return (
    <section className="section" aria-labelledby="waiting">
      <h2 id="waiting">{t('home.waiting')}</h2>
      <ul className="plain">
        {asking.map(({ id, requestId, helperName }) => (
          <li key={id}>
            <Link className="card fresh go" to="/requests/$id" params={{ id: requestId }}>
              <Icon name="people" size={28} />
              <span>
                <b>{t('home.newHelper', { name: helperName ?? '' })}</b>
                <span className="soft">{t('home.newHelperHint')}</span>
              </span>
              <Icon name="forward" />
            </Link>
          </li>
        ))}
        {hours.length > 0 ? (
          <li>
            <Link className="card fresh go" to="/hours">
              <Icon name="clock" size={28} />
              <span>
                <b>{t('home.hours', { count: hours.length })}</b>
                <span className="soft">{t('home.hoursHint')}</span>
              </span>
              <Icon name="forward" />
            </Link>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function NextVisit() {
  const agenda = useQuery(agendaQuery('family'));
  const assignments = useQuery(assignmentsQuery);
  return (
    <section className="section" aria-labelledby="next">
      <h2 id="next">{t('home.next')}</h2>
      <Loaded query={agenda}>
        {(visits) => (
          <Loaded query={assignments}>{(known) => <Coming visits={visits} known={known} />}</Loaded>
        )}
      </Loaded>
    </section>
  );
}

function Coming({
  visits,
  known,
}: {
  readonly visits: readonly Schemas['VisitDto'][];
  readonly known: readonly Schemas['ListedAssignmentDto'][];
}) {
  const { category } = useNames();
  const today = localDay();
  // An agenda that was kept for times without a network may begin before today.
  const coming = visits.filter(({ seatsTaken, endsAt }) => seatsTaken > 0 && localDay(endsAt) >= today);
  const next = coming[0];
  if (!next) return <p className="empty">{t('home.noVisits')}</p>;
  const who = known.filter(({ state, requestId }) => state === 'confirmed' && requestId === next.requestId);
  return (
    <>
      <Link className="card lift go" to="/requests/$id" params={{ id: next.requestId }}>
        <Icon name={CATEGORY_ICONS[next.categoryCode] ?? 'hands'} size={36} />
        <span>
          <b className="capital">{nearDay(next.startsAt)}</b>
          <span>{`${times(next.startsAt, next.endsAt)} · ${category(next.categoryId)}`}</span>
          <span className="soft">
            {who.length > 0
              ? t('home.comes', { name: listOf(who.map(({ helperName }) => helperName ?? '')) })
              : t('home.somebody')}
          </span>
        </span>
        <Icon name="forward" />
      </Link>
      <Later visits={coming.slice(1, MOST_LATER + 1)} />
    </>
  );
}

const MOST_LATER = 3;

function Later({ visits }: { readonly visits: readonly Schemas['VisitDto'][] }) {
  const { category } = useNames();
  if (visits.length === 0) return null;
  return (
    <ul className="lines">
      {visits.map((visit) => (
        <li key={visit.id}>
          <Link to="/requests/$id" params={{ id: visit.requestId }}>
            <span className="capital">{nearDay(visit.startsAt)}</span>
            <span>{`${times(visit.startsAt, visit.endsAt)} · ${category(visit.categoryId)}`}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function RequestRow({ request }: { readonly request: Schemas['RequestSummaryDto'] }) {
  const { category } = useNames();
  const { data: assignments = [] } = useQuery(assignmentsQuery);
  const yours = assignments.some(
    ({ state, requestId }) => state === 'awaiting-guardian' && requestId === request.id,
  );
  return (
    <li>
      <Link className="card go" to="/requests/$id" params={{ id: request.id }}>
        <Icon name={CATEGORY_ICONS[request.categoryCode] ?? 'hands'} size={28} />
        <span>
          <b>{category(request.categoryId)}</b>
          <span className="soft">{seriesInWords(request)}</span>
          <span>
            <RequestMark request={request} yours={yours} />
          </span>
        </span>
        <Icon name="forward" />
      </Link>
    </li>
  );
}

/** A weekly request begins on any day: its own are those of the week. */
const dayOfRequest = ({ weekdays, firstDay }: Schemas['RequestSummaryDto']) =>
  weekdays.length > 0 ? listOf(weekdays.map((day) => weekdayName(day))) : dayInWords(firstDay);

/** The last help that was asked for, once more: one press fills everything but the date. */
function Again({ requests }: { readonly requests: readonly Schemas['RequestSummaryDto'][] }) {
  const navigate = useNavigate();
  const last = [...requests].sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  const { data: request } = useQuery({
    ...requestQuery(last?.id ?? ''),
    enabled: last !== undefined,
    meta: ASIDE,
  });
  const { category } = useNames();
  if (!last || !request) return null;
  return (
    <section className="section card again">
      <Icon name="again" size={28} />
      <div>
        <h2>{t('home.again', { day: dayOfRequest(last) })}</h2>
        <p className="soft">{`${category(last.categoryId)} · ${span(last.startTime, last.endTime)}`}</p>
      </div>
      <button
        className="button"
        type="button"
        onClick={() => {
          keepDraft(draftLike(request, localDay()));
          void navigate({ to: '/ask/when' });
        }}
      >
        {t('home.askAgain')}
      </button>
    </section>
  );
}
