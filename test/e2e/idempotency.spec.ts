import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type TestAgent from 'supertest/lib/agent.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let parts: TestInstallation;
let owner: pg.Client;
let desk: TestAgent;

beforeAll(async () => {
  parts = await openInstallation({ worker: false });
  owner = new pg.Client({ connectionString: parts.url });
  await owner.connect();
  desk = await parts.as(await parts.people.coordinator());
});

afterAll(async () => {
  await owner?.end();
  await parts?.close();
});

const NOBODY = '0199a1b2-0000-7000-8000-00000000dead';
const SARA = {
  givenName: 'Sara',
  familyName: 'Sentinella',
  phone: '+393331234567',
  language: 'it',
  roles: [],
  different: true,
};

test('an answer is kept sealed, and comes again as it was', async () => {
  const post = () => desk.post('/v1/members').set('idempotency-key', 'sara-enters').send(SARA);
  const first = await post().expect(201).expect('etag', '"v1"');
  expect(first.body).toMatchObject({ familyName: 'Sentinella' });
  const { rows } = await owner.query<Record<string, unknown>>(
    `SELECT * FROM idempotency_key WHERE key = 'sara-enters' AND status = 201`,
  );
  expect(rows).toHaveLength(1);
  const stored = Object.values(rows[0]!).map((value) =>
    Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value),
  );
  for (const personal of ['Sentinella', '3331234567']) expect(stored.join('\n')).not.toContain(personal);
  const again = await post().expect(201).expect('etag', '"v1"').expect('idempotency-replayed', 'true');
  expect(again.body).toEqual(first.body);
});

test('a request that failed gives its key back', async () => {
  const post = (body: object) => desk.post('/v1/members').set('idempotency-key', 'zaira-enters').send(body);
  await post({ ...SARA, organisationId: NOBODY }).expect(({ status }) => expect(status).toBeGreaterThan(399));
  await post({ ...SARA, phone: '+393331234568' }).expect(201);
});

test('an answer that cannot be kept goes out, and a repetition does not repeat the effect', async () => {
  await owner.query(`CREATE FUNCTION refuse_to_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$;
    CREATE TRIGGER refuse_to_keep BEFORE UPDATE ON idempotency_key FOR EACH ROW
      WHEN (NEW.key = 'unkept-answer' AND NEW.status IS NOT NULL) EXECUTE FUNCTION refuse_to_keep()`);
  const members = async () =>
    (await owner.query('SELECT count(*)::int AS n FROM member')).rows[0] as { n: number };
  const { n } = await members();
  const body = { ...SARA, phone: undefined };
  const post = () => desk.post('/v1/members').set('idempotency-key', 'unkept-answer').send(body);
  expect((await post().expect(201)).body).toMatchObject({ familyName: 'Sentinella' });
  expect((await post().expect(409)).body).toMatchObject({ code: 'still-in-progress' });
  parts.clock.advanceMinutes(2);
  expect((await post().expect(409)).body).toMatchObject({ code: 'answer-lost' });
  expect(await members()).toEqual({ n: n + 1 });
});

test('a key whose process died before its work is free after a minute, and not before', async () => {
  const body = { ...SARA, phone: undefined, familyName: 'Seconda' };
  const post = () => desk.post('/v1/members').set('idempotency-key', 'died-before').send(body);
  await post().expect(201);
  // As a death between the taking of the key and the work leaves it.
  const left = `UPDATE idempotency_key SET status = NULL, response_sealed = NULL, worked_at = NULL WHERE key = 'died-before'`;
  await owner.query(left);
  expect((await post().expect(409)).body).toMatchObject({ code: 'still-in-progress' });
  parts.clock.advanceMinutes(2);
  await post().expect(201);
});
