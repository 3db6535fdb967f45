import type { IdentityCodec } from '#members';
import { phoneHash } from '#notifications';
import type pg from 'pg';
import { endLinks, keepHashKeys } from './hash-keys.js';
import { loadKeys } from './load-keys.js';
import { resealCommunity, type Codecs } from './reseal.js';
import { addKey } from './rotate-data-key.js';
import { OF_INSTALLATION, type SealedTable } from './sealed-tables.js';

const BATCH = 500;

/**
 * What belongs to no community: the key pair towards push services, authenticators, the keys of lasting hashes. Codes and
 * links that people have in hand and the identities they sign in with go on; sign-ins that were begun are begun anew.
 * @returns how many were sealed anew
 */
export async function rotateInstallation(client: pg.Client, codecs: Codecs): Promise<number> {
  let sealed = 0;
  for (const place of OF_INSTALLATION) sealed += await rotateTable(client, place, codecs);
  await keepHashKeys(client, codecs);
  await client.query('DELETE FROM sign_in_challenge');
  await client.query('DELETE FROM identity_attempt');
  return sealed;
}

async function rotateTable(
  client: pg.Client,
  { table, column, key }: (typeof OF_INSTALLATION)[number],
  { from, to }: Codecs,
): Promise<number> {
  const place = `${table}.${column.replace(/_sealed$/, '')}`;
  let sealed = 0;
  for (let after = ''; ;) {
    const { rows }: pg.QueryResult<{ key: string; value: Buffer }> = await client.query(
      `SELECT ${key} AS key, ${column} AS value FROM ${table} WHERE ${key} > $1 ORDER BY 1 LIMIT ${BATCH}`,
      [after],
    );
    for (const row of rows) {
      const opened = openEither([to, from], place, row.key, row.value);
      if (opened.codec === to) continue;
      await client.query(`UPDATE ${table} SET ${column} = $2 WHERE ${key} = $1`, [
        row.key,
        to.seal('installation', place, row.key, opened.text),
      ]);
      sealed += 1;
    }
    if (rows.length < BATCH) return sealed;
    after = rows.at(-1)!.key;
  }
}

/** @throws Error that names the place when neither opens it */
function openEither(codecs: readonly IdentityCodec[], place: string, key: string, value: Buffer) {
  for (const codec of codecs) {
    try {
      return { codec, text: codec.open('installation', place, key, value) };
    } catch {
      continue;
    }
  }
  throw new Error(`${place} of ${key} opens with neither key: is SECRET_KEY_PREVIOUS the right one?`);
}

/**
 * Wraps the community's data keys under the new master key and makes its keyed hashes anew; sealed values stay as they
 * are, but for those from before the community had a key. Done again, it changes nothing.
 * @param leaked links, invitations and questions that are out end with the old key: somebody else may have it
 * @returns how many keys were wrapped anew
 */
export async function rotateCommunity(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
  codecs: Codecs,
  leaked = false,
): Promise<number> {
  await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
  const rewrapped = await rewrapKeys(client, communityId, codecs);
  const keys = await loadKeys(client, communityId);
  if (keys.length === 0) await addKey(client, communityId, codecs.to);
  else if (keys.at(-1)!.wrapped.length === 0) return rewrapped;
  await loadKeys(client, communityId);
  await resealCommunity(client, communityId, tables, codecs);
  await writeIndexes(client, communityId, codecs);
  await writeEndpointHashes(client, communityId, codecs.to);
  await endOldHashes(client, communityId);
  if (leaked) await endLinks(client, communityId);
  return rewrapped;
}

async function rewrapKeys(client: pg.Client, communityId: string, { from, to }: Codecs): Promise<number> {
  let rewrapped = 0;
  for (const { version, wrapped } of await loadKeys(client, communityId)) {
    if (wrapped.length === 0 || to.unwraps(communityId, version, wrapped)) continue;
    if (!from.unwraps(communityId, version, wrapped)) {
      throw new Error(
        `Key ${version} of community ${communityId} opens with neither key: is SECRET_KEY_PREVIOUS the right one?`,
      );
    }
    await client.query(
      'UPDATE community_key SET wrapped = $3 WHERE community_id = $1 AND version = $2 AND wrapped = $4',
      [communityId, version, from.rewrap(communityId, version, wrapped, to), wrapped],
    );
    rewrapped += 1;
  }
  return rewrapped;
}

