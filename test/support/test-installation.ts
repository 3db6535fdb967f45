import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { IdentityCodec, SessionService } from '#members';
import { createLogger, readConfig, type Config } from '#platform';
import type { MemberActor } from '#database';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { createApi } from '../../apps/api/src/create-api.js';
import type { Demonstration } from '../../apps/api/src/demo/demonstration.js';
import { startMailCatcher, type MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { startSmsCatcher, type SmsCatcher } from '../../apps/cli/src/sms-catcher.js';
import { startWorker, type RunningWorker } from '../../apps/worker/src/start-worker.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, WAIT_MS, type TestWorld } from '../builders/test-world.js';

/** API, worker, database, mail server: the real parts on a database of the test file's own. */
export interface TestInstallation extends TestWorld {
  readonly api: NestFastifyApplication;
  readonly worker: RunningWorker | undefined;
  readonly mails: MailCatcher;
  readonly sms: SmsCatcher;
  readonly people: CommunityPeople;
  readonly config: Config;
  /** A client that is signed in as the member. */
  as(actor: MemberActor): Promise<TestAgent>;
  anonymous(): TestAgent;
}

export interface InstallationWishes {
  /** Queue on Redis at this address; in PostgreSQL otherwise. */
  readonly redisUrl?: string;
  readonly worker?: boolean;
  /** Further settings, by the names of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the API shows in demo mode. */
  readonly demonstration?: Demonstration;
}

/** Where `npm test` has built the web application. */
export const BUILT_WEB = join(process.cwd(), 'dist/apps/web');

/** The clock of tests stands still: what would be hours of work is one minute. */
export const MANY_CHANGES = '1000000,1000000,1000000';

export const TEST_KEY = Buffer.alloc(32, 7);
/** What the gateway signs replies with. */
export const TEST_SMS_SECRET = 'a secret that the gateway knows too'.replaceAll(' ', '-');

/** @see TestInstallation; close it in `afterAll`. */
export async function openInstallation(wishes: InstallationWishes = {}): Promise<TestInstallation> {
  const world = await openWorld();
  const mails = await startMailCatcher();
  const sms = await startSmsCatcher();
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: world.url,
    REDIS_URL: wishes.redisUrl,
    SMTP_URL: mails.smtpUrl,
    SMS_URL: sms.url,
    SMS_TOKEN: sms.token,
    SMS_INBOUND_SECRET: TEST_SMS_SECRET,
    SECRET_KEY: TEST_KEY.toString('base64'),
    DATABASE_POOL: '8',
    DATABASE_WAIT_MS: String(WAIT_MS),
    LOG_LEVEL: 'silent',
    CHANGES_PER_MINUTE: MANY_CHANGES,
    READS_PER_MINUTE: MANY_CHANGES,
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1',
    ...wishes.environment,
  });
  const logger = createLogger('test', process.env['TEST_LOG'] ?? 'silent');
  const worker =
    wishes.worker === false
      ? undefined
      : await startWorker({
          config,
          clock: world.clock,
          logger,
          schedules: false,
          prefix: `test-${randomUUID()}`,
          relay: { pollMs: 200, retryMs: 500 },
        });
  const api = await createApi({
    config,
    clock: world.clock,
    logger,
    webFolder: BUILT_WEB,
    demonstration: wishes.demonstration,
  });
  await api.listen(config.port, '127.0.0.1');
  const people = await buildCommunity(world.uow, new IdentityCodec(TEST_KEY), world.clock);
  return {
    ...world,
    api,
    worker,
    mails,
    sms,
    people,
    config,
    anonymous: () => request.agent(api.getHttpServer()),
    async as(actor) {
      const { token } = await api
        .get(SessionService)
        .open(actor.personId, { way: 'demonstration', communityId: actor.communityId });
      const agent = request.agent(api.getHttpServer());
      agent.set('cookie', `intreccio-session=${token}`);
      return agent;
    },
    async close() {
      await api.close();
      await worker?.stop();
      await mails.close();
      await sms.close();
      await world.close();
    },
  };
}

/** Waits until `read` gives something, at most `patienceMs`. @throws Error naming what did not happen */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined | false>,
  patienceMs = 30_000,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`It did not happen in ${patienceMs} ms: ${what}.`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

/** Waits until a seat is in a state, as somebody who may read it is told. */
export async function seatIs(
  installation: TestInstallation,
  reader: MemberActor,
  seatId: string,
  state: string,
): Promise<void> {
  const client = await installation.as(reader);
  await until(`a seat that is ${state}`, async () => {
    const { body } = await client.get(`/v1/seats/${seatId}`).expect(200);
    return body.state === state;
  });
}
