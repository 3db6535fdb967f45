import { hashKeyScope, LASTING_PURPOSES, type LastingPurpose } from '#members';
import type pg from 'pg';
import type { Codecs } from './reseal.js';

/** The keys of lasting hashes outlive the master key: what people hold goes on being known by them. */
export async function keepHashKeys(client: pg.Client, codecs: Codecs): Promise<void> {
  for (const purpose of LASTING_PURPOSES) await keepHashKey(client, purpose, codecs);
}

/** The first change keeps the key that followed from the old master key; every later one wraps it anew. */
async function keepHashKey(client: pg.Client, purpose: LastingPurpose, { from, to }: Codecs): Promise<void> {
  const { rows } = await client.query<{ wrapped: Buffer }>(
    'SELECT wrapped FROM hash_key WHERE purpose = $1',
    [purpose],
  );
  const scope = hashKeyScope(purpose);
  const kept = rows[0]?.wrapped;
  if (kept && to.unwraps(scope, 0, kept)) return;
  if (kept && !from.unwraps(scope, 0, kept)) {
    throw new Error(
      `The key of ${purpose} hashes opens with neither key: is SECRET_KEY_PREVIOUS the right one?`,
    );
  }
  const next = kept ? from.rewrap(scope, 0, kept, to) : from.keepHashKey(purpose, to);
  await writeHashKey(client, purpose, next);
}

async function writeHashKey(client: pg.Client, purpose: LastingPurpose, wrapped: Buffer): Promise<void> {
  await client.query(
    `INSERT INTO hash_key (purpose, wrapped) VALUES ($1, $2)
     ON CONFLICT (purpose) DO UPDATE SET wrapped = excluded.wrapped`,
    [purpose, wrapped],
  );
}

/**
 * For a key that somebody else may have: what is out in this community ends. The addresses of calendars, the links in mails,
 * invitations; and what phones were asked, so that everything that waits for an answer is asked anew.
 */
export async function endLinks(client: pg.Client, communityId: string): Promise<void> {
  await client.query('DELETE FROM calendar_feed WHERE community_id = $1', [communityId]);
  await client.query('DELETE FROM hours_link WHERE community_id = $1', [communityId]);
  await client.query('DELETE FROM invitation_key WHERE community = $1', [communityId]);
  await client.query('DELETE FROM sms_question WHERE community = $1', [communityId]);
}

/**
 * For a key that somebody else may have: recovery codes and identity links end, and the next ones are hashed under a key
 * they cannot know. Whoever has neither a code nor another factor asks the desk.
 */
export async function endLastingHashes(client: pg.Client, { to }: Codecs): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('DELETE FROM recovery_code');
    await client.query('DELETE FROM identity_link');
    for (const purpose of LASTING_PURPOSES) {
      await writeHashKey(client, purpose, to.keepHashKey(purpose, to));
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
