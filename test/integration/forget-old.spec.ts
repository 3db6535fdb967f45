import { systemActor } from '#database';
import { addMinutes, newId } from '#platform';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { forgetOld, forgetSignIns } from '../../apps/worker/src/forget-old.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  helper = await people.helper();
});

afterAll(async () => {
  await world?.close();
});

const daysAgo = (days: number) => addMinutes(START, -days * 1_440);

test('the problem of a matching run is forgotten after 30 days, its hash stays; batches are bounded', async () => {
  const system = systemActor(people.id);
  for (const days of [29, 31, 32, 33]) {
    await world.uow.run(system, (tx) =>
      tx.sql(
        `INSERT INTO matching_run (community_id, id, cause, state, weights_version, effort, snapshot, snapshot_hash, started_at)
         VALUES ($1, $2, 'manual', 'done', 1, 'quick', 'facts', 'hash', $3)`,
        [people.id, newId(), daysAgo(days)],
      ),
    );
  }
  expect(await world.uow.run(system, (tx) => forgetOld(tx, 2))).toBe(2);
  expect(await world.uow.run(system, (tx) => forgetOld(tx, 2))).toBe(1);
  expect(await world.uow.run(system, (tx) => forgetOld(tx, 2))).toBe(0);
  const [left] = await world.uow.run(system, (tx) =>
    tx.sql('SELECT count(snapshot)::int AS snapshots, count(snapshot_hash)::int AS hashes FROM matching_run'),
  );
  expect(left).toEqual({ snapshots: 1, hashes: 4 });
});

test('sign-ins and counters whose time is over go, the others stay', async () => {
  const session = (days: number, revoked: Date | null) => [newId(), randomBytes(32), daysAgo(days), revoked];
  const sessions = {
    living: session(1, null),
    'expired a while ago': session(59, null),
    'expired long ago': session(61, null),
    'revoked a while ago': session(29, daysAgo(29)),
    'revoked long ago': session(32, daysAgo(31)),
  };
  const challenges = { living: daysAgo(0), 'of today': daysAgo(0.5), 'of the day before': daysAgo(2) };
  await world.uow.tenantless('upkeep', async (sql) => {
    for (const values of Object.values(sessions)) {
      await sql(
        `INSERT INTO sign_in_session (id, token_hash, created_at, last_seen_at, expires_at, revoked_at, person_id, community_id, member_id)
         VALUES ($1, $2, $3, $3, $3::timestamptz + interval '30 days', $4, $5, $6, $7)`,
        [...values, helper.actor.personId, people.id, helper.memberId],
      );
    }
    for (const expiry of Object.values(challenges)) {
      await sql(
        `INSERT INTO sign_in_challenge (id, address_index, code_hash, link_hash, browser_hash, created_at, expires_at)
         VALUES ($1, '', '', $2, '', $3, $3)`,
        [newId(), randomBytes(32), expiry],
      );
      await sql(`SELECT count_hit('somebody', $1, 900)`, [expiry]);
    }
  });
  await forgetSignIns(world.uow);
  const left = await world.uow.tenantless('upkeep', async (sql) => ({
    sessions: (await sql<{ id: string }>('SELECT id FROM sign_in_session')).map(({ id }) => id).toSorted(),
    counts: await sql(
      'SELECT (SELECT count(*)::int FROM sign_in_challenge) AS challenges, (SELECT count(*)::int FROM rate_window) AS windows',
    ),
  }));
  expect(left).toEqual({
    sessions: (['living', 'expired a while ago', 'revoked a while ago'] as const)
      .map((name) => sessions[name][0])
      .toSorted(),
    counts: [{ challenges: 2, windows: 2 }],
  });
});

test('challenges of passkeys, authenticators never confirmed and browsers not seen for 400 days go', async () => {
  const { personId } = helper.actor;
  await world.uow.ofPerson(personId, (sql) =>
    sql('INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2)', [personId, 'handle']),
  );
  await world.uow.tenantless('upkeep', async (sql) => {
    for (const days of [0.9, 1.1]) {
      await sql(
        `INSERT INTO passkey_challenge (challenge_hash, purpose, bound_to, expires_at) VALUES ($1, 'sign-in', '', $2)`,
        [randomBytes(32), daysAgo(days)],
      );
    }
    for (const days of [399, 401]) {
      await sql(
        'INSERT INTO known_device (person_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3)',
        [personId, randomBytes(32), daysAgo(days)],
      );
    }
    for (const confirmed of [daysAgo(2), null]) {
      await sql(
        `INSERT INTO authenticator (id, person_id, secret_sealed, created_at, confirmed_at) VALUES ($1, $2, '', $3, $4)`,
        [newId(), personId, daysAgo(2), confirmed],
      );
    }
  });
  await forgetSignIns(world.uow);
  const [left] = await world.uow.tenantless('upkeep', (sql) =>
    sql(
      `SELECT (SELECT count(*)::int FROM passkey_challenge) AS challenges, (SELECT count(*)::int FROM known_device) AS devices,
         (SELECT count(*)::int FROM authenticator WHERE confirmed_at IS NOT NULL) AS confirmed,
         (SELECT count(*)::int FROM authenticator) AS authenticators`,
    ),
  );
  expect(left).toEqual({ challenges: 1, devices: 1, confirmed: 1, authenticators: 1 });
});
