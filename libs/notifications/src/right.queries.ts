import type { Tx } from '#database';
import { AT_THE_DESK, reviewsIncident, withinSight } from '#members';
import type { MessageId } from './messages/message-ids.js';
import { withheld, type Standing, type Withheld } from './right.rules.js';
import { TOPICS, type SubjectKind, type TopicName } from './topics.js';

/** What was claimed to leave now. */
export interface Leaving {
  readonly id: string;
  readonly memberId: string;
  readonly topic: TopicName;
  readonly messageId: MessageId;
  readonly subjectId: string | null;
}

/**
 * Looks again, when messages are about to leave, whether each recipient may still get theirs; who lost the right while it
 * waited does not, and the desk sees why. In the transaction that claimed them. @returns those that leave
 */
export async function withhold<T extends Leaving>(tx: Tx, claimed: readonly T[]): Promise<T[]> {
  const reasons = new Map<string, Withheld>();
  for (const kind of new Set(claimed.map(({ topic }) => TOPICS[topic].subject))) {
    const about = claimed.filter(({ topic }) => TOPICS[topic].subject === kind);
    const standings = await standingsOf(tx, kind, about);
    for (const { id, messageId } of about) {
      const reason = withheld(messageId, standings.get(id)!);
      if (reason) reasons.set(id, reason);
    }
  }
  if (reasons.size > 0)
    await tx.sql(
      `UPDATE delivery d SET state = 'suppressed', failure = t.reason, sending_since = NULL, attempts = d.attempts - 1
       FROM unnest($2::uuid[], $3::text[]) AS t (id, reason) WHERE d.community_id = $1 AND d.id = t.id`,
      [tx.communityId, [...reasons.keys()], [...reasons.values()]],
    );
  return claimed.filter(({ id }) => !reasons.has(id));
}

const AGREED = `('awaiting-acceptance', 'awaiting-guardian', 'confirmed', 'ended')`;
/** SQL: a seat that takes the member's time still, of an assignment that stands. */
const counts = (seats: string) => `EXISTS (SELECT FROM seat s
  JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id AND a.state IN ${AGREED}
  WHERE s.community_id = $1 AND s.member_id = t.member_id AND s.active AND ${seats})`;
const asked = (requestId: string) => `EXISTS (SELECT FROM assignment a WHERE a.community_id = $1
  AND a.request_id = ${requestId} AND a.helper_id = t.member_id)`;
const NOBODY = `SELECT NULL::uuid AS household_id, NULL::uuid AS request_id, false AS counted, false AS named`;
const OF_A_SEAT = `r.household_id, r.id AS request_id, ${counts('s.id = x.id')} AS counted, x.member_id = t.member_id AS named
  FROM seat x JOIN assignment b ON b.community_id = x.community_id AND b.id = x.assignment_id
  JOIN request r ON r.community_id = b.community_id AND r.id = b.request_id`;

/** Of each kind of record that concerns families and helpers: whose it is, and how it stands to the member `t.member_id`. */
const ABOUT: Readonly<Partial<Record<SubjectKind, string>>> = {
  request: `SELECT r.household_id, r.id AS request_id, false AS counted, ${asked('r.id')} AS named
    FROM request r WHERE r.community_id = $1 AND r.id = t.subject_id`,
  visit: `SELECT r.household_id, r.id AS request_id, ${counts('s.visit_id = v.id')} AS counted, ${asked('r.id')} AS named
    FROM visit v JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
    WHERE v.community_id = $1 AND v.id = t.subject_id`,
  assignment: `SELECT b.household_id, b.request_id, ${counts('a.id = b.id')} AS counted, b.helper_id = t.member_id AS named
    FROM assignment b WHERE b.community_id = $1 AND b.id = t.subject_id`,
  seat: `SELECT ${OF_A_SEAT} WHERE x.community_id = $1 AND x.id = t.subject_id`,
  'time-entry': `SELECT ${OF_A_SEAT} JOIN time_entry e ON e.community_id = x.community_id AND e.seat_id = x.id
    WHERE x.community_id = $1 AND e.id = t.subject_id`,
  'replacement-ask': `SELECT b.household_id, b.request_id, k.helper_id = t.member_id AND k.state IN ('asked', 'accepted') AS counted,
      k.helper_id = t.member_id AS named
    FROM replacement_ask k JOIN seat x ON x.community_id = k.community_id AND x.id = k.seat_id
    JOIN assignment b ON b.community_id = x.community_id AND b.id = x.assignment_id
    WHERE k.community_id = $1 AND k.id = t.subject_id`,
  household: `SELECT h.id AS household_id, NULL::uuid AS request_id, ${counts('a.household_id = h.id')} AS counted, false AS named
    FROM household h WHERE h.community_id = $1 AND h.id = t.subject_id`,
  exchange: `SELECT NULL::uuid AS household_id, NULL::uuid AS request_id, false AS counted,
      t.member_id IN (e.giver_id, e.receiver_id) AS named
    FROM exchange e WHERE e.community_id = $1 AND e.id = t.subject_id`,
  referral: `SELECT f.household_id, NULL::uuid AS request_id, false AS counted, f.member_id IS NOT DISTINCT FROM t.member_id AS named
    FROM referral f WHERE f.community_id = $1 AND f.id = t.subject_id`,
};

async function standingsOf(
  tx: Tx,
  kind: SubjectKind,
  leaving: readonly Leaving[],
): Promise<ReadonlyMap<string, Standing>> {
  const reviews = `EXISTS (SELECT FROM incident i WHERE i.community_id = $1 AND i.id = t.subject_id AND ${reviewsIncident('m.id', '$5::timestamptz')})`;
  const rows = await tx.sql<Standing & { id: string }>(
    `SELECT t.id, m.state AS member, coalesce(about.counted, false) AS counted, coalesce(about.named, false) AS named,
       EXISTS (SELECT FROM household_member g WHERE g.community_id = $1 AND g.household_id = about.household_id
         AND g.member_id = t.member_id AND g.guardian AND (about.request_id IS NULL OR EXISTS (SELECT FROM request r
           WHERE r.community_id = $1 AND r.id = about.request_id AND ${withinSight('r', 't.member_id')}))) AS guardian,
       EXISTS (SELECT FROM household_member h WHERE h.community_id = $1 AND h.household_id = about.household_id
         AND kept_apart(h.member_id, t.member_id)) AS apart,
       ${AT_THE_DESK} AS "atDesk", $5::timestamptz IS NOT NULL AND ${kind === 'incident' ? reviews : 'false'} AS reviews
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS t (id, member_id, subject_id)
     JOIN member m ON m.community_id = $1 AND m.id = t.member_id
     LEFT JOIN LATERAL (${ABOUT[kind] ?? NOBODY}) AS about ON true`,
    [
      tx.communityId,
      leaving.map(({ id }) => id),
      leaving.map(({ memberId }) => memberId),
      leaving.map(({ subjectId }) => subjectId),
      tx.now,
    ],
  );
  return new Map(rows.map(({ id, ...standing }) => [id, standing]));
}
