import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { Client, escapeIdentifier } from 'pg';
import { systemActor } from '#database';
import { newId } from '#platform';
import { seedDistrict } from '../../apps/cli/src/district/index.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { readCatalogue, type Catalogue } from '../support/catalogue.js';

/** Tables without a community, and why. Everything else belongs to one; row-level security is forced on both. */
const TENANTLESS: Record<string, string> = {
  authenticator: 'a person’s, whatever the community; the secret sealed',
  demo_clock: 'one row: how far the demonstration runs ahead',
  factor_holder: 'a person’s, whatever the community; a random handle and counters',
  known_device: 'a person’s, whatever the community; holds hashes alone',
  hash_key: 'of the installation: keys of keyed hashes, wrapped by the master key',
  identity_attempt: 'before sign-in no community is known; holds hashes alone',
  invitation_key: 'whoever has a link or a code knows of no community yet; holds hashes alone',
  migration: 'which files have run',
  passkey: 'a person’s, whatever the community; public keys',
  passkey_challenge: 'before sign-in no community is known; holds hashes alone',
  person: 'one human may be a member of several communities; holds keyed hashes alone',
  public_desk: 'whom to call, on pages that know no community; what each prints on its door',
  push_key: 'who the installation is towards push services; the private half sealed',
  rate_window: 'counters by hash',
  recovery_code: 'a person’s, whatever the community; holds keyed hashes alone',
  sign_in_challenge: 'before sign-in no community is known; holds hashes alone',
  sign_in_session: 'finds the community of a request; holds hashes alone',
  sms_question: 'finds the community of a reply; holds a keyed hash of the phone',
  sms_received: 'before its phone is looked up no community is known; holds a keyed hash of an id',
};

/** Tables of which everybody sees every row, by the policy that says so, and why. */
const OPEN_POLICIES: Record<string, string> = {
  'community relay_reads_ids PERMISSIVE SELECT to intreccio_relay using true':
    'the relay learns which communities there are, and is granted their ids alone',
  'migration known PERMISSIVE SELECT to public using true': 'whether the schema is this release’s',
  'outbox relay_works PERMISSIVE ALL to intreccio_relay using true check true':
    'the relay hands every community’s events on',
  'public_desk printed PERMISSIVE SELECT to public using true': 'what is printed on every door',
};

/** Keys that need not begin with the community, and why. */
const GLOBAL_KEYS: Record<string, string> = { community_pkey: 'the community itself' };

const SEEN_BY_ALL = ['migration', 'public_desk'];

const SNAPSHOT = new URL('./catalogue.snapshot.json', `file://${process.cwd()}/test/integration/`);

let world: TestWorld;
let owner: Client;
let catalogue: Catalogue;
let tenantTables: string[];

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  owner.on('error', () => undefined);
  await owner.connect();
  catalogue = await readCatalogue(owner);
  tenantTables = Object.keys(catalogue.tables).filter((table) => !(table in TENANTLESS));
}, 120_000);

afterAll(async () => {
  await owner.end();
  await world.close();
});

async function asOwner<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return (await owner.query<Row>(sql, parameters)).rows;
}

/** SQLSTATE with which the runtime's connection is refused; undefined when it is not. */
async function refusal(sql: string): Promise<string | undefined> {
  return world.dataSource.query(sql).then(
    () => undefined,
    (error: { code?: string }) => error.code ?? 'no code',
  );
}

describe('the catalogue', () => {
  test('is the committed one (UPDATE_SNAPSHOTS=1 writes it anew)', async () => {
    if (process.env['UPDATE_SNAPSHOTS'] === '1') {
      await writeFile(SNAPSHOT, `${JSON.stringify(catalogue, null, 2)}\n`);
    }
    expect(catalogue).toEqual(JSON.parse(await readFile(SNAPSHOT, 'utf8')));
  });

  test('forces row-level security on every table, without exception', () => {
    const tables = Object.entries(catalogue.tables);
    expect(tables.length).toBeGreaterThan(90);
    const unforced = tables.filter(([, { rowLevelSecurity }]) => rowLevelSecurity !== 'forced');
    expect(unforced.map(([name]) => name)).toEqual([]);
  });

  test('shows rows by a policy on the community, the person or the work, and two lists to everybody', () => {
    const asksWho = (policy: string) => /current_(community|person|work|identity)\(\)/.test(policy);
    const open = Object.entries(catalogue.tables).flatMap(([name, { policies }]) =>
      policies.filter((policy) => !asksWho(policy)).map((policy) => `${name} ${policy}`),
    );
    expect(open.toSorted()).toEqual(Object.keys(OPEN_POLICIES));
    const unasked = tenantTables.filter(
      (name) => !catalogue.tables[name]!.policies.some((policy) => policy.includes('current_community()')),
    );
    expect(unasked).toEqual([]);
    const without = Object.keys(TENANTLESS).filter((name) => catalogue.tables[name]!.policies.length === 0);
    expect(without).toEqual([]);
  });

  test('has every table of the tenantless list, and none of them names a community as its owner', () => {
    expect(Object.keys(TENANTLESS).filter((name) => !(name in catalogue.tables))).toEqual([]);
    const withCommunity = Object.keys(TENANTLESS).filter((name) =>
      catalogue.tables[name]!.columns.some((column) => column.startsWith('community_id ')),
    );
    expect(withCommunity).toEqual(['sign_in_session']);
  });

  test('leads every key of a community with it', async () => {
    const keys = await asOwner<{ name: string }>(
      `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
       LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
       WHERE t.relnamespace = 'public'::regnamespace AND t.relname = ANY ($1) AND x.indisunique
         AND a.attname IS DISTINCT FROM 'community_id' ORDER BY 1`,
      [tenantTables],
    );
    expect(keys.map(({ name }) => name)).toEqual(Object.keys(GLOBAL_KEYS));
  });

  test('never points from one community into another', async () => {
    const references = await asOwner<{ name: string }>(
      `SELECT k.conname AS name FROM pg_constraint k
       WHERE k.contype = 'f' AND k.conrelid::regclass::text = ANY ($1) AND k.confrelid::regclass::text = ANY ($1)
         AND k.confrelid <> 'community'::regclass
         AND NOT EXISTS (SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair (own, other)
           JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.own AND a.attname = 'community_id'
           JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.other AND b.attname = 'community_id')`,
      [tenantTables],
    );
    expect(references).toEqual([]);
  });

  test('pins the search path of every function that runs with its owner’s rights', () => {
    const definers = catalogue.functions.filter((line) => line.includes('security definer'));
    expect(definers.length).toBeGreaterThan(3);
    expect(definers.filter((line) => !line.includes('search_path=public, pg_temp'))).toEqual([]);
    const callable = definers.filter((line) => !line.includes('returns trigger'));
    expect(callable.filter((line) => !line.includes(' for intreccio_app '))).toEqual([]);
  });
});

