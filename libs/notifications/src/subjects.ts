import type { Tx } from '#database';
import { reviewersOf } from '#members';
import { addDays, instantAt, localDay } from '#platform';
import { loadInsurance } from './insurance-subject.js';
import type { SubjectKind } from './topics.js';
import type { SafeValues } from './words.js';

/** What an event is about: values that are safe to keep, and the people it concerns as ids. */
export interface Subject {
  readonly values: SafeValues;
  /** Households whose guardians may be told. */
  readonly householdId?: string | null;
  /** Of them those alone within whose sight this request is. */
  readonly requestId?: string;
  /** Whether the guardian's yes is still awaited. */
  readonly guardianAwaited?: boolean;
  readonly helperIds: readonly string[];
  /** The case's owner and cover. */
  readonly ownerIds: readonly string[];
  /** The organisation of the household or helper, which decides which coordinators it reaches. */
  readonly organisationId?: string | null;
  /** The members the record itself names, and those of them who must answer. */
  readonly concernedIds?: readonly string[];
  readonly answeringIds?: readonly string[];
  /** Which side must answer, when sides answer. */
  readonly answeringSides?: readonly ('family' | 'helper')[];
  /** Who did it: they need not be told. */
  readonly doneBy?: string | null;
  /** Nobody need be asked for hours that are declared already. */
  readonly hoursDeclared?: boolean;
}

const MOST_HELPERS = 60;

interface CaseRow {
  readonly householdId: string;
  readonly requestId: string;
  readonly organisationId: string | null;
  readonly ownerIds: string[];
  readonly categoryCode: string;
  readonly category: string;
}

const CASE = `r.id AS "requestId", r.household_id AS "householdId", h.organisation_id AS "organisationId",
  array_remove(ARRAY[r.owner_id, r.cover_id], NULL) AS "ownerIds", c.code AS "categoryCode", c.name AS category`;
const CASE_JOINS = `JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id`;

function caseOf(row: CaseRow) {
  const { householdId, requestId, organisationId, ownerIds, categoryCode, category } = row;
  return { people: { householdId, requestId, organisationId, ownerIds }, values: { categoryCode, category } };
}

/** What the event itself said: counts and codes. */
export type EventValues = Readonly<Record<string, string | number | boolean | null>>;

type Load = (tx: Tx, id: string, timeZone: string, event: EventValues) => Promise<Subject | undefined>;

interface Period {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

const periodOf = ({ startsAt, endsAt }: Period) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});

/**
 * Helpers who counted on coming visits of a request: of cancelled visits their seats may be given back already, by the
 * event's other reaction; assignments that had ended by themselves are none of it.
 */
const coming = (visits: string) => `array(
  SELECT DISTINCT s.member_id FROM assignment a
  JOIN seat s ON s.community_id = a.community_id AND s.assignment_id = a.id
  JOIN visit v ON v.community_id = s.community_id AND v.id = s.visit_id
  WHERE a.community_id = $1 AND a.request_id = r.id AND a.state IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed')
    AND (s.active OR s.state = 'released') AND v.ends_at > $3 AND ${visits} LIMIT ${MOST_HELPERS})`;

