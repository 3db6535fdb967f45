import { communityJobId, outboxJobId, queueOf, QUEUES, type NewJob, type QueueBackend } from '#queue';
import { sessionLimits, type ReactionName } from '#database';
import type { Logger } from '#platform';
import pg from 'pg';

/** How the relay works; the defaults are measured in RELIABILITY terms: woken at once, polled each second. */
export interface RelaySettings {
  readonly batch: number;
  readonly pollMs: number;
  /** First pause before an unacknowledged row is published again; doubles with each failed try. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  /** Failed tries after which a row is a dead letter. */
  readonly mostAttempts: number;
}

export const RELAY_SETTINGS: RelaySettings = {
  batch: 100,
  pollMs: 1_000,
  retryMs: 5_000,
  maxRetryMs: 600_000,
  mostAttempts: 12,
};

interface ClaimedRow {
  readonly community_id: string;
  readonly id: string;
  readonly reaction: string;
  readonly subject_id: string;
  readonly dead: boolean;
}

/**
 * Carries due outbox rows to the queues. A row stays due, with growing pauses, until its effect acknowledges it
 * (`done_at`), so the queue itself may be lost at any moment. Several relays share the work (SKIP LOCKED).
 */
export class Relay {
  private readonly pool: pg.Pool;
  private listener: pg.Client | undefined;
  private stopped = false;
  private wake: (() => void) | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly backend: Pick<QueueBackend, 'queue'>,
    private readonly logger: Logger,
    private readonly settings: RelaySettings = RELAY_SETTINGS,
  ) {
    this.pool = new pg.Pool({ ...this.connection(), max: 2 });
    this.pool.on('error', (error) => this.logger.warn({ err: error.message }, 'the relay lost a connection'));
  }

  start(): void {
    this.loop ??= this.work();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.loop;
    await this.listener?.end().catch(() => undefined);
    await this.pool.end();
  }

  private connection() {
    return {
      connectionString: this.databaseUrl,
      application_name: 'intreccio-relay',
      options: '-c role=intreccio_relay',
      // A silent server (its host is gone, the wire is) would hold the loop for a quarter of an hour.
      ...sessionLimits(),
    };
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.listen();
        const published = await this.publishDue();
        if (published === this.settings.batch) continue;
      } catch (error) {
        this.logger.warn({ err: (error as Error).message }, 'the relay could not publish; it tries again');
      }
      await this.pause();
    }
  }

  private pause(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, this.settings.pollMs);
      this.wake = done;
    });
  }

  /** LISTEN wakes the loop; when its connection is gone, the poll carries on until it is back. */
  private async listen(): Promise<void> {
    if (this.listener) return;
    const client = new pg.Client(this.connection());
    const forget = () => {
      if (this.listener === client) this.listener = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    client.on('notification', () => this.wake?.());
    await client.connect();
    await client.query('LISTEN outbox');
    this.listener = client;
  }

  /**
   * Publishes one batch. The rows are claimed first, in a transaction of their own: a worker is quick enough to meet a
   * lock that is held until the queue has answered, and must find the row free. A relay that dies in between loses
   * nothing, its rows are due again after the retry's pause.
   * @returns how many rows were due
   */
  async publishDue(): Promise<number> {
    const claimed = await this.claimDue();
    const due = claimed.filter(({ dead }) => !dead);
    try {
      await this.hand(due);
    } catch (error) {
      await this.giveBack(due).catch(() => undefined);
      throw error;
    }
    return claimed.length;
  }

  /**
   * Takes due rows until they are due again; those whose tries are used up become dead letters. Publishing is no
   * try: the job may still wait in the queue (then its id keeps a second one out), so the pause grows with its
   * waiting, too.
   */
  private async claimDue(): Promise<ClaimedRow[]> {
    const { batch, mostAttempts, retryMs, maxRetryMs } = this.settings;
    const { rows } = await this.pool.query<ClaimedRow>(
      `WITH due AS MATERIALIZED (
         SELECT community_id, id FROM outbox WHERE done_at IS NULL AND dead_at IS NULL AND next_at <= clock_timestamp()
         ORDER BY next_at, id FOR UPDATE SKIP LOCKED LIMIT $1
       )
       UPDATE outbox o SET
         dead_at = CASE WHEN o.attempts >= $2 THEN clock_timestamp() END,
         published_at = coalesce(o.published_at, clock_timestamp()),
         next_at = clock_timestamp() + least(make_interval(secs => $4::float8 / 1000),
           greatest(make_interval(secs => $3::float8 * 2 ^ least(o.attempts, 20) / 1000), clock_timestamp() - o.published_at))
       FROM due WHERE o.community_id = due.community_id AND o.id = due.id
       RETURNING o.community_id, o.id, o.reaction, o.payload ->> 'subjectId' AS subject_id, o.dead_at IS NOT NULL AS dead`,
      [batch, mostAttempts, retryMs, maxRetryMs],
    );
    return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  private async giveBack(rows: readonly ClaimedRow[]): Promise<void> {
    await this.pool.query(
      `UPDATE outbox o SET next_at = clock_timestamp(), published_at = NULL
       FROM unnest($1::uuid[], $2::uuid[]) AS d (id, community_id)
       WHERE o.community_id = d.community_id AND o.id = d.id AND o.done_at IS NULL`,
      [rows.map(({ id }) => id), rows.map((row) => row.community_id)],
    );
  }

  private async hand(rows: readonly ClaimedRow[]): Promise<void> {
    for (const name of QUEUES) {
      const jobs = rows.filter(({ reaction }) => queueOf(reaction) === name).map(jobOf);
      if (jobs.length > 0) await this.backend.queue(name).addBulk(jobs);
    }
  }

  /** Ids of all communities, for the schedules. */
  async communityIds(): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>('SELECT id FROM community ORDER BY id');
    return rows.map(({ id }) => id);
  }

  /** Acknowledged rows older than the given age are deleted. @returns how many */
  async forgetDone(olderThanDays: number, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query(
      `WITH d AS MATERIALIZED (
         SELECT community_id, id FROM outbox WHERE done_at < clock_timestamp() - make_interval(days => $1) LIMIT $2)
       DELETE FROM outbox o USING d WHERE o.community_id = d.community_id AND o.id = d.id`,
      [olderThanDays, limit],
    );
    return rowCount ?? 0;
  }
}

/** Reactions whose job answers all events of its community that wait: a burst of them makes one. */
const ANSWERED_TOGETHER: readonly ReactionName[] = ['matching.community'];

function jobOf(row: ClaimedRow): NewJob {
  const name = row.reaction as NewJob['name'] & ReactionName;
  return {
    name,
    jobId: ANSWERED_TOGETHER.includes(name) ? communityJobId(name, row.community_id) : outboxJobId(row.id),
    // The row counts and paces its tries: a job that tried again by itself would be in the way of the next one.
    attempts: 1,
    data: { version: 1, communityId: row.community_id, outboxId: row.id, subjectId: row.subject_id },
  };
}
