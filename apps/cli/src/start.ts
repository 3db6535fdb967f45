import { migrate, requireRuntimeLogin } from '#database';
import { IdentityCodec } from '#members';
import { ConfigError, endLogs, MovableClock, SystemClock, type Config } from '#platform';
import { prepareQueueBackend } from '#queue';
import { District } from './demo-district.js';
import { configOf, isProduction, refuseEmbeddedInProduction, servedUrl } from './demo-config.js';
import { refuseOtherArguments } from './district/index.js';
import { settleKeys } from './keys/settle-keys.js';
import { startInstallation, type Installation } from './installation.js';
import { startMailCatcher, type MailCatcher } from './mail-catcher.js';
import { startSmsCatcher } from './sms-catcher.js';
import { environment } from './environment.js';
import { openDatabase, requireQueueServer } from './open-database.js';
import { freePort } from './free-port.js';
import { sayWhile } from './say-while.js';
import { waitForStopSignal } from './stop-signal.js';

const GIVE_UP_MS = 10_000;

function say(sentence = ''): void {
  process.stdout.write(`${sentence}\n`);
}

/** How far a start has come when it is stopped. */
interface SoFar {
  installation?: Promise<Installation>;
  isUp: boolean;
  stoppedBy?: NodeJS.Signals;
}

/**
 * `start`: everything up on one command; Ctrl-C stops it, whether all is up by then or not. In production the same
 * parts, with nothing seeded or shown.
 */
export async function runStart(argv: string[]): Promise<number> {
  const began = performance.now();
  const env = environment();
  refuseOtherArguments(argv, 'start', env);
  refuseEmbeddedInProduction(env);
  const stopAsked = waitForStopSignal();
  const database = await openDatabase(env, say);
  const mails = env['SMTP_URL'] ? undefined : await startMailCatcher();
  const sms = isProduction(env) || env['SMS_URL'] ? undefined : await startSmsCatcher();
  const so: SoFar = { isUp: false };
  const tell = sayWhile(() => !so.stoppedBy, say);
  const bringUp = async (): Promise<void> => {
    const port = isProduction(env) ? undefined : await freePort(env['PORT'], say);
    const config = configOf(env, {
      databaseUrl: servedUrl(env, database),
      smtpUrl: env['SMTP_URL'] || mails!.smtpUrl,
      sms,
      port,
    });
    await requireQueueServer(config.redisUrl);
    await prepareDatabase(config);
    const clock = config.demo ? new MovableClock() : new SystemClock();
    const district =
      config.demo && clock instanceof MovableClock ? new District(config, clock, { mails, sms }) : undefined;
    await district?.seed(argv, tell);
    so.installation = startInstallation({ config, clock, demonstration: district });
    const installation = await so.installation;
    district?.attach(installation.worker);
    if (district) await district.match(tell);
    if (so.stoppedBy) return;
    announce(config.publicUrl, installation, config.demo, mails, performance.now() - began);
    so.isUp = true;
  };
  try {
    await Promise.race([bringUp(), stopAsked]);
    so.stoppedBy = await stopAsked;
    say(`${so.stoppedBy === 'SIGINT' ? '\n' : ''}Stopping...`);
    return 0;
  } finally {
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    await (await so.installation?.catch(() => undefined))?.stop();
    await mails?.close();
    await sms?.close();
    await database.close();
    await endLogs();
    say('Stopped.');
    // What was just being seeded is rolled back with its connection.
    if (so.stoppedBy && !so.isUp) process.exit(0);
  }
}

async function prepareDatabase(config: Config): Promise<void> {
  const ran = await migrate(config.migrationDatabaseUrl);
  await warnOfOwner(config);
  if (ran.length > 0) say(`Prepared the database (${ran.length} migrations).`);
  if (!config.redisUrl) await prepareQueueBackend(config.migrationDatabaseUrl, 'intreccio_app');
  await settleKeys(config.migrationDatabaseUrl, () => new IdentityCodec(config.secretKey));
}

/** API and worker as processes of their own refuse such a login; here, where one command does all, it is said. */
async function warnOfOwner(config: Config): Promise<void> {
  if (!config.production) return;
  await requireRuntimeLogin(config.databaseUrl).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message);
  });
}

function announce(
  publicUrl: string,
  { worker }: Installation,
  demo: boolean,
  mails: MailCatcher | undefined,
  ms: number,
): void {
  say();
  say(
    `Intreccio is up (${(ms / 1_000).toFixed(1)} s, queue on ${worker.backend.kind === 'redis' ? 'Redis' : 'PostgreSQL'}).`,
  );
  say(
    `  ${demo ? 'Be a family, a helper, a coordinator' : 'The service'}:  ${publicUrl}/${demo ? 'login' : ''}`,
  );
  say(`  The API's documentation:               ${publicUrl}/docs`);
  if (mails) say(`  The mail that was sent:                ${publicUrl}/demo#mail`);
  say('Ctrl-C stops it; the data is kept.');
}
