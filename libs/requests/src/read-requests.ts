import { isCoordinator, type Tx } from '#database';
import { deskReachesHousehold, type IdentityCodec, ownersFor, withinSight } from '#members';
import { formatTime } from '#platform';
import type { RequestEntity, Urgency } from './request.entity.js';
import type { RequestState } from './request.machine.js';
import { openQuestion } from './request-notes.js';
import { dependantsOf, findRequest, openPlaces, scheduleInputOf } from './request-record.js';
import type { RequestSummary, RequestView } from './request.types.js';

export interface RequestFilter {
  readonly state?: RequestState;
  readonly householdId?: string;
  readonly categoryId?: string;
  readonly urgency?: Urgency;
  /** Cases that this coordinator owns or covers. */
  readonly ownerId?: string;
}

/** Coverage of one request `r`: visits not cancelled, and those whose seats are all taken by confirmed assignments. */
const COVERAGE = `SELECT count(*)::integer AS visits, (count(*) FILTER (WHERE t.taken >= v.seats_needed))::integer AS covered
  FROM visit v CROSS JOIN LATERAL (
    SELECT count(*) AS taken FROM seat s
    JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id AND a.state IN ('confirmed', 'ended')
    WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active) t
  WHERE v.community_id = r.community_id AND v.request_id = r.id AND v.state <> 'cancelled'`;

/** What a list shows of the requests that `source` names `r`. Their visits are counted for these rows alone. */
const summaryOf = (
  source: string,
) => `SELECT r.id, r.household_id AS "householdId", r.category_id AS "categoryId", c.code AS "categoryCode", r.state,
    r.zone_id AS "zoneId", z.municipality_id AS "municipalityId", r.frequency, r.first_day AS "firstDay",
    r.until_day AS "untilDay", r.weekdays, r.start_minute AS "startMinute", r.end_minute AS "endMinute", r.urgency,
    r.seats_needed AS "seatsNeeded", r.owner_id AS "ownerId", r.call_back_on AS "callBackOn", r.version,
    r.created_at AS "createdAt", cov.visits, cov.covered
  FROM ${source} r
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
  JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
  CROSS JOIN LATERAL (${COVERAGE}) cov`;

type SummaryRow = Omit<RequestSummary, 'startTime' | 'endTime' | 'coverage'> & {
  readonly startMinute: number;
  readonly endMinute: number;
  readonly visits: number;
  readonly covered: number;
};

function toSummary({ startMinute, endMinute, visits, covered, ...row }: SummaryRow): RequestSummary {
  return {
    ...row,
    startTime: formatTime(startMinute),
    endTime: formatTime(endMinute),
    coverage: { visits, covered },
  };
}

/**
 * SQL condition on request `r` of household `h`: the actor is a guardian within whose sight it is, or a coordinator whom it
 * reaches. @param actorId placeholder of the actor's member id
 */
export function mayReadRequest(tx: Tx, actorId: string): string {
  const own = `(h.id IN (SELECT g.household_id FROM household_member g
    WHERE g.community_id = $1 AND g.member_id = ${actorId} AND g.guardian) AND ${withinSight('r', actorId)})`;
  // Without an OR the planner begins at the few households of a family instead of all requests.
  return isCoordinator(tx.actor) ? `(${deskReachesHousehold(tx, 'h', actorId)} OR ${own})` : own;
}

/** One page of requests, newest first, in one query; `limit` + 1 rows so that the page knows whether it is the last. */
export async function listRequestRows(
  tx: Tx,
  filter: RequestFilter,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<RequestSummary[]> {
  const rows = await tx.sql<SummaryRow>(
    `${summaryOf(`(SELECT r.* FROM request r JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
       WHERE r.community_id = $1 AND ${mayReadRequest(tx, '$2')}
         AND ($3::text IS NULL OR r.state = $3) AND ($4::uuid IS NULL OR r.household_id = $4)
         AND ($5::uuid IS NULL OR r.category_id = $5) AND ($6::text IS NULL OR r.urgency = $6)
         AND ($7::uuid[] IS NULL OR r.owner_id = ANY ($7) OR r.cover_id = ANY ($7)) AND ($8::uuid IS NULL OR r.id < $8)
       ORDER BY r.id DESC LIMIT $9)`)} ORDER BY r.id DESC`,
    [
      tx.communityId,
      tx.actor.memberId ?? null,
      filter.state ?? null,
      filter.householdId ?? null,
      filter.categoryId ?? null,
      filter.urgency ?? null,
      filter.ownerId ? await ownersFor(tx, filter.ownerId) : null,
      page.after ?? null,
      page.limit + 1,
    ],
  );
  return rows.map(toSummary);
}

/** A request in full, and the record that it was read. @throws DomainError not-found. */
export async function readRequest(tx: Tx, codec: IdentityCodec, id: string): Promise<RequestView> {
  const { request, side } = await findRequest(tx, id);
  const [row] = await tx.sql<SummaryRow>(`${summaryOf('request')} WHERE r.community_id = $1 AND r.id = $2`, [
    tx.communityId,
    id,
  ]);
  const places = openPlaces(request, codec);
  // An exact address is for the household and for the coordinator whose case it is.
  const owners = tx.actor.memberId ? await ownersFor(tx, tx.actor.memberId) : [];
  const ownCase = [request.ownerId, request.coverId, request.askedBy].some((id) => id && owners.includes(id));
  const seesPlaces = side === 'family' || ownCase;
  await tx.audit({ action: 'request.read', kind: 'household', ids: [request.householdId, id] });
  return {
    ...toSummary(row!),
    schedule: scheduleInputOf(request),
    dependantIds: await dependantsOf(tx, id),
    address: seesPlaces ? places.address : null,
    dropOff: seesPlaces ? places.dropOff : null,
    note: places.note,
    question: request.state === 'needs-info' ? await openQuestion(tx, codec, id) : null,
    subjects: request.subjects,
    languages: request.languages,
    mobility: request.mobility,
    regimes: request.regimes,
    payerMemberId: request.payerMemberId,
    payerAccountId: request.payerAccountId,
    preferredHelperId: request.preferredHelperId,
    school: request.school,
    askedBy: request.askedBy,
    onBehalfOf: request.onBehalfOf,
    channel: request.channel,
    spokenLanguage: request.spokenLanguage,
    noticeReadAt: request.noticeReadAt,
    ...(await partsOfSeries(tx, request)),
    coverId: request.coverId,
    openedAt: request.openedAt,
    closedAt: request.closedAt,
  };
}

const MOST_PARTS = 50;

/** What became of a series that was moved: the part before, and those after. */
async function partsOfSeries(
  tx: Tx,
  { id, continuesId }: RequestEntity,
): Promise<Pick<RequestView, 'continuesId' | 'continuedBy'>> {
  const parts = await tx.sql<{ id: string }>(
    `SELECT n.id FROM request n WHERE n.community_id = $1 AND (n.id = $2 OR n.continues_id = $3)
       AND ${withinSight('n', '$4')} ORDER BY n.created_at, n.id LIMIT ${MOST_PARTS}`,
    [tx.communityId, continuesId, id, tx.actor.memberId ?? null],
  );
  const ids = parts.map((part) => part.id);
  return {
    continuesId: ids.find((part) => part === continuesId) ?? null,
    continuedBy: ids.filter((part) => part !== continuesId),
  };
}
