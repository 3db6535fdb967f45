import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemActor, type Tx } from '#database';
import { newId } from '#platform';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

interface Somebody {
  readonly memberId: string;
  readonly personId: string;
  readonly token: Buffer;
}

const TABLES = [
  'authenticator',
  'demo_clock',
  'factor_holder',
  'hash_key',
  'identity_attempt',
  'invitation_key',
  'known_device',
  'passkey',
  'passkey_challenge',
  'person',
  'push_key',
  'rate_window',
  'recovery_code',
  'sign_in_challenge',
  'sign_in_session',
  'sms_question',
  'sms_received',
] as const;

let world: TestWorld;
let owner: Client;
let here: CommunityPeople;
let elsewhere: CommunityPeople;
let ada: Somebody;
let bea: Somebody;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  owner.on('error', () => undefined);
  await owner.connect();
  here = await buildCommunity(world.uow, world.codec, world.clock);
  elsewhere = await buildCommunity(world.uow, world.codec, world.clock);
  [ada, bea] = [await somebodyOf(here), await somebodyOf(elsewhere)];
  for (const somebody of [ada, bea]) await writeWaysIn(somebody);
  await owner.query(`INSERT INTO push_key (public_key, private_sealed) VALUES ('public', 'sealed')`);
  await owner.query(`INSERT INTO hash_key VALUES ('identity', $1)`, [randomBytes(61)]);
  await owner.query(`SELECT count_hit('key', now(), 900)`);
});

afterAll(async () => {
  await owner?.end();
  await world?.close();
});

async function somebodyOf(people: CommunityPeople): Promise<Somebody> {
  const { actor } = await people.member(['family']);
  return { memberId: actor.memberId, personId: actor.personId, token: randomBytes(32) };
}