interface IdentityRow {
  readonly memberId: string;
  readonly email: Buffer | null;
  readonly phone: Buffer | null;
}

/** Keyed hashes by which members are found and persons sign in; how names sound is heard anew when it is asked for. */
async function writeIndexes(client: pg.Client, communityId: string, codecs: Codecs): Promise<void> {
  for (let after: string | null = null; ;) {
    const { rows }: pg.QueryResult<IdentityRow> = await client.query<IdentityRow>(
      `SELECT member_id AS "memberId", email_sealed AS email, phone_sealed AS phone FROM member_identity
       WHERE community_id = $1 AND ($2::uuid IS NULL OR member_id > $2) ORDER BY member_id LIMIT ${BATCH}`,
      [communityId, after],
    );
    for (const row of rows) await writeIndexesOf(client, communityId, row, codecs);
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.memberId;
  }
}

async function writeIndexesOf(
  client: pg.Client,
  communityId: string,
  row: IdentityRow,
  { from, to }: Codecs,
): Promise<void> {
  const { memberId } = row;
  const email = to.openOptional(communityId, 'member_identity.email', memberId, row.email);
  const phone = to.openOptional(communityId, 'member_identity.phone', memberId, row.phone);
  await client.query(
    `UPDATE member_identity SET email_index = $3, phone_index = $4, likeness = NULL
     WHERE community_id = $1 AND member_id = $2`,
    [
      communityId,
      memberId,
      email ? to.index(communityId, email) : null,
      phone ? to.index(communityId, phone) : null,
    ],
  );
  // A reply finds what was asked by the phone alone.
  if (phone)
    await client.query(
      'UPDATE sms_question SET phone_hash = $4 WHERE community = $1 AND member_id = $2 AND phone_hash = $3',
      [communityId, memberId, phoneHash(from, phone), phoneHash(to, phone)],
    );
  // An address on the record that opens nothing, as a phone that is there to be called, opens nothing afterwards either.
  for (const [column, address] of [
    ['email_index', email],
    ['phone_index', phone],
  ] as const) {
    if (!address) continue;
    await client.query(
      `UPDATE person p SET ${column} = $4 FROM member m
       WHERE m.community_id = $1 AND m.id = $2 AND p.id = m.person_id AND p.${column} = $3`,
      [communityId, memberId, from.index('person', address), to.index('person', address)],
    );
  }
}

/** The keyed hash by which a browser that subscribes again is known. */
async function writeEndpointHashes(
  client: pg.Client,
  communityId: string,
  codec: IdentityCodec,
): Promise<void> {
  const { rows } = await client.query<{ id: string; sealed: Buffer }>(
    'SELECT id, subscription_sealed AS sealed FROM push_subscription WHERE community_id = $1',
    [communityId],
  );
  for (const { id, sealed } of rows) {
    const plain = codec.open(communityId, 'push_subscription.subscription', id, sealed);
    const { endpoint } = JSON.parse(plain) as { endpoint: string };
    await client.query(
      'UPDATE push_subscription SET endpoint_hash = $3 WHERE community_id = $1 AND id = $2',
      [communityId, id, codec.hash('push-endpoint', endpoint)],
    );
  }
}

/** What was begun under the old key, or noted under it, can be found no more: it is let go of, and begun anew. */
async function endOldHashes(client: pg.Client, communityId: string): Promise<void> {
  await client.query(
    'UPDATE notification_setting SET bounced_index = NULL, bounced_at = NULL WHERE community_id = $1',
    [communityId],
  );
  await client.query(`DELETE FROM join_request WHERE community_id = $1 AND state = 'started'`, [communityId]);
  await client.query('UPDATE join_request SET contact_index = NULL WHERE community_id = $1', [communityId]);
  await client.query('DELETE FROM address_change WHERE community_id = $1 AND done_at IS NULL', [communityId]);
}
