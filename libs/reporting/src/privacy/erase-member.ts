import type { Tx } from '#database';
import type { IdentityCodec } from '#members';
import { eraseReasons } from './erase-reasons.js';

/** What still binds somebody to others; while anything does, they cannot be erased. */
export interface Ties {
  readonly visits: number;
  readonly requests: number;
  readonly hours: number;
  readonly incidents: number;
}

/**
 * Coming visits, open requests, hours to settle, open reports: of the member, and of the homes they alone are
 * guardian of.
 */
export async function tiesOf(tx: Tx, memberId: string, homes: readonly string[]): Promise<Ties> {
  const [row] = await tx.sql<Ties>(
    `SELECT
       (SELECT count(*)::int FROM seat s JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
         WHERE s.community_id = $1 AND s.active AND s.ends_at > $4 AND (s.member_id = $2 OR a.household_id = ANY ($3))) AS visits,
       (SELECT count(*)::int FROM request r WHERE r.community_id = $1 AND r.state IN ('open', 'needs-info')
         AND (r.household_id = ANY ($3) OR r.payer_member_id = $2)) AS requests,
       (SELECT count(*)::int FROM time_entry t JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
         JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
         WHERE t.community_id = $1 AND t.state IN ('declared', 'disputed') AND (s.member_id = $2 OR a.household_id = ANY ($3)))
       + (SELECT count(*)::int FROM hold h JOIN account k ON k.community_id = h.community_id AND k.id = h.account_id
         WHERE h.community_id = $1 AND k.member_id = $2 AND h.state = 'held') AS hours,
       (SELECT count(*)::int FROM incident i WHERE i.community_id = $1 AND i.state <> 'closed'
         AND $2 IN (i.about_member_id, i.owner_id)) AS incidents`,
    [tx.communityId, memberId, homes, tx.now],
  );
  return row!;
}

