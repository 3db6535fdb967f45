import type { Config, MovableClock } from '#platform';
import pg from 'pg';
import { Demonstration, type DemoRole, type ShownMail } from '../../api/src/demo/demonstration.js';
import type { RunningWorker } from '../../worker/src/start-worker.js';
import { parseDistrictSizes, seedDistrict, type DistrictSummary } from './district/index.js';
import { runMatching } from './matching-table.js';
import type { MailCatcher } from './mail-catcher.js';
import type { SmsCatcher } from './sms-catcher.js';

const SEED = 20_260_504;
/** Below this many requests seeding is over before it could be told. */
const WORTH_SAYING = 1_000;

const LABELS: Readonly<Record<string, string>> = {
  family: 'A family',
  helper: 'A volunteer',
  timebankHelper: 'A time-bank member',
  coordinator: 'A coordinator',
  secondCoordinator: 'Another coordinator',
  administrator: 'An administrator',
  auditor: 'An auditor',
};

/** The demonstration: its district, its people, its mail and its clock. */
export class District extends Demonstration {
  private summary: DistrictSummary | undefined;
  private worker: RunningWorker | undefined;

  constructor(
    private readonly config: Config,
    readonly clock: MovableClock,
    private readonly caught: {
      readonly mails: MailCatcher | undefined;
      readonly sms: SmsCatcher | undefined;
    },
  ) {
    super();
  }

  get community(): string {
    return this.known.name;
  }

  get timeZone(): string {
    return this.known.timeZone;
  }

  get known(): DistrictSummary {
    if (!this.summary) throw new Error('the district was not seeded yet');
    return this.summary;
  }

  get roles(): DemoRole[] {
    return Object.entries(this.known.demo).map(([key, person]) => ({
      key,
      label: LABELS[key] ?? key,
      givenName: person.givenName,
      personId: person.personId,
    }));
  }

  /** Seeds the district once; the clock goes on where an earlier start had moved it. */
  async seed(argv: readonly string[], say: (sentence: string) => void): Promise<void> {
    if (this.clock.offset === 0) await this.readClock();
    const sizes = parseDistrictSizes(argv);
    this.summary = await seedDistrict({
      databaseUrl: this.config.databaseUrl,
      secretKey: this.config.secretKey,
      clock: this.clock,
      seed: SEED,
      sizes,
      onProgress: ({ stage, requests }) => {
        if (stage === 'requests' && requests >= WORTH_SAYING) say(`  ${requests} requests seeded`);
      },
    });
    const { counts, created } = this.summary;
    say(
      `${created ? 'Seeded' : 'Found'} ${this.summary.name}: ${counts.households} households, ${counts.dependants} children, ` +
        `${counts.volunteers} volunteers, ${counts.timebankMembers} time-bank members, ${counts.requests} requests. All of them invented.`,
    );
    if (!created && argv.length > 0)
      say(
        'It was there before, so its size stays: for another, set INTRECCIO_DATA_DIR to an empty folder, or DATABASE_URL to an empty database.',
      );
  }

  attach(worker: RunningWorker): void {
    this.worker = worker;
  }

  /** Has the district matched through the outbox and the queue, and shows what came of it. */
  async match(say: (sentence: string) => void): Promise<void> {
    await runMatching(this.config.databaseUrl, this.known.communityId, this.clock, say);
  }

  mails(): readonly ShownMail[] {
    const texts = this.caught.sms?.messages() ?? [];
    return [
      ...(this.caught.mails?.messages() ?? []).map((mail) => ({ channel: 'e-mail' as const, ...mail })),
      ...texts.map(({ to, ...sms }) => ({ channel: 'sms' as const, recipients: [to], subject: '', ...sms })),
    ].sort((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime());
  }

  now(): Date {
    return this.clock.now();
  }

  async advance(minutes: number): Promise<Date> {
    this.clock.advanceMinutes(minutes);
    await this.query('UPDATE demo_clock SET offset_ms = $1', [this.clock.offset]);
    await this.worker?.runDuties();
    return this.clock.now();
  }

  private async readClock(): Promise<void> {
    const [row] = await this.query<{ offset_ms: string }>('SELECT offset_ms::text FROM demo_clock');
    this.clock.setOffset(Number(row?.offset_ms ?? 0));
  }

  private async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl });
    await client.connect();
    try {
      await client.query(`SELECT set_config('app.work', 'demonstration', false)`);
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}
