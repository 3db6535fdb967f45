import type { LiveKind, Tx } from '#database';
import { withinSight } from '#members';

/** Whom a changed record concerns. */
export interface LiveAudience {
  readonly id: string;
  /** Adults of the household and the helpers. */
  readonly memberIds: readonly string[];
  /** Whose coordinators reach it; null: everybody's. */
  readonly organisationId: string | null;
}

/** The adults of the home of request `r`, without a guardian within whose sight it is not. */
const FAMILY = `array(SELECT hm.member_id FROM household_member hm
  WHERE hm.community_id = $1 AND hm.household_id = r.household_id AND ${withinSight('r', 'hm.member_id')})`;
const ROWS = `WITH changed AS (SELECT unnest($2::uuid[]) AS id)`;
const HOUSEHOLD = (column: string) => `JOIN household h ON h.community_id = $1 AND h.id = ${column}`;

const REQUEST = `${ROWS} SELECT r.id, h.organisation_id AS "organisationId", ${FAMILY} AS "memberIds"
  FROM changed JOIN request r ON r.community_id = $1 AND r.id = changed.id ${HOUSEHOLD('r.household_id')}`;

const VISIT = `${ROWS} SELECT v.id, h.organisation_id AS "organisationId", ${FAMILY}
    || array(SELECT s.member_id FROM seat s WHERE s.community_id = $1 AND s.visit_id = v.id) AS "memberIds"
  FROM changed JOIN visit v ON v.community_id = $1 AND v.id = changed.id
  JOIN request r ON r.community_id = $1 AND r.id = v.request_id ${HOUSEHOLD('r.household_id')}`;

/** Until somebody decides, a proposal is the desk's alone. */
const PROPOSAL = `${ROWS} SELECT p.id, h.organisation_id AS "organisationId", '{}'::uuid[] AS "memberIds"
  FROM changed JOIN proposal p ON p.community_id = $1 AND p.id = changed.id
  JOIN request r ON r.community_id = $1 AND r.id = p.request_id ${HOUSEHOLD('r.household_id')}`;

const ASSIGNMENT = `${ROWS} SELECT a.id, h.organisation_id AS "organisationId",
    ${FAMILY} || a.helper_id AS "memberIds"
  FROM changed JOIN assignment a ON a.community_id = $1 AND a.id = changed.id
  JOIN request r ON r.community_id = $1 AND r.id = a.request_id ${HOUSEHOLD('a.household_id')}`;

const SEAT = `${ROWS} SELECT s.id, h.organisation_id AS "organisationId",
    ${FAMILY} || s.member_id AS "memberIds"
  FROM changed JOIN seat s ON s.community_id = $1 AND s.id = changed.id
  JOIN assignment a ON a.community_id = $1 AND a.id = s.assignment_id
  JOIN request r ON r.community_id = $1 AND r.id = a.request_id ${HOUSEHOLD('a.household_id')}`;

const TIME_ENTRY = `${ROWS} SELECT t.id, h.organisation_id AS "organisationId",
    ${FAMILY} || s.member_id AS "memberIds"
  FROM changed JOIN time_entry t ON t.community_id = $1 AND t.id = changed.id
  JOIN seat s ON s.community_id = $1 AND s.id = t.seat_id
  JOIN assignment a ON a.community_id = $1 AND a.id = s.assignment_id
  JOIN request r ON r.community_id = $1 AND r.id = a.request_id ${HOUSEHOLD('a.household_id')}`;

const EXCHANGE = `${ROWS} SELECT e.id, NULL::uuid AS "organisationId", ARRAY[e.giver_id, e.receiver_id] AS "memberIds"
  FROM changed JOIN exchange e ON e.community_id = $1 AND e.id = changed.id`;

const MEMBER = `${ROWS} SELECT m.id, m.organisation_id AS "organisationId", ARRAY[m.id] AS "memberIds"
  FROM changed JOIN member m ON m.community_id = $1 AND m.id = changed.id`;

const JOIN_REQUEST = `${ROWS} SELECT j.id, j.organisation_id AS "organisationId", '{}'::uuid[] AS "memberIds"
  FROM changed JOIN join_request j ON j.community_id = $1 AND j.id = changed.id`;

const IDENTITY_LINK = `${ROWS} SELECT l.id, m.organisation_id AS "organisationId", ARRAY[m.id] AS "memberIds"
  FROM changed JOIN identity_link l ON l.community_id = $1 AND l.id = changed.id
  JOIN member m ON m.community_id = $1 AND m.id = l.member_id`;

const CREDENTIAL = `${ROWS} SELECT changed.id, m.organisation_id AS "organisationId", ARRAY[m.id] AS "memberIds"
  FROM changed LEFT JOIN credential c ON c.community_id = $1 AND c.id = changed.id
  JOIN member m ON m.community_id = $1 AND m.id = coalesce(c.member_id, changed.id)`;

const NOTIFICATION = `${ROWS} SELECT n.id, NULL::uuid AS "organisationId", ARRAY[n.member_id] AS "memberIds"
  FROM changed JOIN notification n ON n.community_id = $1 AND n.id = changed.id`;

/** Kinds that concern the whole desk have no query: nothing about them is anybody's. */
const QUERIES: Readonly<Partial<Record<LiveKind, string>>> = {
  'request.changed': REQUEST,
  'visit.changed': VISIT,
  'proposal.changed': PROPOSAL,
  'assignment.changed': ASSIGNMENT,
  'seat.changed': SEAT,
  'time-entry.changed': TIME_ENTRY,
  'exchange.changed': EXCHANGE,
  'availability.changed': MEMBER,
  'credential.changed': CREDENTIAL,
  'member.changed': MEMBER,
  'join-request.changed': JOIN_REQUEST,
  'identity-link.changed': IDENTITY_LINK,
  'notification.changed': NOTIFICATION,
};

/** Whom records of one kind concern; a record that cannot be found concerns nobody. */
export async function audiencesOf(tx: Tx, kind: LiveKind, ids: readonly string[]): Promise<LiveAudience[]> {
  const query = QUERIES[kind];
  if (!query) return ids.map((id) => ({ id, memberIds: [], organisationId: null }));
  return tx.sql<LiveAudience>(query, [tx.communityId, ids]);
}
