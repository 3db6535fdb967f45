import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { seatsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { DidNotCome } from '../hours/no-show.js';
import { Phone } from '../ui/phone.js';
import { ProblemBox } from '../ui/problem-box.js';
import { VisitMark } from '../ui/marks.js';
import { CancelVisit } from './cancel-visit.js';
import { ChangeTime, isOfSeries } from './change-time.js';
import { OtherKind } from './other-kind.js';
import { localDay, now, times, longDayOf } from '../words/time.js';
import { t } from '../words/words.js';

type Visit = Schemas['VisitDto'];

/** Every date of the request that is still to come, and today's. */
export function Visits({
  request,
  visits,
}: {
  readonly request: Schemas['RequestDto'];
  readonly visits: readonly Visit[];
}) {
  const { data: seats = [] } = useQuery(seatsQuery);
  const { community } = useSession();
  const today = localDay();
  const shown = visits.filter(({ startsAt, state }) => state === 'planned' || localDay(startsAt) >= today);
  if (shown.length === 0) return null;
  return (
    <section className="section" aria-labelledby="visits">
      <h2 id="visits">{t('request.dates')}</h2>
      {shown.some((visit) => isToCome(visit) && visit.seatsTaken > 0) ? (
        <p className="soft">
          {t('visit.changeByDesk')} <Phone phone={community.deskPhone} />
        </p>
      ) : null}
      <ul className="plain">
        {shown.map((visit) => (
          <li className="card" key={visit.id}>
            <div className="row">
              <h3 className="capital">{longDayOf(visit.startsAt)}</h3>
              <VisitMark visit={visit} />
            </div>
            <p>
              {times(visit.startsAt, visit.endsAt)}
              {visit.leg === 1 ? ` · ${t('request.wayBack')}` : ''}
            </p>
            {seats
              .filter(({ visitId }) => visitId === visit.id)
              .map((seat) => (
                <Today key={seat.id} seat={seat} />
              ))}
            {isToCome(visit) ? (
              <div className="acts">
                {visit.seatsTaken === 0 || isOfSeries({ request, visit }) ? (
                  <ChangeTime request={request} visit={visit} following={followingOf(visit, shown)} />
                ) : null}
                <CancelVisit visit={visit} last={visit.id === shown.at(-1)?.id} />
              </div>
            ) : null}
            {seats
              .filter(({ visitId }) => visitId === visit.id)
              .map((seat) => (
                <OtherKind key={seat.id} seat={seat} />
              ))}
            {visit.offered && new Date(visit.startsAt) > now() ? <PlanAgain visit={visit} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const isToCome = ({ state, startsAt }: Visit) => state === 'planned' && new Date(startsAt) > now();

/** The visit and all that follow it; a date is one, also where one is brought and fetched. */
const followingOf = (visit: Visit, all: readonly Visit[]) =>
  all.filter((one) => isToCome(one) && one.leg === 0 && one.startsAt >= visit.startsAt);

const EARLY_MS = 60 * 60_000;

/** On the day: the helper is here, the child is handed over. */
function Today({ seat }: { readonly seat: Schemas['SeatDto'] }) {
  const step = useAct((name: 'arrived' | 'handed-over', key) =>
    answered(
      api.POST(`/v1/seats/{id}/${name}`, {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { version: seat.version },
      }),
    ),
  );
  const begins = Date.parse(seat.startsAt) - EARLY_MS <= now().getTime();
  const coming = seat.state === 'scheduled' || seat.state === 'reconfirmed';
  if (!begins || localDay(seat.startsAt) !== localDay()) return null;
  return (
    <>
      <ProblemBox problem={step.problem} />
      <div className="acts">
        {coming ? (
          <button className="button main" type="button" onClick={() => step.run('arrived')}>
            {t('visit.arrived')}
          </button>
        ) : null}
        {seat.state === 'arrived' && !seat.handedOverAt ? (
          <button className="button main" type="button" onClick={() => step.run('handed-over')}>
            {t('visit.handedOver')}
          </button>
        ) : null}
        {seat.handedOverAt ? <span className="mark good">{t('visit.isHandedOver')}</span> : null}
        <DidNotCome seat={seat} mine="family" />
      </div>
    </>
  );
}

/** Its day was closed and is open again: the family says whether it still wants it. */
function PlanAgain({ visit }: { readonly visit: Visit }) {
  const again = useAct((_: undefined, key) =>
    answered(
      api.POST('/v1/visits/{id}/plan-again', { params: { path: { id: visit.id }, header: keyed(key) } }),
    ),
  );
  return (
    <>
      <ProblemBox problem={again.problem} />
      <div className="acts">
        <button
          className="button"
          type="button"
          disabled={again.pending}
          onClick={() => again.run(undefined)}
        >
          {t('visit.planAgain')}
        </button>
      </div>
    </>
  );
}
