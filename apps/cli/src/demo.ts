import { migrate } from '#database';
import { addDays, ConfigError, instantAt, localDay, MovableClock } from '#platform';
import { prepareQueueBackend } from '#queue';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { configOf, isProduction } from './demo-config.js';
import { District } from './demo-district.js';
import { walkTheChain } from './demo-walk.js';
import { startInstallation, type Installation } from './installation.js';
import { startMailCatcher } from './mail-catcher.js';
import { startSmsCatcher } from './sms-catcher.js';
import { openDatabase } from './open-database.js';

const ZONE = 'Europe/Rome';

function say(sentence = ''): void {
  process.stdout.write(`${sentence}\n`);
}

/** `demo`: the main job from the need to the ledger on a database of its own, which is dropped at the end. */
export async function runDemo(argv: string[]): Promise<number> {
  if (isProduction(process.env)) {
    throw new ConfigError(
      'The demonstration is not for a production server: run it without NODE_ENV=production.',
    );
  }
  const began = performance.now();
  const server = await openDatabase({ ...process.env, NODE_ENV: 'development' }, say);
  const name = `intreccio_demo_${randomUUID().slice(0, 8)}`;
  const mails = await startMailCatcher();
  const sms = await startSmsCatcher();
  let installation: Installation | undefined;
  try {
    await onServer(server.url, `CREATE DATABASE ${name}`);
    const databaseUrl = withDatabase(server.url, name);
    const env = {
      ...process.env,
      NODE_ENV: 'development',
      MIGRATION_DATABASE_URL: databaseUrl,
      PORT: '0',
      PUBLIC_URL: '',
    };
    const config = configOf(env, { databaseUrl, smtpUrl: mails.smtpUrl, sms, port: 0 });
    await migrate(databaseUrl);
    if (!config.redisUrl) await prepareQueueBackend(databaseUrl, 'intreccio_app');
    const clock = new MovableClock();
    clock.moveTo(nextMorning(clock.now()));
    const district = new District(config, clock, { mails, sms });
    await district.seed(argv, say);
    installation = await startInstallation({
      config,
      clock: district.clock,
      demonstration: district,
      prefix: name,
    });
    district.attach(installation.worker);
    await district.match(say);
    say();
    await walkTheChain({
      baseUrl: `http://127.0.0.1:${installation.api.port}`,
      district,
      mails,
      databaseUrl,
      say,
    });
    say();
    say(
      `The whole chain held, in ${((performance.now() - began) / 1_000).toFixed(1)} s (queue on ${installation.worker.backend.kind}).`,
    );
    return 0;
  } finally {
    await installation?.stop();
    await mails.close();
    await sms.close();
    await onServer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
    await server.close();
  }
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
