import { noteWrappedKeys } from '#database';
import { IdentityCodec } from '#members';
import type { Clock } from '#platform';
import { Client } from 'pg';
import { loadKeys } from '../keys/load-keys.js';
import { bankRows } from './accounts.js';
import { BulkWriter, row, type Row } from './bulk-writer.js';
import { closureRows, communityRows } from './catalogue.js';
import { COMMUNITY_ID } from './catalogue.data.js';
import { closuresAround, type ClosureData } from './closures.rules.js';
import { helperAt, helperRows } from './helpers.js';
import { historyRows } from './history.js';
import { householdAt, householdRows } from './households.js';
import { checkSizes, type DistrictSizes } from './options.js';
import { RequestSeeder } from './requests.js';
import { Sealer } from './sealing.js';
import { staffRows } from './staff.js';
import { readSummary, type DistrictSummary } from './summary.js';
import { World } from './world.js';

export interface SeedOptions {
  /** A login that may step down to the role `intreccio_app`; the schema must be migrated. */
  readonly databaseUrl: string;
  /** The installation's key for personal columns, 32 bytes. */
  readonly secretKey: Buffer;
  readonly clock: Pick<Clock, 'now'>;
  /** The same seed on the same local day gives the same district, but for the nonces of sealed columns. */
  readonly seed: number;
  readonly sizes: DistrictSizes;
  readonly onProgress?: (progress: SeedProgress) => void;
}

export interface SeedProgress {
  readonly stage: 'community' | 'households' | 'helpers' | 'requests' | 'history' | 'commit';
  /** Requests written so far. */
  readonly requests: number;
}

/** Two seedings at once: the second waits, then finds the district. */
const LOCK = 7_361_003;

/**
 * Seeds the demonstration district in one transaction under row-level security, or finds the one that is there.
 * @throws Error in one sentence; then nothing was written.
 */
export async function seedDistrict(options: SeedOptions): Promise<DistrictSummary> {
  checkSizes(options.sizes);
  const client = new Client({ connectionString: options.databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { summary, seeded } = await inTransaction(client, () => findOrSeed(client, options));
    // Until it has counted, PostgreSQL plans for empty tables. After the commit: within, the role owned nothing to
    // count.
    if (seeded) await client.query('ANALYZE');
    return summary;
  } catch (error) {
    throw new Error(`The demo district was not seeded: ${(error as Error).message}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE intreccio_app');
    // Its people are new to the installation.
    await client.query(
      `SELECT set_config('app.community', $1, true), set_config('app.work', 'sign-in', true)`,
      [COMMUNITY_ID],
    );
    // Bulk work: the runtime's short statement limits do not fit it.
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function findOrSeed(
  client: Client,
  options: SeedOptions,
): Promise<{ summary: DistrictSummary; seeded: boolean }> {
  const codec = new IdentityCodec(options.secretKey);
  await loadKeys(client, COMMUNITY_ID);
  const known = await readSummary(client, codec, false);
  if (known) return { summary: known, seeded: false };
  await seed(client, codec, options);
  return { summary: (await readSummary(client, codec, true))!, seeded: true };
}

async function seed(client: Client, codec: IdentityCodec, options: SeedOptions): Promise<void> {
  const world = new World(options.seed, options.clock.now(), options.sizes);
  const closures = await closuresAround(world.day);
  const writer = new BulkWriter(client, COMMUNITY_ID);
  const wrapped = codec.newKey(COMMUNITY_ID, 1);
  // Not in the database before the end: until then this process alone seals under it.
  noteWrappedKeys(COMMUNITY_ID, [{ version: 1, wrapped }]);
  for (const [stage, rows] of stagesOf(world, wrapped, new Sealer(codec, COMMUNITY_ID), closures)) {
    const report = (): void => options.onProgress?.({ stage, requests: writer.count('request') });
    report();
    await writer.write(rows, report);
  }
  await enterHelpers(client);
  options.onProgress?.({ stage: 'commit', requests: writer.count('request') });
}

/** The registers of the organisations, and the community's own, in the order in which people came. */
async function enterHelpers(client: Client): Promise<void> {
  await client.query(
    `SELECT append_register(gen_random_uuid(), m.organisation_id, 'entered', m.id, false,
       (m.registered_at AT TIME ZONE k.time_zone)::date, m.insured_from, NULL, NULL, m.registered_at)
     FROM (SELECT * FROM member WHERE community_id = $1 ORDER BY registered_at, id) m JOIN community k ON k.id = m.community_id
     WHERE EXISTS (SELECT FROM member_role r WHERE r.community_id = m.community_id AND r.member_id = m.id AND r.role = 'helper')`,
    [COMMUNITY_ID],
  );
}

function stagesOf(
  world: World,
  wrappedKey: Buffer,
  sealer: Sealer,
  closures: readonly ClosureData[],
): readonly (readonly [SeedProgress['stage'], Iterable<Row>])[] {
  return [
    ['community', communityRows(world, wrappedKey)],
    ['community', closureRows(world, closures)],
    ['community', staffRows(world, sealer)],
    ['community', bankRows(world)],
    ['households', householdRows(world, sealer)],
    ['helpers', helperRows(world, sealer)],
    ['helpers', blockRows(world)],
    ['requests', new RequestSeeder(world, sealer, closures).rows()],
    ['history', historyRows(world, sealer, closures)],
  ];
}

const BLOCK_EVERY_HOUSEHOLDS = 25;

/** A few people who should not meet: the reason is nobody's business. The well-known people are spared. */
function* blockRows(world: World): Generator<Row> {
  for (let index = 3; index < world.sizes.households; index += BLOCK_EVERY_HOUSEHOLDS) {
    const helper = helperAt(world, 1 + (index % (world.volunteers - 1 || 1)));
    const guardian = householdAt(world, index).guardians[0]!;
    if (helper.known || helper.human.memberId === guardian.memberId) continue;
    yield row('member_block', {
      member_id: guardian.memberId,
      blocked_member_id: helper.human.memberId,
      created_at: world.daysAgo(15),
    });
  }
}
