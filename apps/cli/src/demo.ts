import { migrate } from '#database';
import { addDays, ConfigError, instantAt, localDay, MovableClock } from '#platform';
import { prepareQueueBackend } from '#queue';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { environment } from './environment.js';
import { configOf, isProduction } from './demo-config.js';
import { refuseOtherArguments } from './district/index.js';
import { District } from './demo-district.js';
import { walkTheChain } from './demo-walk.js';
import { startInstallation, type Installation } from './installation.js';
import { startMailCatcher, type MailCatcher } from './mail-catcher.js';
import { startSmsCatcher, type SmsCatcher } from './sms-catcher.js';
import { openDatabase, requireQueueServer } from './open-database.js';
import { waitForStopSignal } from './stop-signal.js';

const ZONE = 'Europe/Rome';
const GIVE_UP_MS = 10_000;

function say(sentence = ''): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `demo`: the main job from the need to the ledger on a database of its own, which is dropped at the end, also at one
 * that Ctrl-C brings about.
 */
export async function runDemo(argv: string[]): Promise<number> {
  const env = environment();
  if (isProduction(env)) {
    throw new ConfigError(
      'The demonstration is not for a production server: run it without NODE_ENV=production.',
    );
  }
  refuseOtherArguments(argv, 'demo', env);
  const began = performance.now();
  const stopAsked = waitForStopSignal();
  // Beside a running `start` on its server: the database is the demonstration's own.
  const server = await openDatabase({ ...env, NODE_ENV: 'development' }, say, { attach: true });
  const name = `intreccio_demo_${randomUUID().slice(0, 8)}`;
  const parts: Parts = { mails: await startMailCatcher(), sms: await startSmsCatcher() };
  try {
    await onServer(server.url, `CREATE DATABASE ${name}`);
    const queue = await Promise.race([
      walk(withDatabase(server.url, name), name, argv, parts),
      stopAsked.then((signal) => {
        throw new Error(`The demonstration was stopped (${signal}).`);
      }),
    ]);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    say(`The whole chain held, in ${seconds} s (queue on ${queue}).`);
    return 0;
  } finally {
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    await (await parts.installation?.catch(() => undefined))?.stop();
    await parts.mails.close();
    await parts.sms.close();
    await onServer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
    await server.close();
  }
}

interface Parts {
  readonly mails: MailCatcher;
  readonly sms: SmsCatcher;
  installation?: Promise<Installation>;
}

/** @returns where the queue was */
async function walk(databaseUrl: string, name: string, argv: string[], parts: Parts): Promise<string> {
  const env = {
    ...environment(),
    NODE_ENV: 'development',
    MIGRATION_DATABASE_URL: databaseUrl,
    PORT: '0',
    PUBLIC_URL: '',
  };
  const { mails, sms } = parts;
  const config = configOf(env, { databaseUrl, smtpUrl: mails.smtpUrl, sms, port: 0 });
  await requireQueueServer(config.redisUrl);
  await migrate(databaseUrl);
  if (!config.redisUrl) await prepareQueueBackend(databaseUrl, 'intreccio_app');
  const clock = new MovableClock();
  clock.moveTo(nextMorning(clock.now()));
  const district = new District(config, clock, { mails, sms });
  await district.seed(argv, say);
  parts.installation = startInstallation({
    config,
    clock: district.clock,
    demonstration: district,
    prefix: name,
  });
  const { api, worker } = await parts.installation;
  district.attach(worker);
  await district.match(say);
  say();
  const baseUrl = `http://127.0.0.1:${api.port}`;
  await walkTheChain({ baseUrl, district, mails, databaseUrl, say });
  say();
  return worker.backend.kind;
}

/** Ten o'clock: at night mails wait for the end of the quiet hours, and this walk does not. */
function nextMorning(now: Date): Date {
  const morning = instantAt(ZONE, localDay(ZONE, now), 600);
  return morning > now ? morning : instantAt(ZONE, addDays(localDay(ZONE, now), 1), 600);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