/** One row of whatever can be a person's, or can be on its way to one. */
async function writeWaysIn({ memberId, personId, token }: Somebody): Promise<void> {
  const community = personId === ada.personId ? here.id : elsewhere.id;
  const write = (text: string, ...values: unknown[]) => owner.query(text, [START, ...values]);
  await write(
    `INSERT INTO sign_in_session (id, token_hash, person_id, community_id, member_id, created_at, last_seen_at, expires_at)
     VALUES ($2, $3, $4, $5, $6, $1, $1, $1::timestamptz + interval '30 days')`,
    newId(),
    token,
    personId,
    community,
    memberId,
  );
  await write(
    `INSERT INTO sign_in_challenge (id, person_id, address_index, code_hash, link_hash, browser_hash, created_at, expires_at)
     VALUES ($2, $3, '', '', $4, '', $1, $1)`,
    newId(),
    personId,
    token,
  );
  await owner.query('INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2)', [personId, token]);
  await write(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, created_at)
     VALUES ($2, $3, $4, '', 0, '{}', $1)`,
    newId(),
    personId,
    token,
  );
  await write(
    `INSERT INTO authenticator (id, person_id, secret_sealed, created_at, confirmed_at) VALUES ($2, $3, '', $1, $1)`,
    newId(),
    personId,
  );
  await write(
    'INSERT INTO recovery_code (person_id, code_hash, created_at) VALUES ($2, $3, $1)',
    personId,
    token,
  );
  await write(
    'INSERT INTO known_device (person_id, device_hash, first_seen_at, last_seen_at) VALUES ($2, $3, $1, $1)',
    personId,
    token,
  );
  await write(
    `INSERT INTO passkey_challenge (challenge_hash, purpose, bound_to, expires_at) VALUES ($2, 'sign-in', '', $1)`,
    token,
  );
  await write(
    `INSERT INTO identity_attempt (id, provider, state_hash, browser_hash, created_at, expires_at)
     VALUES ($2, 'issuer', $3, '', $1, $1)`,
    newId(),
    token,
  );
  await write(
    'INSERT INTO invitation_key (hash, community, invitation_id, expires_at) VALUES ($2, $3, $4, $1)',
    token,
    community,
    newId(),
  );
  await write(
    `INSERT INTO sms_question (phone_hash, kind, subject_id, community, member_id, asked_at)
     VALUES ($2, 'visit', $3, $4, $5, $1)`,
    token,
    newId(),
    community,
    memberId,
  );
  await write('INSERT INTO sms_received (message_hash, received_at) VALUES ($2, $1)', token);
}

/** How many rows of each table somebody sees; tables of which they see none are left out. */
async function rowsSeen(sql: Tx['sql']): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    if (row!.count > 0) seen[table] = row!.count;
  }
  return seen;
}

const WAYS_OF_A_PERSON = {
  authenticator: 1,
  factor_holder: 1,
  known_device: 1,
  passkey: 1,
  person: 1,
  recovery_code: 1,
  sign_in_challenge: 1,
  sign_in_session: 1,
};

describe('what belongs to no community', () => {
  test('is there, one row or more of each table', async () => {
    const seen = await rowsSeen(async (text) => (await owner.query(text)).rows);
    expect(Object.keys(seen)).toEqual([...TABLES]);
  });

  test('is seen by a person where it is their own, and they see nothing of anybody else', async () => {
    for (const { personId } of [ada, bea]) {
      expect(await world.uow.ofPerson(personId, rowsSeen)).toEqual(WAYS_OF_A_PERSON);
    }
    expect(await world.uow.ofPerson(newId(), rowsSeen)).toEqual({});
  });

  test('is seen by a community where it points at it: who its members are and that they are here, never how they sign in', async () => {
    const seen = await world.uow.run(systemActor(here.id), (tx) => rowsSeen(tx.sql));
    const [members] = await world.uow.run(systemActor(here.id), (tx) =>
      tx.sql<{ count: number }>('SELECT count(person_id)::int AS count FROM member'),
    );
    expect(seen).toEqual({
      invitation_key: 1,
      person: members!.count,
      sign_in_session: 1,
      sms_question: 1,
    });
  });

  test.each([
    [
      'sign-in',
      [
        'authenticator',
        'factor_holder',
        'hash_key',
        'identity_attempt',
        'invitation_key',
        'passkey',
        'passkey_challenge',
        'person',
        'sign_in_challenge',
        'sign_in_session',
      ],
    ],
    ['messages', ['push_key', 'sms_question', 'sms_received']],
    [
      'upkeep',
      [
        'authenticator',
        'identity_attempt',
        'invitation_key',
        'known_device',
        'passkey_challenge',
        'rate_window',
        'sign_in_challenge',
        'sign_in_session',
        'sms_question',
        'sms_received',
      ],
    ],
  ] as const)('is seen by the work of %s where it is for it', async (work, tables) => {
    expect(Object.keys(await world.uow.tenantless(work, rowsSeen))).toEqual([...tables]);
  });

  test('is not seen by a single statement, nor once the work or the person is done', async () => {
    await world.uow.tenantless('sign-in', rowsSeen);
    await world.uow.ofPerson(ada.personId, rowsSeen);
    for (const table of TABLES) {
      expect([table, await world.uow.single(`SELECT 1 FROM ${table}`, () => [])]).toEqual([table, []]);
    }
  });

  test('is changed by nobody who does not see it', async () => {
    const changed = await world.uow.run(systemActor(here.id), (tx) =>
      tx.sql('UPDATE sign_in_session SET revoked_at = now() RETURNING person_id AS "personId"'),
    );
    expect(changed).toEqual([{ personId: ada.personId }]);
    await owner.query('UPDATE sign_in_session SET revoked_at = NULL');
    await expect(
      world.uow.ofPerson(ada.personId, (sql) =>
        sql('INSERT INTO recovery_code (person_id, code_hash, created_at) VALUES ($1, $2, now())', [
          bea.personId,
          'code',
        ]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('a function that turns to a work or a person turns back: what follows sees what it saw', async () => {
    await world.uow.run(systemActor(here.id), async (tx) => {
      const before = await rowsSeen(tx.sql);
      await tx.sql('SELECT count_hit($1, now(), 900), hits_so_far($1, now(), 900)', ['other']);
      await tx.sql('SELECT is_address_of_another($1, NULL, $2)', ['nobody', newId()]);
      await tx.sql('SELECT person_with_address($1, NULL, $2, now())', [randomBytes(32), newId()]);
      await tx.sql('SELECT * FROM end_sessions($1, NULL, now())', [newId()]);
      await tx.sql('SELECT forget_factors($1), close_phone($1), forget_person($1)', [newId()]);
      await tx.sql('SELECT * FROM find_invitation($1, now())', ['none']);
      expect(await rowsSeen(tx.sql)).toEqual(before);
    });
  });
});

describe('under an owner of the tables who is no superuser', () => {
  const role = `plain_${newId().slice(-12)}`;

  beforeAll(async () => {
    await owner.query(`CREATE ROLE ${role} NOLOGIN`);
    await owner.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${role}`);
    await owner.query(`DO $$
      DECLARE thing record;
      BEGIN
        FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' LOOP
          EXECUTE format('ALTER TABLE %s OWNER TO ${role}', thing.name);
        END LOOP;
        FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
          AND p.prosecdef AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
          EXECUTE format('ALTER FUNCTION %s OWNER TO ${role}', thing.name);
        END LOOP;
      END $$`);
  });

  afterAll(async () => {
    await owner?.query(`REASSIGN OWNED BY ${role} TO CURRENT_USER; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  test('a session is found, and kept from whoever asks for another', async () => {
    const resolve = (token: Buffer) =>
      world.uow.single<{ person_id: string; roles: string[]; enrolled: boolean }>(
        'SELECT * FROM resolve_session($1, $2, 60)',
        (now) => [token, now],
      );
    expect(await resolve(ada.token)).toMatchObject([
      { person_id: ada.personId, roles: ['family'], enrolled: true },
    ]);
    expect(await resolve(randomBytes(32))).toEqual([]);
  });

  test('whoever is forgotten is forgotten, whoever is a member somewhere is not', async () => {
    const ways = () => world.uow.ofPerson(bea.personId, rowsSeen);
    await world.uow.run(systemActor(here.id), (tx) => tx.sql('SELECT forget_person($1)', [bea.personId]));
    expect(await ways()).toEqual(WAYS_OF_A_PERSON);
    await world.uow.run(systemActor(elsewhere.id), async (tx) => {
      await tx.sql('UPDATE member SET person_id = NULL WHERE community_id = $1 AND id = $2', [
        elsewhere.id,
        bea.memberId,
      ]);
      await tx.sql('SELECT forget_person($1)', [bea.personId]);
    });
    expect(await ways()).toEqual({ person: 1 });
  });
});
