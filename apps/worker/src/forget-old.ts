import { policiesToday } from '#communities';
import type { Tx, UnitOfWork } from '#database';
import { addMinutes } from '#platform';

const DAY = 1_440;
/** A run's problem can be solved again for so long: to explain a proposal somebody asks about. */
const SNAPSHOT_DAYS = 30;
/** A link of a mail says for so long after its end how the hours stand. */
const LINK_DAYS = 30;
const BATCH = 1_000;
const MOST_BATCHES = 50;
/** What was begun is over in minutes; the letter about what was done may have to wait for a mail server. */
const ADDRESS_DAYS = 7;

/**
 * What a community need not keep: answers of repeated posts, the problems of old matching runs (their hash stays), links of mails
 * that are over, who began to join and never proved the address, and changes of address that came to nothing.
 * @returns the rows of the fullest of the batches
 */
export async function forgetOld(tx: Tx, limit: number): Promise<number> {
  const { idempotencyDays } = await policiesToday(tx);
  const answers = await tx.sql(
    `WITH d AS MATERIALIZED (SELECT member_id, key FROM idempotency_key WHERE community_id = $1 AND created_at < $2 LIMIT $3)
     DELETE FROM idempotency_key k USING d WHERE k.community_id = $1 AND k.member_id = d.member_id AND k.key = d.key RETURNING k.key`,
    [tx.communityId, addMinutes(tx.now, -idempotencyDays * DAY), limit],
  );
  const snapshots = await tx.sql(
    `WITH d AS MATERIALIZED (SELECT id FROM matching_run WHERE community_id = $1 AND snapshot IS NOT NULL AND started_at < $2 LIMIT $3)
     UPDATE matching_run r SET snapshot = NULL FROM d WHERE r.community_id = $1 AND r.id = d.id RETURNING r.id`,
    [tx.communityId, addMinutes(tx.now, -SNAPSHOT_DAYS * DAY), limit],
  );
  const links = await tx.sql(
    `WITH d AS MATERIALIZED (SELECT token_hash FROM hours_link WHERE community_id = $1 AND expires_at < $2 LIMIT $3)
     DELETE FROM hours_link l USING d WHERE l.community_id = $1 AND l.token_hash = d.token_hash RETURNING 1`,
    [tx.communityId, addMinutes(tx.now, -LINK_DAYS * DAY), limit],
  );
  const unproven = await tx.sql(
    `WITH d AS MATERIALIZED (SELECT id FROM join_request WHERE community_id = $1 AND state = 'started' AND created_at < $2 LIMIT $3)
     DELETE FROM join_request r USING d WHERE r.community_id = $1 AND r.id = d.id RETURNING 1`,
    [tx.communityId, addMinutes(tx.now, -DAY), limit],
  );
  const addresses = await tx.sql(
    `WITH d AS MATERIALIZED (SELECT id FROM address_change WHERE community_id = $1 AND created_at < $2 LIMIT $3)
     DELETE FROM address_change c USING d WHERE c.community_id = $1 AND c.id = d.id RETURNING 1`,
    [tx.communityId, addMinutes(tx.now, -ADDRESS_DAYS * DAY), limit],
  );
  return Math.max(answers.length, snapshots.length, links.length, unproven.length, addresses.length);
}

/**
 * What belongs to no community, and how many days it is kept after its end. A session lives longer than it is kept
 * once revoked, so a revoked one that is due has expired as well: the index of expiry finds both.
 */
const TENANTLESS = [
  { table: 'sign_in_challenge', key: 'id', due: 'expires_at < $1', days: 1 },
  { table: 'identity_attempt', key: 'id', due: 'expires_at < $1', days: 1 },
  {
    table: 'sign_in_session',
    key: 'id',
    due: `expires_at < $1::timestamptz + interval '30 days' AND (expires_at < $1 OR revoked_at < $1)`,
    days: 30,
  },
  { table: 'passkey_challenge', key: 'challenge_hash', due: 'expires_at < $1', days: 1 },
  // Begun and never confirmed.
  { table: 'authenticator', key: 'id', due: 'confirmed_at IS NULL AND created_at < $1', days: 1 },
  // As long as browsers keep the cookie it knows them by.
  { table: 'known_device', key: 'person_id, device_hash', due: 'last_seen_at < $1', days: 400 },
  { table: 'invitation_key', key: 'hash', due: 'expires_at < $1', days: 1 },
  { table: 'sms_question', key: 'phone_hash, kind, subject_id', due: 'asked_at < $1', days: 30 },
  { table: 'sms_received', key: 'message_hash', due: 'received_at < $1', days: 7 },
  { table: 'rate_window', key: 'key, window_start', due: 'window_start < $1', days: 1 },
] as const;

/** Sign-ins, questions and counters whose time is over, in short transactions; what is left waits for the next hour. */
export async function forgetSignIns(uow: UnitOfWork): Promise<void> {
  for (const { table, key, due, days } of TENANTLESS) {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const taken = await uow.tenantless('upkeep', (sql, now) =>
        sql(
          `WITH old AS MATERIALIZED (SELECT ${key} FROM ${table} WHERE ${due} LIMIT $2)
           DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM old) RETURNING 1`,
          [addMinutes(now, -days * DAY), BATCH],
        ),
      );
      if (taken.length < BATCH) break;
    }
  }
}
