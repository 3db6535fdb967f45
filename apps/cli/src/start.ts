import { migrate } from '#database';
import { IdentityCodec } from '#members';
import { MovableClock, SystemClock } from '#platform';
import { prepareQueueBackend } from '#queue';
import { District } from './demo-district.js';
import { configOf, isProduction, refuseEmbeddedInProduction } from './demo-config.js';
import { settleKeys } from './keys/settle-keys.js';
import { startInstallation, type Installation } from './installation.js';
import { startMailCatcher, type MailCatcher } from './mail-catcher.js';
import { startSmsCatcher } from './sms-catcher.js';
import { openDatabase } from './open-database.js';
import { freePort } from './free-port.js';
import { waitForStopSignal } from './stop-signal.js';

const GIVE_UP_MS = 10_000;

function say(sentence = ''): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `start`: everything up on one command; Ctrl-C stops it. In production the same parts, with nothing seeded or
 * shown.
 */
export async function runStart(argv: string[]): Promise<number> {
  const began = performance.now();
  refuseEmbeddedInProduction(process.env);
  const stopAsked = waitForStopSignal();
  const database = await openDatabase(process.env, say);
  const mails = process.env['SMTP_URL'] ? undefined : await startMailCatcher();
  const sms = isProduction(process.env) || process.env['SMS_URL'] ? undefined : await startSmsCatcher();
  let installation: Installation | undefined;
  try {
    const port = isProduction(process.env) ? undefined : await freePort(process.env['PORT'], say);
    const config = configOf(process.env, {
      databaseUrl: database.url,
      smtpUrl: process.env['SMTP_URL'] || mails!.smtpUrl,
      sms,
      port,
    });
    const ran = await migrate(config.migrationDatabaseUrl);
    if (ran.length > 0) say(`Prepared the database (${ran.length} migrations).`);
    if (!config.redisUrl) await prepareQueueBackend(config.migrationDatabaseUrl, 'intreccio_app');
    await settleKeys(config.migrationDatabaseUrl, () => new IdentityCodec(config.secretKey));
    const clock = config.demo ? new MovableClock() : new SystemClock();
    const district =
      config.demo && clock instanceof MovableClock ? new District(config, clock, { mails, sms }) : undefined;
    await district?.seed(argv, say);
    installation = await startInstallation({ config, clock, demonstration: district });
    district?.attach(installation.worker);
    if (district) await district.match(say);
    announce(config.publicUrl, installation, config.demo, mails, performance.now() - began);
    say(`${(await stopAsked) === 'SIGINT' ? '\n' : ''}Stopping...`);
    return 0;
  } finally {
    setTimeout(() => process.exit(1), GIVE_UP_MS).unref();
    await installation?.stop();
    await mails?.close();
    await sms?.close();
    await database.close();
    say('Stopped.');
  }
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