describe('the runtime’s role', () => {
  test('is neither superuser nor owner, and cannot get round row-level security', async () => {
    const [role] = await world.dataSource.query(
      `SELECT current_user::text AS name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
         EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid) AS owns,
         EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid) AS inherits
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(role).toEqual({
      name: 'intreccio_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: false,
      inherits: false,
    });
  });

  test('may not make or change tables, nor switch a trigger off', async () => {
    expect(await refusal('CREATE TABLE public.mine (id integer)')).toBe('42501');
    expect(await refusal('ALTER TABLE entry DISABLE TRIGGER append_only')).toBe('42501');
    expect(await refusal('ALTER TABLE member NO FORCE ROW LEVEL SECURITY')).toBe('42501');
    expect(await refusal("SET session_replication_role = 'replica'")).toBe('42501');
  });

  test('cannot set a balance, write an audit record or change history', async () => {
    expect(await refusal('UPDATE account SET balance_minutes = 600')).toBe('42501');
    expect(await refusal('INSERT INTO audit_record SELECT * FROM audit_record')).toBe('42501');
    for (const table of ['audit_record', 'transition', 'transfer', 'entry']) {
      expect([table, await refusal(`UPDATE ${table} SET id = id`)]).toEqual([table, '42501']);
      expect([table, await refusal(`DELETE FROM ${table}`)]).toEqual([table, '42501']);
      expect([table, await refusal(`TRUNCATE ${table}`)]).toEqual([table, '42501']);
    }
  });

  test('leaves the relay the outbox and the ids of communities, nothing else', () => {
    const relay = Object.entries(catalogue.tables).flatMap(([table, { grants }]) =>
      grants.filter((grant) => grant.startsWith('intreccio_relay')).map((grant) => `${table} ${grant}`),
    );
    expect(relay).toEqual([
      'community intreccio_relay: SELECT (id)',
      'outbox intreccio_relay: DELETE, SELECT, UPDATE',
    ]);
  });
});

describe('in a district full of rows', () => {
  const filled: string[] = [];

  beforeAll(async () => {
    const { communityId } = await seedDistrict({
      databaseUrl: world.url,
      secretKey: Buffer.alloc(32, 7),
      clock: { now: () => START },
      seed: 7,
      sizes: { households: 120, helpers: 104, requests: 120 },
    });
    const actor = systemActor(communityId);
    await world.uow.run(actor, (tx) => tx.audit({ action: 'read', kind: 'household', ids: [newId()] }));
    for (const table of Object.keys(catalogue.tables)) {
      if (SEEN_BY_ALL.includes(table)) continue;
      const rows = await asOwner(`SELECT 1 FROM ${escapeIdentifier(table)} LIMIT 1`);
      if (rows.length > 0) filled.push(table);
    }
  }, 180_000);

  test('the runtime sees no row of any table while no community is set', async () => {
    expect(filled.length).toBeGreaterThan(25);
    for (const table of filled) {
      expect([
        table,
        await world.dataSource.query(`SELECT 1 FROM ${escapeIdentifier(table)} LIMIT 1`),
      ]).toEqual([table, []]);
    }
  });

  test('nor of another community', async () => {
    const stranger = systemActor(newId());
    for (const table of filled) {
      const rows = await world.uow.run(stranger, (tx) =>
        tx.sql(`SELECT 1 FROM ${escapeIdentifier(table)} LIMIT 1`),
      );
      expect([table, rows]).toEqual([table, []]);
    }
  });

  test('not even the owner changes or empties what is append-only', async () => {
    const appendOnly = Object.keys(catalogue.tables).filter((name) =>
      catalogue.tables[name]!.triggers.some((trigger) => trigger.includes('refuse_change()')),
    );
    expect(appendOnly).toEqual(expect.arrayContaining(['entry', 'transfer', 'transition']));
    for (const table of appendOnly.filter((name) => filled.includes(name))) {
      for (const change of [
        `UPDATE ${table} SET id = id`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(owner.query(change)).rejects.toMatchObject({ code: '23001' });
      }
    }
  });
});