/** The homes that nobody else is a guardian of: they go with their last guardian. */
export async function lastGuardianOf(tx: Tx, memberId: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT h.household_id AS id FROM household_member h WHERE h.community_id = $1 AND h.member_id = $2 AND h.guardian
       AND NOT EXISTS (SELECT FROM household_member o WHERE o.community_id = h.community_id
         AND o.household_id = h.household_id AND o.member_id <> $2 AND o.guardian)`,
    [tx.communityId, memberId],
  );
  return rows.map(({ id }) => id);
}

const HOMES = 'ANY ($3::uuid[])';
const OF_HOMES = `(SELECT r.id FROM request r WHERE r.community_id = $1 AND r.household_id = ${HOMES})`;
const OF_DEPENDANTS = `(SELECT d.id FROM dependant d WHERE d.community_id = $1 AND d.household_id = ${HOMES})`;

/**
 * What goes, in an order that the foreign keys allow. $1 community, $2 the member, $3 the homes that go with them. What
 * stays holds ids alone: visits, seats, hours, the ledger, the register, the record of reads.
 */
const STEPS: readonly string[] = [
  `DELETE FROM care_card WHERE community_id = $1 AND dependant_id IN ${OF_DEPENDANTS}`,
  `DELETE FROM collection_authorisation WHERE community_id = $1 AND (helper_id = $2 OR dependant_id IN ${OF_DEPENDANTS})`,
  `DELETE FROM household_requirement WHERE community_id = $1 AND household_id = ${HOMES}`,
  `UPDATE household SET protected = false, meeting_point = NULL, version = version + 1 WHERE community_id = $1 AND id = ${HOMES}`,
  `UPDATE request SET address_sealed = NULL, drop_off_address_sealed = NULL, note_sealed = NULL, school = NULL
     WHERE community_id = $1 AND household_id = ${HOMES}`,
  `DELETE FROM request_note WHERE community_id = $1 AND request_id IN ${OF_HOMES}`,
  `UPDATE incident SET text_sealed = '', outcome_sealed = NULL WHERE community_id = $1 AND state = 'closed'
     AND (reported_by = $2 OR about_member_id = $2 OR household_id = ${HOMES})`,
  `UPDATE referral SET purpose_sealed = '' WHERE community_id = $1 AND (member_id = $2 OR household_id = ${HOMES})`,
  `UPDATE offer SET state = 'withdrawn', subjects = '{}', mobility = '{}' WHERE community_id = $1 AND member_id = $2`,
  // The invitation they came by may name them, and the request alone says which it was. The link of one that is for
  // several stays open to the others; that of a school belongs to whom it was sent to.
  `UPDATE invitation SET name_sealed = NULL, email_sealed = NULL, phone_sealed = NULL
     WHERE community_id = $1 AND kind = 'join' AND id IN
     (SELECT j.invitation_id FROM join_request j WHERE j.community_id = $1 AND j.member_id = $2)`,
  `DELETE FROM join_request WHERE community_id = $1 AND (member_id = $2 OR invitation_id IN
     (SELECT i.id FROM invitation i WHERE i.community_id = $1 AND i.member_id = $2))`,
  `DELETE FROM invitation_key WHERE community = $1 AND invitation_id IN
     (SELECT i.id FROM invitation i WHERE i.community_id = $1 AND i.member_id = $2)`,
  ...[
    'address_change',
    'guardian_dependant',
    'invitation',
    'weekly_hours',
    'availability_exception',
    'helper_profile',
    'credential_exemption',
    'credential',
    'minor_consent',
    'notification_preference',
    'notification_setting',
    'calendar_feed',
    'push_subscription',
    'hours_link',
    'identity_link',
    'idempotency_key',
    'member_role',
    'member_identity',
  ].map((table) => `DELETE FROM ${table} WHERE community_id = $1 AND member_id = $2`),
  `DELETE FROM delivery WHERE community_id = $1 AND notification_id IN
     (SELECT n.id FROM notification n WHERE n.community_id = $1 AND n.member_id = $2)`,
  `DELETE FROM notification WHERE community_id = $1 AND member_id = $2`,
  `DELETE FROM member_block WHERE community_id = $1 AND $2 IN (member_id, blocked_member_id)`,
  `DELETE FROM member_relative WHERE community_id = $1 AND $2 IN (member_id, relative_id)`,
  `DELETE FROM duty_shift WHERE community_id = $1 AND coordinator_id = $2`,
  `DELETE FROM desk_leave WHERE community_id = $1 AND $2 IN (coordinator_id, cover_id)`,
];

/** What is left in the place of a name or an address that is gone. */
const NOTHING = '–';

/** Destroys what names the member and the homes that go with them. The caller has asked `tiesOf`. */
export async function eraseMember(
  tx: Tx,
  codec: IdentityCodec,
  memberId: string,
  homes: readonly string[],
): Promise<void> {
  await eraseReasons(tx, memberId, homes);
  for (const step of STEPS) {
    // Not every step names all three: their types are told once.
    await tx.sql(`WITH given AS (SELECT $1::uuid, $2::uuid, $3::uuid[]) ${step}`, [
      tx.communityId,
      memberId,
      homes,
    ]);
  }
  await emptySealed(tx, codec, 'household', 'address', homes);
  const dependants = await tx.sql<{ id: string }>(
    `UPDATE dependant SET archived_at = coalesce(archived_at, $3), school_level = NULL WHERE community_id = $1
       AND household_id = ANY ($2::uuid[]) RETURNING id`,
    [tx.communityId, homes, tx.now],
  );
  await emptySealed(
    tx,
    codec,
    'dependant',
    'nickname',
    dependants.map(({ id }) => id),
  );
  await forgetPersonOf(tx, memberId);
}

async function emptySealed(
  tx: Tx,
  codec: IdentityCodec,
  table: 'household' | 'dependant',
  column: 'address' | 'nickname',
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    await tx.sql(`UPDATE ${table} SET ${column}_sealed = $3 WHERE community_id = $1 AND id = $2`, [
      tx.communityId,
      id,
      codec.seal(tx.communityId, `${table}.${column}`, id, NOTHING),
    ]);
  }
}

/** Sessions here end; whoever is a member of no other community is forgotten as a person too. */
async function forgetPersonOf(tx: Tx, memberId: string): Promise<void> {
  const [row] = await tx.sql<{ personId: string | null }>(
    'SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  await tx.sql('DELETE FROM sign_in_session WHERE community_id = $1 AND member_id = $2', [
    tx.communityId,
    memberId,
  ]);
  await tx.sql('DELETE FROM sms_question WHERE community = $1 AND member_id = $2', [
    tx.communityId,
    memberId,
  ]);
  await tx.sql('UPDATE member SET person_id = NULL, adult_on = NULL WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    memberId,
  ]);
  if (row?.personId) await tx.sql('SELECT forget_person($1)', [row.personId]);
}
