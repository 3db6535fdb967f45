import type { IdentityCodec } from '#members';
import type pg from 'pg';

const BATCH = 500;

/** A table with sealed columns, and the column to whose value they are bound. */
export interface SealedTable {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly string[];
}

interface Codecs {
  readonly from: IdentityCodec;
  readonly to: IdentityCodec;
}

/** Answers to repeated posts live for days and are bound to more than one column: they are let go of instead. */
const LET_GO = 'idempotency_key';
/** The installation's own: bound to no community. */
const PUSH_KEY = ['installation', 'push_key.private', 'only'] as const;
const AUTHENTICATOR = ['installation', 'authenticator.secret'] as const;

/** From the catalogue, so that no column can be forgotten. @throws Error for one that this command cannot rotate */
export async function sealedTables(client: pg.Client): Promise<SealedTable[]> {
  const { rows } = await client.query<{ table: string; columns: string[]; keys: string[] }>(
    `SELECT c.table_name AS table, array_agg(c.column_name::text ORDER BY c.column_name) AS columns,
       (SELECT array_agg(a.attname::text) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
         WHERE i.indrelid = format('public.%I', c.table_name)::regclass AND i.indisprimary AND a.attname <> 'community_id') AS keys
     FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.column_name LIKE '%\\_sealed' AND c.table_name NOT IN ('${LET_GO}', 'push_key', 'authenticator')
     GROUP BY c.table_name ORDER BY c.table_name`,
  );
  const communal = await communalTables(client);
  return rows.map(({ table, columns, keys }) => {
    if (!communal.has(table)) throw new Error(`The sealed columns of ${table} belong to no community.`);
    const [key, ...more] = keys ?? [];
    if (!key || more.length > 0)
      throw new Error(`The sealed columns of ${table} are bound to no single column.`);
    return { table, key, columns };
  });
}

