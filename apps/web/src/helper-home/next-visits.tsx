import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { assignmentsQuery, seatsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { DidNotCome } from '../hours/no-show.js';
import { Reconfirm } from '../hours/reconfirm.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { Call } from '../ui/phone.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Reasoned } from '../ui/reasoned.js';
import { COMMA, nearDay, now, times } from '../words/time.js';
import { fromTo, t } from '../words/words.js';

type Seat = Schemas['SeatDto'];
type Listed = Schemas['ListedAssignmentDto'];

const LIVE: readonly Seat['state'][] = ['scheduled', 'reconfirmed', 'arrived'];
const MOST = 12;

/** Where a helper goes next, with all they need to get there and to be let in. */
export function NextVisits() {
  const { me } = useSession();
  const seats = useQuery(seatsQuery);
  const assignments = useQuery(assignmentsQuery);
  return (
    <section className="section" aria-labelledby="next">
      <h2 id="next">{t('helper.next')}</h2>
      <Loaded query={assignments}>
        {(known) => (
          <Loaded query={seats}>
            {(all) => <Coming seats={all.filter(({ memberId }) => memberId === me.memberId)} known={known} />}
          </Loaded>
        )}
      </Loaded>
    </section>
  );
}

function Coming({ seats, known }: { readonly seats: readonly Seat[]; readonly known: readonly Listed[] }) {
  const confirmed = new Map(known.filter(({ state }) => state === 'confirmed').map((one) => [one.id, one]));
  const coming = seats
    .filter(({ state, assignmentId }) => LIVE.includes(state) && confirmed.has(assignmentId))
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
    .slice(0, MOST);
  if (coming.length === 0) return <p className="empty">{t('helper.noVisits')}</p>;
  return (
    <ul className="plain">
      {coming.map((seat, place) => (
        <Visit key={seat.id} seat={seat} first={place === 0} assignment={confirmed.get(seat.assignmentId)} />
      ))}
    </ul>
  );
}

function Visit({
  seat,
  assignment,
  first,
}: {
  readonly seat: Seat;
  readonly assignment: Listed | undefined;
  readonly first: boolean;
}) {
  const { category, zone } = useNames();
  const contact = assignment?.contact;
  return (
    <li className={first ? 'card lift' : 'card'}>
      <h3 className="capital">{`${nearDay(seat.startsAt)}${COMMA}${times(seat.startsAt, seat.endsAt)}`}</h3>
      <p className="soft">
        {[assignment ? category(assignment.categoryId) : '', zone(seat.fromZoneId)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {contact ? (
        <>
          <p className="with-icon">
            <Icon name="pin" />
            <span>
              {fromTo(
                ...[contact.address, contact.dropOffAddress].filter(
                  (one) => one !== null && one !== undefined,
                ),
              )}
            </span>
          </p>
          <p className="with-icon">
            <Icon name="people" />
            <bdi>{t('helper.handOver', { name: contact.handOverPerson.givenName })}</bdi>
          </p>
          {contact.note ? (
            <p className="with-icon">
              <Icon name="note" />
              <bdi>{contact.note}</bdi>
            </p>
          ) : null}
        </>
      ) : null}
      <Steps seat={seat} phone={contact?.handOverPerson.phone ?? undefined} />
    </li>
  );
}

const EARLY_MS = 60 * 60_000;
/** Whoever says again that they come says it shortly before. */
const NEAR_MS = 72 * EARLY_MS;
type Step = 'arrived' | 'handed-over' | 'done';

function Steps({ seat, phone }: { readonly seat: Seat; readonly phone: string | undefined }) {
  const step = useAct((name: Step, key) =>
    answered(
      api.POST(`/v1/seats/{id}/${name}`, {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { version: seat.version },
      }),
    ),
  );
  const coming = seat.state !== 'arrived';
  const begins = Date.parse(seat.startsAt) - EARLY_MS <= now().getTime();
  const over = Date.parse(seat.endsAt) <= now().getTime();
  const main = over ? 'done' : coming ? 'arrived' : seat.handedOverAt ? undefined : 'handed-over';
  return (
    <>
      <ProblemBox problem={step.problem} />
      <div className="acts">
        {begins && main ? (
          <button
            className="button main"
            type="button"
            data-pending={step.pending || undefined}
            onClick={() => step.run(main)}
          >
            {t(`helper.${main}`)}
          </button>
        ) : null}
        {!begins && Date.parse(seat.startsAt) - NEAR_MS <= now().getTime() ? (
          <Reconfirm seat={seat} mine />
        ) : null}
        {phone ? <Call phone={phone} /> : null}
        {coming && !over ? <CannotCome seat={seat} /> : null}
        <DidNotCome seat={seat} mine="helper" />
      </div>
    </>
  );
}

function CannotCome({ seat }: { readonly seat: Seat }) {
  const cancel = useAct((text: string, key) =>
    answered(
      api.POST('/v1/seats/{id}/cancel', {
        params: { path: { id: seat.id }, header: keyed(key) },
        body: { version: seat.version, reason: text },
      }),
    ),
  );
  return (
    <Reasoned
      button={t('helper.cannotCome')}
      className="button quiet bad"
      title={t('helper.cannotSure', { when: nearDay(seat.startsAt) })}
      act={t('helper.cannotSend')}
      label={t('helper.reason')}
      pending={cancel.pending}
      problem={cancel.problem}
      onConfirm={(reason) => cancel.run(reason || t('helper.noReason'))}
    >
      <p>{t('helper.cannotHint')}</p>
    </Reasoned>
  );
}
