import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { HeardAnswer } from '../desk-heard/heard-answer.js';
import { HeardAsks } from '../desk-heard/heard-asks.js';
import { HeardContest } from '../desk-heard/heard-contest.js';
import { HoursOfSeat } from '../desk-heard/hours-of-seat.js';
import { Unfold } from '../desk-heard/unfold.js';
import { PersonName } from '../desk-people/person-name.js';
import { SeekFor } from '../desk-queue/seek-replacement.js';
import { DidNotCome } from '../hours/no-show.js';
import { Reconfirm } from '../hours/reconfirm.js';
import { EndTogether } from '../request/part.js';
import { Today } from '../request/today.js';
import { Loaded } from '../ui/loaded.js';
import { now } from '../words/time.js';
import { t } from '../words/words.js';

type Seat = Schemas['SeatDto'];

const MOST = 100;
const COMING: readonly Seat['state'][] = ['scheduled', 'reconfirmed'];
const OVER: readonly Seat['state'][] = ['done', 'reversed'];
const LOST: readonly Seat['state'][] = ['cancelled-late', 'no-show', 'disputed', 'replacement-sought'];

/** Everybody who comes to a visit, came, or was to come: how it stands with each, and what the desk may do. */
export function SeatsOf({ visit }: { readonly visit: Schemas['VisitDto'] }) {
  const query = useQuery({
    queryKey: ['seats', 'visit', visit.id],
    queryFn: async () =>
      (await answered(api.GET('/v1/seats', { params: { query: { visitId: visit.id, limit: MOST } } }))).items,
  });
  return (
    <Loaded query={query}>
      {(seats) =>
        seats.length === 0 ? (
          <p className="empty">{t('deskCase.nobody')}</p>
        ) : (
          <ul className="lines">
            {seats.map((seat) => (
              <SeatLine key={seat.id} seat={seat} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function SeatLine({ seat }: { readonly seat: Seat }) {
  return (
    <li className="reading">
      <span className="row">
        <PersonName id={seat.memberId} />
        <span className={LOST.includes(seat.state) ? 'mark warn' : 'mark'}>{wordOf(seat)}</span>
      </span>
      {seat.endReason ? (
        <p className="soft small" dir="auto">
          {seat.endReason}
        </p>
      ) : null}
      <SeatActs seat={seat} />
      {seat.assignmentState === 'confirmed' ? <Today seat={seat} byDesk /> : null}
      <Heard seat={seat} />
    </li>
  );
}

/** What somebody tells the desk of their part: the answer that is waited for, or how long it took. */
function Heard({ seat }: { readonly seat: Seat }) {
  const done = () => undefined;
  if (seat.state === 'replacement-sought') return <HeardAsks seatId={seat.id} done={done} />;
  if (seat.state === 'no-show') return <HeardContest seat={seat} />;
  if (isAsked(seat.assignmentState) && COMING.includes(seat.state)) {
    return (
      <Unfold button={t('heard.open')}>
        <HeardAnswer assignmentId={seat.assignmentId} done={done} />
      </Unfold>
    );
  }
  return OVER.includes(seat.state) ? <HoursOfSeat seat={seat} /> : null;
}

type Waiting = 'awaiting-acceptance' | 'awaiting-guardian';

const isAsked = (state: Seat['assignmentState']): state is Waiting =>
  state === 'awaiting-acceptance' || state === 'awaiting-guardian';

/** Who was approved and has not said yes comes to nothing yet. */
function wordOf({ state, assignmentState }: Seat): string {
  return isAsked(assignmentState) && COMING.includes(state)
    ? t(`seat.${assignmentState}`)
    : t(`seat.${state}`);
}

function SeatActs({ seat }: { readonly seat: Seat }) {
  if (seat.assignmentState !== 'confirmed' || !COMING.includes(seat.state)) return null;
  const begun = Date.parse(seat.startsAt) <= now().getTime();
  return (
    <div className="acts">
      {begun ? (
        <>
          <DidNotCome seat={seat} mine="family" />
          <DidNotCome seat={seat} mine="helper" />
        </>
      ) : (
        <>
          <Reconfirm seat={seat} />
          <SeekFor seat={seat} done={() => undefined} />
          <EndTogether assignment={{ id: seat.assignmentId, side: 'coordinator' }} />
        </>
      )}
    </div>
  );
}