async function communalTables(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'community_id'`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** What belongs to no community: the key pair towards push services, authenticators. @returns how many values were sealed anew */
export async function rotateInstallation(client: pg.Client, codecs: Codecs): Promise<number> {
  return (await rotatePushKey(client, codecs)) + (await rotateAuthenticators(client, codecs));
}

async function rotateAuthenticators(client: pg.Client, { from, to }: Codecs): Promise<number> {
  let sealed = 0;
  for (let after: string | null = null; ;) {
    const found: pg.QueryResult<{ id: string; secret: Buffer }> = await client.query(
      `SELECT id, secret_sealed AS secret FROM authenticator WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT ${BATCH}`,
      [after],
    );
    await client.query('BEGIN');
    for (const { id, secret } of found.rows) {
      const { text, old } = openEither(...AUTHENTICATOR, id, secret, { from, to });
      if (!old) continue;
      const anew = to.seal(...AUTHENTICATOR, id, text);
      await client.query('UPDATE authenticator SET secret_sealed = $2 WHERE id = $1', [id, anew]);
      sealed += 1;
    }
    await client.query('COMMIT');
    if (found.rows.length < BATCH) return sealed;
    after = found.rows.at(-1)!.id;
  }
}

async function rotatePushKey(client: pg.Client, { from, to }: Codecs): Promise<number> {
  const { rows } = await client.query<{ sealed: Buffer }>('SELECT private_sealed AS sealed FROM push_key');
  const [row] = rows;
  if (!row) return 0;
  const { text, old } = openEither(...PUSH_KEY, row.sealed, { from, to });
  if (old) await client.query('UPDATE push_key SET private_sealed = $1', [to.seal(...PUSH_KEY, text)]);
  return old ? 1 : 0;
}

/** @returns how many values were sealed anew; those that are already are left alone. */
export async function rotateCommunity(
  client: pg.Client,
  communityId: string,
  tables: readonly SealedTable[],
  codecs: Codecs,
): Promise<number> {
  await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
  let sealed = 0;
  for (const table of tables) {
    for (let after: string | null = null; ;) {
      const found: pg.QueryResult<Record<string, Buffer | string | null>> = await client.query(
        `SELECT ${table.key} AS key, ${table.columns.join(', ')} FROM ${table.table}
         WHERE community_id = $1 AND ($2::uuid IS NULL OR ${table.key} > $2) ORDER BY ${table.key} LIMIT ${BATCH}`,
        [communityId, after],
      );
      const { rows } = found;
      await client.query('BEGIN');
      for (const row of rows) sealed += await rotateRow(client, communityId, table, row, codecs);
      await client.query('COMMIT');
      if (rows.length < BATCH) break;
      after = String(rows.at(-1)!['key']);
    }
  }
  await endOldHashes(client, communityId);
  return sealed;
}

async function rotateRow(
  client: pg.Client,
  communityId: string,
  { table, key, columns }: SealedTable,
  row: Readonly<Record<string, Buffer | string | null>>,
  { from, to }: Codecs,
): Promise<number> {
  const id = String(row['key']);
  const fresh: [string, Buffer][] = [];
  const plain: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column];
    if (!Buffer.isBuffer(value) || value.length === 0) continue;
    const place = `${table}.${column.replace(/_sealed$/, '')}`;
    const opened = openEither(communityId, place, id, value, { from, to });
    plain[column] = opened.text;
    if (opened.old) fresh.push([column, to.seal(communityId, place, id, opened.text)]);
  }
  if (fresh.length === 0) return 0;
  await client.query(
    `UPDATE ${table} SET ${fresh.map(([column], at) => `${column} = $${at + 3}`).join(', ')} WHERE community_id = $1 AND ${key} = $2`,
    [communityId, id, ...fresh.map(([, value]) => value)],
  );
  if (table === 'push_subscription') await writeEndpointHash(client, communityId, id, plain, to);
  if (table === 'member_identity') await writeIndexes(client, communityId, id, plain, to);
  return fresh.length;
}

/** @throws Error that names the place when neither key opens it */
function openEither(communityId: string, place: string, id: string, value: Buffer, { from, to }: Codecs) {
  try {
    return { text: to.open(communityId, place, id, value), old: false };
  } catch {
    try {
      return { text: from.open(communityId, place, id, value), old: true };
    } catch (error) {
      throw new Error(`${place} of ${id} opens with neither key: is SECRET_KEY_PREVIOUS the right one?`, {
        cause: error,
      });
    }
  }
}

/** The keyed hash by which a browser that subscribes again is known. */
async function writeEndpointHash(
  client: pg.Client,
  communityId: string,
  id: string,
  plain: Readonly<Record<string, string>>,
  to: IdentityCodec,
): Promise<void> {
  const { endpoint } = JSON.parse(plain['subscription_sealed']!) as { endpoint: string };
  await client.query('UPDATE push_subscription SET endpoint_hash = $3 WHERE community_id = $1 AND id = $2', [
    communityId,
    id,
    to.hash('push-endpoint', endpoint),
  ]);
}

/** The keyed hashes by which members are found and persons sign in; how names sound is heard anew when somebody is looked for. */
async function writeIndexes(
  client: pg.Client,
  communityId: string,
  memberId: string,
  plain: Readonly<Record<string, string>>,
  to: IdentityCodec,
): Promise<void> {
  const { email_sealed: email, phone_sealed: phone } = plain;
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
  const address = email ?? phone;
  if (!address) return;
  await client.query(
    `UPDATE person p SET ${email ? 'email_index' : 'phone_index'} = $3 FROM member m
     WHERE m.community_id = $1 AND m.id = $2 AND p.id = m.person_id`,
    [communityId, memberId, to.index('person', address)],
  );
}

/** What was hashed under the old key can be found no more: it is let go of, and made anew when it is needed. */
async function endOldHashes(client: pg.Client, communityId: string): Promise<void> {
  await client.query(`DELETE FROM ${LET_GO} WHERE community_id = $1`, [communityId]);
  await client.query(
    'UPDATE notification_setting SET bounced_index = NULL, bounced_at = NULL WHERE community_id = $1',
    [communityId],
  );
  await client.query('DELETE FROM calendar_feed WHERE community_id = $1', [communityId]);
  await client.query('DELETE FROM hours_link WHERE community_id = $1', [communityId]);
  await client.query('DELETE FROM sms_question WHERE community = $1', [communityId]);
  await client.query('DELETE FROM sign_in_challenge');
  await client.query('DELETE FROM recovery_code');
}
