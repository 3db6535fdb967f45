import type { Logger } from '#platform';
import pg from 'pg';
import { LIVE_CHANNEL, type LiveMessage } from './live-outbox.js';
import { sessionLimits } from './session-limits.js';

const RETRY_MS = 1_000;
/** A wire that fell silent says nothing by itself: it is asked this often. */
const BEAT_MS = 30_000;

/** Hears what every process of the installation tells on the live channel, over one connection of its own. */
export class LiveListener {
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private heart: NodeJS.Timeout | undefined;
  private stopped = false;

  /** @param onGap called when messages may have been missed */
  constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
    private readonly onMessage: (message: LiveMessage) => void,
    private readonly onGap: () => void,
  ) {}

  async start(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'intreccio-live',
      options: '-c role=intreccio_app',
      ...sessionLimits(),
    });
    const lost = () => {
      if (this.client === client || this.client === undefined) this.comeBack();
      if (this.client === client) this.client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => {
      if (payload) this.onMessage(JSON.parse(payload) as LiveMessage);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${LIVE_CHANNEL}`);
      this.client = client;
      clearInterval(this.heart);
      this.heart = setInterval(() => void this.feel(client, lost), BEAT_MS);
      if (this.isStopped()) await this.stop();
    } catch (error) {
      this.logger.warn({ err: (error as Error).message }, 'live events are not heard; tried again');
      await client.end().catch(() => undefined);
      this.comeBack();
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.heart);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async feel(client: pg.Client, lost: () => void): Promise<void> {
    try {
      await client.query('SELECT');
    } catch {
      lost();
      await client.end().catch(() => undefined);
    }
  }

  private isStopped(): boolean {
    return this.stopped;
  }

  private comeBack(): void {
    clearInterval(this.heart);
    if (this.stopped || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.start().then(() => this.client && this.onGap());
    }, RETRY_MS);
  }
}
