import type pg from 'pg';
import { loadKeys } from './load-keys.js';

/** What is found or sent by an address, a token or a session, without a sealed value. $1: the community. */
const STEPS: readonly string[] = [
  `UPDATE member_identity SET email_index = NULL, phone_index = NULL, likeness = '{}' WHERE community_id = $1`,
  'DELETE FROM sign_in_session WHERE community_id = $1',
  'DELETE FROM address_change WHERE community_id = $1',
  'DELETE FROM identity_link WHERE community_id = $1',
  'DELETE FROM calendar_feed WHERE community_id = $1',
  'DELETE FROM hours_link WHERE community_id = $1',
  'DELETE FROM push_subscription WHERE community_id = $1',
  'DELETE FROM invitation_key WHERE community = $1',
  `DELETE FROM join_request WHERE community_id = $1 AND state = 'started'`,
  'UPDATE join_request SET contact_index = NULL WHERE community_id = $1',
  'DELETE FROM sms_question WHERE community = $1',
  'DELETE FROM idempotency_key WHERE community_id = $1',
  `DELETE FROM delivery WHERE community_id = $1 AND state IN ('queued', 'sending')`,
  'UPDATE outbox SET done_at = now() WHERE community_id = $1 AND done_at IS NULL',
];

/**
 * Destroys the data keys of a community: every sealed value of it is unreadable from then on, in every process, and so
 * is what a backup holds as soon as its own copy of the keys is gone. The ledger and the figures stay, as ids alone.
 */
export async function destroyKeys(client: pg.Client, communityId: string): Promise<void> {
  await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
  await client.query('BEGIN');
  try {
    const keys = await loadKeys(client, communityId);
    await client.query(`UPDATE community_key SET wrapped = '' WHERE community_id = $1`, [communityId]);
    // A newer key without bytes: whoever holds the others in memory looks again when its next transaction begins.
    await client.query(
      `INSERT INTO community_key (community_id, version, wrapped, created_at, settled_at) VALUES ($1, $2, '', now(), now())`,
      [communityId, (keys.at(-1)?.version ?? 0) + 1],
    );
    for (const step of STEPS) await client.query(step, [communityId]);
    await forgetPersons(client, communityId);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
  await loadKeys(client, communityId);
}

/** Whoever is a member of no other community is forgotten as a person too. */
async function forgetPersons(client: pg.Client, communityId: string): Promise<void> {
  const { rows } = await client.query<{ personId: string }>(
    'SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND person_id IS NOT NULL',
    [communityId],
  );
  await client.query('UPDATE member SET person_id = NULL WHERE community_id = $1 AND person_id IS NOT NULL', [
    communityId,
  ]);
  for (const { personId } of rows) await client.query('SELECT forget_person($1)', [personId]);
}
