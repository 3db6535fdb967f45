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

const SARA = {
  givenName: 'Sara',
  familyName: 'Sentinella',
  phone: '+393331234567',
  language: 'it',
  roles: [],
};

test('an answer is kept sealed, and comes again as it was', async () => {
  const post = () => desk.post('/v1/members').set('idempotency-key', 'sara-enters').send(SARA);
  const first = await post().expect(201);
  expect(first.body).toMatchObject({ familyName: 'Sentinella' });
  const { rows } = await owner.query<Record<string, unknown>>(
    `SELECT * FROM idempotency_key WHERE key = 'sara-enters' AND status = 201`,
  );
  expect(rows).toHaveLength(1);
  const stored = Object.values(rows[0]!).map((value) =>
    Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value),
  );
  for (const personal of ['Sentinella', '3331234567']) expect(stored.join('\n')).not.toContain(personal);
  const again = await post().expect(201).expect('idempotency-replayed', 'true');
  expect(again.body).toEqual(first.body);
});
