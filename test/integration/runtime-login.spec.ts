import { requireRuntimeLogin } from '#database';
import { newId } from '#platform';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { openWorld, type TestWorld } from '../builders/test-world.js';

const login = `runtime_${newId().slice(-12)}`;
const owner = `owner_${newId().slice(-12)}`;
let world: TestWorld;
let server: pg.Client;

beforeAll(async () => {
  world = await openWorld();
  server = new pg.Client({ connectionString: world.url });
  await server.connect();
  await server.query(
    `CREATE ROLE ${login} LOGIN PASSWORD 'x' IN ROLE intreccio_app, intreccio_relay; CREATE ROLE ${owner} LOGIN PASSWORD 'x'`,
  );
});

afterAll(async () => {
  await server?.query(`DROP OWNED BY ${owner}; DROP ROLE ${owner}; DROP ROLE ${login}`);
  await server?.end();
  await world?.close();
});

const urlOf = (name: string) => Object.assign(new URL(world.url), { username: name, password: 'x' }).href;

it('a login with the two roles of the runtime alone may start', async () => {
  await expect(requireRuntimeLogin(urlOf(login))).resolves.toBeUndefined();
});

it('a superuser may not, nor who reads past row-level security, nor who owns a table or is in its owner’s role', async () => {
  await expect(requireRuntimeLogin(world.url)).rejects.toThrow(
    /^DATABASE_URL signs in as .+, who no row-level/,
  );
  await server.query(`ALTER ROLE ${login} BYPASSRLS`);
  await expect(requireRuntimeLogin(urlOf(login))).rejects.toThrow(/who no row-level security binds/);
  await server.query(
    `ALTER ROLE ${login} NOBYPASSRLS; CREATE TABLE owned (); ALTER TABLE owned OWNER TO ${owner}`,
  );
  await expect(requireRuntimeLogin(urlOf(owner))).rejects.toThrow(
    new RegExp(`^DATABASE_URL signs in as ${owner}, who owns the tables: .+ MIGRATION_DATABASE_URL\\.$`),
  );
  await server.query(`GRANT ${owner} TO ${login}`);
  await expect(requireRuntimeLogin(urlOf(login))).rejects.toThrow(/who owns the tables/);
  await server.query(`REVOKE ${owner} FROM ${login}`);
  await expect(requireRuntimeLogin(urlOf(login))).resolves.toBeUndefined();
});

it.each(['api', 'worker'])('in production the %s ends before it starts, with that sentence', (app) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', './test/support/register-typescript.mjs', `apps/${app}/src/main.ts`],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        DATABASE_URL: world.url,
        SMTP_URL: 'smtp://127.0.0.1:1',
        MAIL_FROM: 'aiuto@example.org',
        PUBLIC_URL: 'https://aiuto.example.org',
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        PORT: '0',
      },
    },
  );
  expect(stderr).toMatch(/^DATABASE_URL signs in as .+ MIGRATION_DATABASE_URL\.\n$/);
  expect(status).toBe(2);
});
