import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import { seatsQuery } from '../api/family-queries.js';
import { useSession } from '../app/session.js';
import { Phone } from '../ui/phone.js';
import { VisitMark } from '../ui/marks.js';
import { localDay, now, times, longDayOf } from '../words/time.js';
import { t } from '../words/words.js';
import { CancelVisit } from './cancel-visit.js';
import { ChangeTime, isOfSeries } from './change-time.js';
import { OtherKind } from './other-kind.js';
import { PlanAgain } from './plan-again.js';
import { followingOf, isToCome } from './to-come.js';
import { Today } from './today.js';

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
