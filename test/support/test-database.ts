import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';

/** A database of one's own for a test file. */
export interface TestDatabase {
  /** Connection string with the rights of the database's owner. */
  url: string;
  /** Cuts the remaining sessions and drops the database. */
  drop(): Promise<void>;
}

/** What fills the template: the migrations by default. */
export type FillTemplate = (databaseUrl: string) => Promise<void>;

/** Advisory lock that lets one jest worker make the template while the others wait. The digits spell nothing. */
const templateLock = 7_402_113;
const statementTimeout_ms = 120_000;

const prefix = 'intreccio_test_';
const forgottenAfter_ms = 6 * 60 * 60_000;

/** The name of a run: its databases tell when they were made, which PostgreSQL itself does not. */
export function newRun(): string {
  return `${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
}

function runName(): string {
  const run = process.env['INTRECCIO_TEST_RUN'];
  if (!run) throw new Error('The services of the tests are not started: run this file as a "services" test.');
  return `${prefix}${run}`;
}

function serverUrl(): string {
  const url = process.env['INTRECCIO_TEST_PG_URL'];
  if (!url) throw new Error('INTRECCIO_TEST_PG_URL is empty: run this file as a "services" test.');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function withServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl(), statement_timeout: statementTimeout_ms });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Loaded when it is needed: the run's start and stop do without the data layer. */
async function migrateTemplate(databaseUrl: string): Promise<void> {
  const { migrate } = await import('#database');
  await migrate(databaseUrl);
}

/**
 * Makes the template once a run. It is built under another name and renamed when it is whole, so a worker
 * that dies in between leaves nothing that looks finished.
 */
async function ensureTemplate(client: Client, template: string, fill: FillTemplate): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount) return;
    const unfinished = `${template}_new`;
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(unfinished)} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${escapeIdentifier(unfinished)} TEMPLATE template0 ENCODING 'UTF8'`);
    await fill(urlOf(unfinished));
    await client.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      unfinished,
    ]);
    await renameWhenIdle(client, unfinished, template);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock]);
  }
}

/** A terminated session needs a moment to go; until then the rename is refused (55006). */
async function renameWhenIdle(client: Client, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`ALTER DATABASE ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 40) throw error;
      await sleep(50);
    }
  }
}

/**
 * Creates a fresh, migrated database from the run's template (about 50 ms once the template exists).
 * @param fill fills the template instead of the migrations; such a template is shared under `templateName`
 * @param templateName keeps templates of different content apart
 */
export async function testDatabase(
  fill: FillTemplate = migrateTemplate,
  templateName = 'template',
): Promise<TestDatabase> {
  const template = `${runName()}_${templateName}`;
  const name = `${runName()}_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomBytes(5).toString('hex')}`;
  await withServer(async (client) => {
    await ensureTemplate(client, template, fill);
    await client.query(
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)} ENCODING 'UTF8'`,
    );
  });
  return { url: urlOf(name), drop: () => withServer((client) => dropDatabase(client, name)) };
}

/** A database with nothing in it, for tests of the migrations themselves. */
export function emptyDatabase(): Promise<TestDatabase> {
  return testDatabase(() => Promise.resolve(), 'empty');
}

async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}

async function namesThatStartWith(client: Client, start: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1) LIMIT 1000',
    [start],
  );
  return rows.map(({ datname }) => datname);
}

/** Drops every database of this run, templates included. */
export async function dropTestDatabases(): Promise<void> {
  await withServer(async (client) => {
    for (const name of await namesThatStartWith(client, runName())) await dropDatabase(client, name);
  });
}

/** Drops what runs left on a real server that were killed hours ago. */
export async function dropForgottenDatabases(): Promise<void> {
  await withServer(async (client) => {
    for (const name of await namesThatStartWith(client, prefix)) {
      const madeAt_ms = Number.parseInt(name.slice(prefix.length), 36);
      if (Date.now() - madeAt_ms > forgottenAfter_ms) await dropDatabase(client, name);
    }
  });
}