const loadRequest: Load = async (tx, id, timeZone) => {
  const [row] = await tx.sql<
    CaseRow & {
      firstDay: string;
      startMinute: number;
      endMinute: number;
      helperIds: string[];
      visits: number;
    } & Nullable<Period>
  >(
    `SELECT ${CASE}, r.first_day AS "firstDay", r.start_minute AS "startMinute", r.end_minute AS "endMinute",
       ${coming('true')} AS "helperIds", next.starts_at AS "startsAt", next.ends_at AS "endsAt",
       (SELECT count(*)::int FROM visit v WHERE v.community_id = $1 AND v.request_id = r.id AND v.ends_at > $3) AS visits
     FROM request r ${CASE_JOINS}
     LEFT JOIN LATERAL (SELECT v.starts_at, v.ends_at FROM visit v WHERE v.community_id = $1 AND v.request_id = r.id
       AND v.ends_at > $3 ORDER BY v.starts_at LIMIT 1) next ON true
     WHERE r.community_id = $1 AND r.id = $2`,
    [tx.communityId, id, tx.now],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  const period = {
    startsAt: row.startsAt ?? instantAt(timeZone, row.firstDay, row.startMinute),
    endsAt: row.endsAt ?? instantAt(timeZone, row.firstDay, row.endMinute),
  };
  const visits = Math.max(1, row.visits);
  return { ...people, helperIds: row.helperIds, values: { ...values, ...periodOf(period), visits } };
};

/** One visit, and with it the others of its request that were cancelled when it was. */
const loadVisit: Load = async (tx, id, _timeZone, event) => {
  const [row] = await tx.sql<CaseRow & Period & { helperIds: string[] }>(
    `SELECT ${CASE}, t.starts_at AS "startsAt", t.ends_at AS "endsAt",
       ${coming(`(v.id = t.id OR t.state = 'cancelled' AND v.state = 'cancelled')`)} AS "helperIds"
     FROM visit t JOIN request r ON r.community_id = t.community_id AND r.id = t.request_id ${CASE_JOINS}
     WHERE t.community_id = $1 AND t.id = $2`,
    [tx.communityId, id, tx.now],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  const visits = typeof event['count'] === 'number' ? event['count'] : 1;
  return { ...people, helperIds: row.helperIds, values: { ...values, ...periodOf(row), visits } };
};

const loadAssignment: Load = async (tx, id) => {
  const [row] = await tx.sql<
    CaseRow & Period & { helperId: string; visits: number; guardianAwaited: boolean }
  >(
    `SELECT ${CASE}, a.helper_id AS "helperId", a.guardian_needed AND a.guardian_answered_at IS NULL AS "guardianAwaited",
       first.starts_at AS "startsAt", first.ends_at AS "endsAt",
       (SELECT count(*)::int FROM seat s WHERE s.community_id = $1 AND s.assignment_id = a.id
          AND s.starts_at >= first.starts_at) AS visits
     FROM assignment a JOIN request r ON r.community_id = a.community_id AND r.id = a.request_id ${CASE_JOINS}
     CROSS JOIN LATERAL (SELECT s.starts_at, s.ends_at FROM seat s WHERE s.community_id = $1 AND s.assignment_id = a.id
       ORDER BY s.starts_at < $3, s.starts_at LIMIT 1) first
     WHERE a.community_id = $1 AND a.id = $2`,
    [tx.communityId, id, tx.now],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  const { helperId, visits, guardianAwaited } = row;
  return {
    ...people,
    guardianAwaited,
    helperIds: [helperId],
    values: { ...values, ...periodOf(row), helperId, visits },
  };
};

const SEAT_JOINS = `JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
  JOIN request r ON r.community_id = s.community_id AND r.id = a.request_id ${CASE_JOINS}`;

const loadSeat: Load = async (tx, id, _timeZone, event) => {
  const [row] = await tx.sql<
    CaseRow & Period & { helperId: string; doneBy: string | null; hoursDeclared: boolean }
  >(
    `SELECT ${CASE}, s.member_id AS "helperId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.ended_by AS "doneBy",
       EXISTS (SELECT FROM time_entry t WHERE t.community_id = $1 AND t.seat_id = s.id) AS "hoursDeclared"
     FROM seat s ${SEAT_JOINS} WHERE s.community_id = $1 AND s.id = $2`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  const { helperId, doneBy, hoursDeclared } = row;
  return {
    ...people,
    helperIds: [helperId],
    // A contest concerns both sides: who said it first hears of it too.
    doneBy: event['contested'] ? null : doneBy,
    hoursDeclared,
    values: { ...values, ...periodOf(row), helperId },
  };
};

const loadReplacementAsk: Load = async (tx, id, timeZone, event) => {
  const [ask] = await tx.sql<{ seatId: string; helperId: string }>(
    'SELECT seat_id AS "seatId", helper_id AS "helperId" FROM replacement_ask WHERE community_id = $1 AND id = $2',
    [tx.communityId, id],
  );
  const seat = ask && (await loadSeat(tx, ask.seatId, timeZone, event));
  return seat && { ...seat, helperIds: [ask.helperId], doneBy: null };
};

const loadTimeEntry: Load = async (tx, id) => {
  const [row] = await tx.sql<
    CaseRow & Period & { helperId: string; side: 'helper' | 'family' | 'coordinator'; minutes: number }
  >(
    `SELECT ${CASE}, s.member_id AS "helperId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", t.declared_side AS side,
       CASE WHEN t.answered_at IS NULL AND t.settled_by IS NULL THEN t.declared_minutes ELSE t.minutes_given END AS minutes
     FROM time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id ${SEAT_JOINS}
     WHERE t.community_id = $1 AND t.id = $2`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  const { helperId, minutes, side } = row;
  const sides = (['family', 'helper'] as const).filter((other) => other !== side);
  return {
    ...people,
    helperIds: [helperId],
    answeringSides: sides,
    values: { ...values, ...periodOf(row), helperId, minutes },
  };
};

const loadExchange: Load = async (tx, id) => {
  const [row] = await tx.sql<SafeValues & { giverId: string; receiverId: string; recordedBy: string }>(
    `SELECT e.giver_id AS "giverId", e.receiver_id AS "receiverId", e.recorded_by AS "recordedBy", e.minutes,
       e.happened_on AS "happenedOn", c.code AS "categoryCode", c.name AS category
     FROM exchange e JOIN category c ON c.community_id = e.community_id AND c.id = e.category_id
     WHERE e.community_id = $1 AND e.id = $2`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const { giverId, receiverId, recordedBy, ...values } = row;
  const concernedIds = [giverId, receiverId];
  const answeringIds = concernedIds.filter((memberId) => memberId !== recordedBy);
  return { helperIds: [], ownerIds: [], concernedIds, answeringIds, values };
};

const loadCredential: Load = async (tx, id) => {
  const [row] = await tx.sql<{
    memberId: string;
    organisationId: string | null;
    credentialCode: string;
    credential: string;
    validUntil: string;
  }>(
    `SELECT k.member_id AS "memberId", m.organisation_id AS "organisationId", t.code AS "credentialCode",
       t.name AS credential, k.valid_until AS "validUntil"
     FROM credential k JOIN credential_type t ON t.community_id = k.community_id AND t.id = k.credential_type_id
     JOIN member m ON m.community_id = k.community_id AND m.id = k.member_id
     WHERE k.community_id = $1 AND k.id = $2`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const { memberId, organisationId, ...values } = row;
  return {
    helperIds: [],
    ownerIds: [],
    organisationId,
    concernedIds: [memberId],
    values,
  };
};

const loadMember: Load = async (tx, id) => {
  const [row] = await tx.sql<{ organisationId: string | null }>(
    'SELECT organisation_id AS "organisationId" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, id],
  );
  if (!row) return undefined;
  // Named as the one whose first name is looked up, helper or not.
  return { helperIds: [], ownerIds: [], ...row, concernedIds: [id], values: { helperId: id } };
};

/** Whom somebody belongs to, by its name; who belongs to no organisation is the community's own. */
const loadBelonging: Load = async (tx, id) => {
  const [row] = await tx.sql<{ organisation: string }>(
    `SELECT coalesce(o.name, k.name) AS organisation FROM member m JOIN community k ON k.id = m.community_id
     LEFT JOIN organisation o ON o.community_id = m.community_id AND o.id = m.organisation_id
     WHERE m.community_id = $1 AND m.id = $2`,
    [tx.communityId, id],
  );
  return row && { helperIds: [], ownerIds: [], concernedIds: [id], values: row };
};

/** How somebody signs in, and since when. */
const loadAccountSafety: Load = async (tx, id, timeZone, event) => {
  const member = await loadMember(tx, id, timeZone, event);
  return member && { ...member, values: { startsAt: String(event['at'] ?? tx.now.toISOString()) } };
};

/** An identity that signs in as somebody, or wants to. */
const loadIdentityLink: Load = async (tx, id, timeZone, event) => {
  const [row] = await tx.sql<{ memberId: string }>(
    'SELECT member_id AS "memberId" FROM identity_link WHERE community_id = $1 AND id = $2',
    [tx.communityId, id],
  );
  return row && loadMember(tx, row.memberId, timeZone, event);
};

/** A run that proposed nothing is no news. */
const loadMatchingRun: Load = async (tx, id) => {
  const [row] = await tx.sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM proposal WHERE community_id = $1 AND run_id = $2 AND state = 'proposed'`,
    [tx.communityId, id],
  );
  return row && row.count > 0 ? { helperIds: [], ownerIds: [], values: { count: row.count } } : undefined;
};

/**
 * A referral, told to the desk of the organisation it goes to, or to who asked and to whom it is about: they read
 * the name of the other organisation.
 */
const loadReferral: Load = async (tx, id, timeZone, event) => {
  const [row] = await tx.sql<{
    memberId: string | null;
    householdId: string | null;
    fromName: string;
    toName: string;
    toId: string;
    createdBy: string;
    endsAt: Date;
  }>(
    `SELECT f.member_id AS "memberId", f.household_id AS "householdId", a.name AS "fromName", b.name AS "toName", b.id AS "toId",
       f.created_by AS "createdBy", f.ends_at AS "endsAt"
     FROM referral f JOIN organisation a ON a.community_id = f.community_id AND a.id = f.from_organisation_id
     JOIN organisation b ON b.community_id = f.community_id AND b.id = f.to_organisation_id
     WHERE f.community_id = $1 AND f.id = $2`,
    [tx.communityId, id],
  );
  if (!row) return undefined;
  const answered = event['answer'] === 'accept' || event['answer'] === 'refuse';
  const validUntil = addDays(localDay(timeZone, row.endsAt), -1);
  return {
    householdId: row.householdId,
    helperIds: row.memberId ? [row.memberId] : [],
    ownerIds: [],
    organisationId: row.toId,
    concernedIds: [row.createdBy],
    values: { organisation: answered ? row.toName : row.fromName, validUntil },
  };
};

/** A household whose place changed, with the helpers who still come to it; nobody comes, nobody need be told. */
const loadHousehold: Load = async (tx, id) => {
  const [row] = await tx.sql<CaseRow & Period & { helperIds: string[]; visits: number }>(
    `WITH coming AS (
       SELECT s.member_id, s.starts_at, s.ends_at, a.request_id FROM seat s
       JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
       WHERE s.community_id = $1 AND a.household_id = $2 AND a.state IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed')
         AND s.state IN ('scheduled', 'reconfirmed') AND s.starts_at > $3)
     SELECT ${CASE}, first.starts_at AS "startsAt", first.ends_at AS "endsAt",
       array(SELECT DISTINCT member_id FROM coming LIMIT ${MOST_HELPERS}) AS "helperIds",
       (SELECT count(*)::int FROM coming) AS visits
     FROM (SELECT * FROM coming ORDER BY starts_at LIMIT 1) first
     JOIN request r ON r.community_id = $1 AND r.id = first.request_id ${CASE_JOINS}`,
    [tx.communityId, id, tx.now],
  );
  if (!row) return undefined;
  const { people, values } = caseOf(row);
  return { ...people, helperIds: row.helperIds, values: { ...values, ...periodOf(row), visits: row.visits } };
};

/** Whoever asked to be called back, with the case it is about: the desk reads their name, and hears it alone. */
const loadCallBack: Load = async (tx, id, timeZone, event) => {
  const kind = CALL_BACKS[String(event['kind'])];
  const about = kind && (await LOADERS[kind](tx, String(event['about']), timeZone, {}));
  if (!about) return undefined;
  const { householdId, organisationId, ownerIds, values } = about;
  return { householdId, organisationId, ownerIds, helperIds: [], values: { ...values, helperId: id } };
};

const CALL_BACKS: Readonly<Record<string, SubjectKind>> = {
  assignment: 'assignment',
  guardian: 'assignment',
  replacement: 'replacement-ask',
  hours: 'time-entry',
  visit: 'seat',
};

/** What the desk wrote down for somebody, with what it is about; they alone are told. */
const loadSpokenAnswer: Load = async (tx, id, timeZone, event) => {
  const kind = SPOKEN_ABOUT[String(event['kind'])];
  const about = kind && (await LOADERS[kind](tx, String(event['about']), timeZone, {}));
  if (!about) return undefined;
  const { minutes } = event;
  const values = typeof minutes === 'number' ? { ...about.values, minutes } : about.values;
  return { helperIds: [], ownerIds: [], concernedIds: [id], values };
};

const SPOKEN_ABOUT: Readonly<Record<string, SubjectKind>> = {
  request: 'request',
  member: 'member',
  assignment: 'assignment',
  'replacement-ask': 'replacement-ask',
  seat: 'seat',
  'time-entry': 'time-entry',
};

/** Nothing of its content: who reads it opens it in the application, where the read is on record. */
const loadIncident: Load = async (tx, id) => {
  const concernedIds = await reviewersOf(tx, id);
  return concernedIds.length > 0 ? { helperIds: [], ownerIds: [], concernedIds, values: {} } : undefined;
};

/** That somebody asks to join, told to the desk of the organisation that invited or proposes them; of nobody's, to all. */
const loadJoinRequest: Load = async (tx, id) => {
  const [row] = await tx.sql<{ organisationId: string | null }>(
    `SELECT organisation_id AS "organisationId" FROM join_request
     WHERE community_id = $1 AND id = $2 AND state = 'waiting'`,
    [tx.communityId, id],
  );
  return row && { values: {}, helperIds: [], ownerIds: [], organisationId: row.organisationId };
};

const LOADERS: Readonly<Record<SubjectKind, Load>> = {
  request: loadRequest,
  visit: loadVisit,
  assignment: loadAssignment,
  seat: loadSeat,
  'replacement-ask': loadReplacementAsk,
  'time-entry': loadTimeEntry,
  exchange: loadExchange,
  credential: loadCredential,
  insurance: loadInsurance,
  'matching-run': loadMatchingRun,
  'call-back': loadCallBack,
  'spoken-answer': loadSpokenAnswer,
  belonging: loadBelonging,
  household: loadHousehold,
  'join-request': loadJoinRequest,
  referral: loadReferral,
  incident: loadIncident,
  'account-safety': loadAccountSafety,
  'identity-link': loadIdentityLink,
  member: loadMember,
};

/** Loads what an event is about, as it stands now; undefined when there is nothing (any more) to tell. */
export function loadSubject(
  tx: Tx,
  kind: SubjectKind,
  id: string,
  timeZone: string,
  event: EventValues,
): Promise<Subject | undefined> {
  return LOADERS[kind](tx, id, timeZone, event);
}
