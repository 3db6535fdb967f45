import { migrate } from '#database';
import { newId } from '#platform';
import { prepareQueueBackend } from '#queue';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { emptyDatabase, type TestDatabase } from '../support/test-database.js';

const role = `owner_${newId().slice(-12)}`;
let database: TestDatabase;
let server: pg.Client;

beforeAll(async () => {
  database = await emptyDatabase();
  server = new pg.Client({ connectionString: database.url });
  await server.connect();
  const name = new URL(database.url).pathname.slice(1);
  for (const made of ['intreccio_app', 'intreccio_relay']) {
    await server.query(
      `DO $$ BEGIN CREATE ROLE ${made} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
  await server.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; ALTER DATABASE ${pg.escapeIdentifier(name)} OWNER TO ${role}`,
  );
});

afterAll(async () => {
  await server?.end();
  await database?.drop();
  await dropRole();
});

/** The role belongs to the whole server and outlives the database. */
async function dropRole(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['INTRECCIO_TEST_PG_URL'] });
  await client.connect();
  await client.query(`DROP ROLE IF EXISTS ${role}`);
  await client.end();
}

const ownersUrl = () => Object.assign(new URL(database.url), { username: role, password: 'x' }).href;

it('an owner that may make no roles is refused where it was not given them, and nothing is left behind', async () => {
  await expect(migrate(ownersUrl())).rejects.toThrow(/0001-roles-and-tenancy/);
  const { rows } = await server.query(`SELECT 1 FROM pg_class WHERE relname = 'community'`);
  expect(rows).toEqual([]);
});

it('an owner that may make no roles migrates where an administrator has made them', async () => {
  await server.query(`GRANT intreccio_app, intreccio_relay TO ${role}`);
  const ran = await migrate(ownersUrl());
  expect(ran[0]).toBe('0001-roles-and-tenancy.sql');
  expect(await migrate(ownersUrl())).toEqual([]);
  await prepareQueueBackend(ownersUrl(), 'intreccio_app');
});
