import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import { listMigrations, migrate } from '#database';
import { backupDatabase } from '../../apps/cli/src/backup/backup.js';
import { restoreDatabase } from '../../apps/cli/src/backup/restore.js';
import { emptyDatabase, testDatabase, type TestDatabase } from '../support/test-database.js';

jest.setTimeout(60_000);

const at = new Date('2026-03-01T08:00:00Z');
const communityId = randomUUID();
const odd = 'back\\slash \\. tab\there "quotes" \\N è ا 🙂 line\nend';

let folder: string;
let file: string;
let source: TestDatabase;
const targets: TestDatabase[] = [];

async function ask(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** A community with a ledger, whose tables forbid changes, and values that are hard to carry. */
async function fill(url: string): Promise<void> {
  const [bank, pool, transfer] = [randomUUID(), randomUUID(), randomUUID()];
  await ask(
    url,
    `INSERT INTO community (id, name, kind, time_zone, country, default_language, languages, desk_phone, desk_email, created_at)
     VALUES ($1, $2, 'district', 'Europe/Rome', 'IT', 'it', $3, '1', 'a@b.example', now())`,
    [communityId, odd, ['it', odd]],
  );
  await ask(
    url,
    `INSERT INTO account (community_id, id, kind, created_at) VALUES ($1, $2, 'bank', now()), ($1, $3, 'pool', now())`,
    [communityId, bank, pool],
  );
  const post = `
    WITH t AS (INSERT INTO transfer (community_id, id, kind, idempotency_key, request_hash, created_at)
               VALUES ('${communityId}', '${transfer}', 'opening', 'opening-1', '\\x00ff0a', now()))
    INSERT INTO entry (community_id, id, transfer_id, account_id, minutes, balance_after_minutes)
    VALUES ('${communityId}', '${randomUUID()}', '${transfer}', '${bank}', -120, 0),
           ('${communityId}', '${randomUUID()}', '${transfer}', '${pool}', 120, 0)`;
  await ask(url, post);
  await ask(
    url,
    `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at)
     SELECT $1, gen_random_uuid(), 'request.opened', 'matching.community', n::text, jsonb_build_object('text', $2::text), now(), now()
       FROM generate_series(1, 3000) n`,
    [communityId, odd],
  );
}

async function target(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  targets.push(database);
  return database;
}

/** Everything a restore puts aside for a while. */
const rules = `
  SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint
   WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT oid::regclass::text, 'security', concat(relrowsecurity, relforcerowsecurity) FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
   ORDER BY 1, 2, 3`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intreccio-backup-'));
  file = join(folder, 'whole.backup');
  source = await testDatabase();
  await fill(source.url);
  await backupDatabase(source.url, file, at);
});

afterEach(async () => {
  for (const database of targets.splice(0)) await database.drop();
});

afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  test('is one file for its owner alone, and leaves nothing half-written', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.unfinished`)).toBe(false);
  });

  test('fails when the account may not see every row, rather than being short of some', async () => {
    const role = `reader_${randomUUID().slice(0, 8)}`;
    await ask(
      source.url,
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    const url = new URL(source.url);
    [url.username, url.password] = [role, 'x'];
    const short = join(folder, 'short.backup');
    try {
      await expect(backupDatabase(url.href, short, at)).rejects.toThrow('BYPASSRLS');
      expect(existsSync(short)).toBe(false);
      expect(existsSync(`${short}.unfinished`)).toBe(false);
    } finally {
      await ask(source.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  test('of a database without our schema is refused', async () => {
    const { url } = await target();
    await expect(backupDatabase(url, join(folder, 'none.backup'), at)).rejects.toThrow('nothing to back up');
  });
});

describe('a restore', () => {
  test('brings every row back as it was, and every rule', async () => {
    const { url } = await target();
    const summary = await restoreDatabase(url, file);
    expect(summary).toMatchObject({ createdAt: at.toISOString() });
    expect(summary.rows).toBeGreaterThan(3_000);
    for (const table of ['community', 'account', 'transfer', 'entry', 'outbox', 'demo_clock']) {
      const rows = `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)`;
      expect(await ask(url, rows)).toEqual(await ask(source.url, rows));
    }
    expect(await ask(url, rules)).toEqual(await ask(source.url, rules));
    await expect(ask(url, 'UPDATE entry SET minutes = 1')).rejects.toThrow();
    await expect(ask(url, `DELETE FROM community`)).rejects.toMatchObject({ code: '23503' });
  });

  test('works for an owner without superuser rights', async () => {
    const { url } = await target();
    const role = `owner_${randomUUID().slice(0, 8)}`;
    const database = new URL(url).pathname.slice(1);
    await ask(
      url,
      `CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD 'x'; GRANT intreccio_app, intreccio_relay TO ${role}`,
    );
    await ask(url, `ALTER DATABASE ${database} OWNER TO ${role}`);
    const own = new URL(url);
    [own.username, own.password] = [role, 'x'];
    await restoreDatabase(own.href, file);
    expect(await ask(url, 'SELECT count(*)::int AS rows FROM outbox')).toEqual([{ rows: 3_000 }]);
    await ask(url, `REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  test('of an older schema is brought to this release', async () => {
    const migrations = await listMigrations();
    const last = migrations.at(-1)?.name ?? '';
    const older = await target();
    await migrate(older.url, migrations.at(-2)?.name);
    await fill(older.url);
    const backup = join(folder, 'older.backup');
    await backupDatabase(older.url, backup, at);
    const { url } = await target();
    await restoreDatabase(url, backup);
    expect(await ask(url, 'SELECT name FROM migration ORDER BY name DESC LIMIT 1')).toEqual([{ name: last }]);
    expect(await ask(url, 'SELECT count(*)::int AS rows FROM outbox')).toEqual([{ rows: 3_000 }]);
  });

  test('refuses a database that holds data', async () => {
    await expect(restoreDatabase(source.url, file)).rejects.toThrow('The database is not empty');
  });
});

describe('a restore puts nothing in', () => {
  let lines: string[];

  beforeEach(async () => {
    lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .split('\n');
  });

  const rewrite = async (changed: string[]): Promise<string> => {
    const other = join(folder, 'changed.backup');
    await writeFile(other, gzipSync(changed.join('\n')));
    return other;
  };

  async function expectNothing(backup: string, sentence: string): Promise<void> {
    const { url } = await target();
    await expect(restoreDatabase(url, backup)).rejects.toThrow(sentence);
    const there = await ask(url, `SELECT to_regclass('public.community') AS there`);
    if (there[0]?.['there']) expect(await ask(url, 'SELECT id FROM community')).toEqual([]);
    // The failure must not stand in the way of a whole backup.
    await restoreDatabase(url, file);
    expect(await ask(url, 'SELECT id FROM community')).toEqual([{ id: communityId }]);
  }

  test('of a file that was cut off', async () => {
    const cut = join(folder, 'cut.backup');
    const whole = await readFile(file);
    await writeFile(cut, whole.subarray(0, Math.trunc(whole.length * 0.8)));
    await expectNothing(cut, 'is cut off or damaged');
  });

  test('of a file whose end is missing', async () => {
    await expectNothing(await rewrite(lines.slice(0, -2)), 'damaged');
  });

  test('when a value was changed', async () => {
    const row = lines.findIndex((line) => line.includes('opening-1'));
    const changed = lines.with(row, (lines[row] ?? '').replace('opening-1', 'opening-2'));
    await expectNothing(await rewrite(changed), 'transfer has other content');
  });

  test('when a row is missing', async () => {
    const row = lines.findIndex((line) => line.includes('matching.community'));
    await expectNothing(await rewrite(lines.toSpliced(row, 1)), 'outbox has 2999 rows instead of 3000');
  });

  test('of a newer release', async () => {
    const header = JSON.parse(lines[0] ?? '') as { migrations: { name: string; hash: string }[] };
    header.migrations.push({ name: '9999-later.sql', hash: 'x' });
    await expectNothing(await rewrite(lines.with(0, JSON.stringify(header))), '9999-later.sql');
  });

  test('of another file', async () => {
    const other = join(folder, 'other.txt');
    await writeFile(other, 'no backup at all');
    await expectNothing(other, 'damaged');
    await expectNothing(join(folder, 'absent'), 'There is no file');
  });
});
