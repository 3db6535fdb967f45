import type { Tx } from '#database';
import type { IdentityCodec } from '#members';
import type { Letter } from '../letter.js';
import type { MessageId } from '../messages/message-ids.js';
import type { OpenQuestion } from './sms-reply.rules.js';

/** What a short message asked; its subject is the record that the answer changes. */
export const QUESTION_KINDS = ['assignment', 'guardian', 'replacement', 'hours', 'visit'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

const ASKS: Readonly<Partial<Record<MessageId, QuestionKind>>> = {
  'helper-asked': 'assignment',
  'guardian-asked': 'guardian',
  'replacement-asked': 'replacement',
  'hours-to-confirm': 'hours',
  'seat-reminder-helper': 'visit',
  'seat-late-helper': 'visit',
  'hand-over-late-helper': 'visit',
};

/** The keyed hash under which a phone's questions stand. */
export const phoneHash = (codec: IdentityCodec, phone: string): Buffer => codec.index('sms', phone);

/**
 * Notes what was asked of whom, so that a reply of one digit finds its question. The last message about a record
 * counts.
 */
export async function noteQuestions(tx: Tx, codec: IdentityCodec, letter: Letter): Promise<void> {
  const [delivery] = letter.deliveries;
  const kind = delivery && ASKS[delivery.messageId];
  if (!kind || !letter.address || !delivery.subjectId) return;
  await tx.sql(
    `INSERT INTO sms_question (phone_hash, kind, subject_id, community, member_id, asked_at)
     VALUES ($2, $3, $4, $1, $5, $6)
     ON CONFLICT (phone_hash, kind, subject_id) DO UPDATE SET asked_at = excluded.asked_at`,
    [tx.communityId, phoneHash(codec, letter.address), kind, delivery.subjectId, letter.memberId, tx.now],
  );
}

/** A question is forgotten after so many days; a reply to it then comes from nobody known. */
export const QUESTION_DAYS = 30;
const MOST_QUESTIONS = 20;
/** As a tap on the page: an arrival can be said this long before the start, and long after the end. */
const EARLY = `interval '60 minutes'`;
const LONG_AFTER = `interval '12 hours'`;
/** So long a yes may be about hours; then it no longer stands in the way of a yes to something else. */
const HOURS_OPEN = `interval '48 hours'`;

interface AskedRow {
  readonly kind: QuestionKind;
  readonly subjectId: string;
  readonly memberId: string;
  readonly phase: OpenQuestion['phase'];
  readonly startsAt: Date | null;
}

/**
 * What a phone was asked in this community, the last asked first, as it stands now. Only while the phone is still the
 * member's, and the member active: numbers are given to other people.
 */
export async function questionsOf(tx: Tx, codec: IdentityCodec, phone: string): Promise<OpenQuestion[]> {
  const rows = await tx.sql<AskedRow>(
    `SELECT q.kind, q.subject_id AS "subjectId", q.member_id AS "memberId",
       CASE WHEN q.kind = 'visit' THEN coalesce(seat.phase, 'closed') WHEN open.it THEN 'open' ELSE 'closed' END AS phase,
       seat.starts_at AS "startsAt"
     FROM sms_question q
     JOIN member m ON m.community_id = $1 AND m.id = q.member_id AND m.state = 'active'
     JOIN member_identity i ON i.community_id = $1 AND i.member_id = q.member_id AND i.phone_index = $3
     LEFT JOIN LATERAL (SELECT s.starts_at, CASE
         WHEN s.state = 'arrived' THEN CASE WHEN s.handed_over_at IS NULL THEN 'here' ELSE 'closed' END
         WHEN s.state NOT IN ('scheduled', 'reconfirmed') OR s.ends_at + ${LONG_AFTER} < $4 THEN 'closed'
         WHEN s.starts_at - ${EARLY} <= $4 THEN 'due' ELSE 'coming' END AS phase
       FROM seat s WHERE q.kind = 'visit' AND s.community_id = $1 AND s.id = q.subject_id AND s.member_id = q.member_id) seat ON true
     CROSS JOIN LATERAL (SELECT CASE q.kind
       WHEN 'assignment' THEN EXISTS (SELECT FROM assignment a WHERE a.community_id = $1 AND a.id = q.subject_id
         AND a.helper_id = q.member_id AND a.state = 'awaiting-acceptance')
       WHEN 'guardian' THEN EXISTS (SELECT FROM assignment a WHERE a.community_id = $1 AND a.id = q.subject_id
         AND a.state = 'awaiting-guardian')
       WHEN 'replacement' THEN EXISTS (SELECT FROM replacement_ask k WHERE k.community_id = $1 AND k.id = q.subject_id
         AND k.helper_id = q.member_id AND k.state = 'asked')
       WHEN 'hours' THEN EXISTS (SELECT FROM time_entry t WHERE t.community_id = $1 AND t.id = q.subject_id
         AND t.state = 'declared' AND q.asked_at > $4::timestamptz - ${HOURS_OPEN}) END AS it) open
     WHERE q.phone_hash = $2 AND q.community = $1 AND q.asked_at > $4::timestamptz - interval '${QUESTION_DAYS} days'
     ORDER BY q.asked_at DESC, q.subject_id
     LIMIT ${MOST_QUESTIONS}`,
    [tx.communityId, phoneHash(codec, phone), codec.index(tx.communityId, phone), tx.now],
  );
  return rows.map((row) => ({ ...row, communityId: tx.communityId }));
}
