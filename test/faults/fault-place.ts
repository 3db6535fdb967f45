import { randomUUID } from 'node:crypto';
import { createLogger, type Config } from '#platform';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { RelaySettings } from '../../apps/worker/src/relay.js';
import { startWorker, type RunningWorker } from '../../apps/worker/src/start-worker.js';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { START } from '../builders/test-world.js';
import { FaultProcesses, type FaultProcess } from './fault-processes.js';
import { QUICK_QUEUE, QUICK_RELAY } from './quick-settings.js';
import type { SqlFault } from './sql-faults.js';
import {
  MANY_CHANGES,
  openInstallation,
  TEST_KEY,
  type TestInstallation,
} from '../support/test-installation.js';

/** Tables whose writers or readers a scenario makes wait. */
type Held = 'notification' | 'unmatched_visit' | 'request' | 'hash_key';

export interface ApprovedCase {
  readonly assignmentId: string;
  /** The helper's mail address or, of one whom no mail reaches, phone. */
  readonly helperAddress: string;
  readonly helperId: string;
}

/** An installation without a worker, and the means to start, kill and hinder workers. */
export class FaultPlace {
  readonly prefix = `fault-${randomUUID()}`;
  private readonly workers: RunningWorker[] = [];
  private readonly processes: FaultProcesses;
  /** What was approved since the scenario began. */
  readonly cases: ApprovedCase[] = [];
  private serial = 0;

  private constructor(
    readonly installation: TestInstallation,
    readonly redisUrl: string | undefined,
  ) {
    const { config } = installation;
    this.processes = new FaultProcesses({
      DATABASE_URL: config.databaseUrl,
      REDIS_URL: redisUrl ?? '',
      SMTP_URL: config.smtpUrl,
      SMS_URL: config.smsUrl,
      SMS_TOKEN: config.smsToken,
      SECRET_KEY: TEST_KEY.toString('base64'),
      DATABASE_POOL: '8',
      CHANGES_PER_MINUTE: MANY_CHANGES,
      READS_PER_MINUTE: MANY_CHANGES,
      PORT: '0',
      PUBLIC_URL: config.publicUrl,
      FAULT_CLOCK: START.toISOString(),
      FAULT_PREFIX: this.prefix,
    });
  }

  static async open(redisUrl: string | undefined): Promise<FaultPlace> {
    return new FaultPlace(await openInstallation({ redisUrl, worker: false }), redisUrl);
  }

  /** A worker in this process. @param ways other addresses of its servers, such as a proxy's */
  async startWorker(relay: Partial<RelaySettings> = {}, ways: Partial<Config> = {}): Promise<RunningWorker> {
    const { config, clock } = this.installation;
    const worker = await startWorker({
      config: { ...config, ...ways },
      clock,
      logger: createLogger('worker', process.env['TEST_LOG'] ?? 'silent'),
      schedules: false,
      prefix: this.prefix,
      relay: { ...QUICK_RELAY, ...relay },
      queue: QUICK_QUEUE,
    });
    this.workers.push(worker);
    return worker;
  }

  get workersHere(): readonly RunningWorker[] {
    return this.workers;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop()));
  }

  /** A worker in a process of its own; with a fault, it kills itself there. Resolves when it works. */
  async spawnWorker(fault?: SqlFault): Promise<FaultProcess> {
    const child = this.processes.worker();
    child.tell({ fault });
    // One that dies before it works has died all the same.
    await Promise.race([child.says(/working/), child.gone]);
    return child;
  }

  /** An API in a process of its own on the place's database. */
  async spawnApi(): Promise<FaultProcess & { readonly base: string }> {
    const child = this.processes.api();
    const said = await child.says(/port (\d+)/);
    return Object.assign(child, { base: `http://127.0.0.1:${said[1]}` });
  }

  /** An assignment that a coordinator has just approved; its message to the helper is due: a mail, or a short message. */
  async approvedCase(by: 'e-mail' | 'sms' = 'e-mail'): Promise<ApprovedCase> {
    const { people, uow } = this.installation;
    this.serial += 1;
    const phone = by === 'sms' ? `+39333${1_000_000 + this.serial}` : undefined;
    const family = await people.family();
    const helper = await people.helper({ phone });
    const start = new Date(START.getTime() + (48 + 3 * this.serial) * 3_600_000);
    const asked = await buildRequest(uow, people, { family, starts: [start] });
    const { assignmentId } = await approve(uow, people, { family, helper, asked, regime: 'volunteer' });
    await this.sql(`UPDATE outbox SET next_at = clock_timestamp() WHERE done_at IS NULL`);
    const approved = { assignmentId, helperAddress: phone ?? helper.email, helperId: helper.memberId };
    this.cases.push(approved);
    return approved;
  }

  /** What reached the helper: notifications of the assignment, and mails or short messages. */
  async reached(approved: ApprovedCase): Promise<{ notifications: number; messages: number }> {
    const [row] = await this.sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM notification WHERE member_id = $1 AND subject_id = $2',
      [approved.helperId, approved.assignmentId],
    );
    const { mails, sms } = this.installation;
    const address = approved.helperAddress;
    const letters = mails.messages().filter(({ recipients }) => recipients.includes(address));
    const texts = sms.messages().filter(({ to }) => to === address);
    return { notifications: row!.count, messages: letters.length + texts.length };
  }

  /** Outbox rows whose effect is not written. */
  waiting(): Promise<{ reaction: string; lastError: string | null; attempts: number; dead: boolean }[]> {
    return this.sql(
      `SELECT reaction, last_error AS "lastError", attempts, dead_at IS NOT NULL AS dead FROM outbox WHERE done_at IS NULL`,
    );
  }

  /**
   * Keeps the table's rows from being written, or read, until the answer is called; jobs that try wait inside their
   * transaction.
   */
  async hold(table: Held, from: 'writing' | 'reading' = 'writing'): Promise<() => Promise<void>> {
    const client = await this.connect();
    const mode = from === 'writing' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    await client.query(`BEGIN; LOCK TABLE ${table} IN ${mode} MODE`);
    return () => client.end();
  }

  async someoneWaitsFor(table: Held, howMany = 1): Promise<boolean> {
    const rows = await this.sql(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass`, [
      table,
    ]);
    return rows.length >= howMany;
  }

  /** Ends every connection of the installation's processes, as a server's operator can. @returns how many */
  async hangUp(): Promise<number> {
    const ended = await this.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name NOT IN ('intreccio-fault', 'intreccio-test')`,
    );
    return ended.length;
  }

  /** Loses all jobs, as a Redis without a disk does when it starts anew. @returns how many keys or rows went */
  async wipeQueue(): Promise<number> {
    if (!this.redisUrl) return (await this.sql('DELETE FROM bullmq.job RETURNING id')).length;
    const redis = new Redis(this.redisUrl);
    const keys = await redis.keys(`${this.prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
    await redis.quit();
    return keys.length;
  }

  /** Runs SQL with the rights of the database's owner. */
  async sql<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await this.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** A scenario begins: what an earlier one approved and sent is no concern of it. */
  forget(): void {
    this.cases.length = 0;
    this.installation.mails.clear();
    this.installation.sms.clear();
  }

  /** Ends what a scenario started and lets no fault of it reach the next one. */
  async rest(): Promise<void> {
    this.processes.killAll();
    await this.stopWorkers();
    this.installation.mails.answer('accept');
    this.installation.sms.answer('accept');
  }

  async close(): Promise<void> {
    await this.rest();
    await this.processes.close();
    await this.installation.close();
    if (this.redisUrl) await this.wipeQueue();
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.installation.url,
      application_name: 'intreccio-fault',
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}
