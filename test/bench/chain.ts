/**
 * `npm run bench:chain`: from a request posted to its proposals visible, at 20 requests a second, on each queue that is
 * there. API, worker and PostgreSQL share the machine.
 */
import { newId } from '#platform';
import pg from 'pg';
import { startTestRedis } from '../support/redis-server.js';
import { percentile, printFigures, serveDistrict, type ServedDistrict } from './served-district.js';

const PER_SECOND = 20;
const SECONDS = 10;
/** For the seeded district and for the last request: a busy machine is slow, not stuck. */
const PATIENCE_MS = 240_000;
const POLL_MS = 20;
const TITLE = `Request posted until proposals visible, ${PER_SECOND} requests/s for ${SECONDS} s`;
/** Families who ask in turn. */
const FAMILIES = 40;

interface Asking {
  readonly cookie: string;
  readonly householdId: string;
  readonly dependantIds: readonly string[];
  readonly categoryId: string;
}

const redis = await startTestRedis();
for (const [queue, redisUrl] of [
  ['PostgreSQL', undefined],
  ['Redis', redis?.url],
] as const) {
  if (queue === 'Redis' && !redisUrl) process.stdout.write('No Redis on the PATH: left out.\n');
  else printFigures(TITLE, [await measure(queue, redisUrl)]);
}
await redis?.stop();

async function measure(queue: string, redisUrl: string | undefined) {
  const served = await serveDistrict({ worker: true, redisUrl });
  const client = new pg.Client({ connectionString: served.databaseUrl });
  await client.connect();
  try {
    const families = await whoAsk(client, served);
    const seen = watch(client);
    await settle(client, served.district.communityId);
    const posted = new Map<string, number>();
    const posts: Promise<number>[] = [];
    for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
      posts.push(post(served, families[index % families.length]!, index, posted));
      await new Promise((resume) => setTimeout(resume, 1_000 / PER_SECOND));
    }
    const codes = await Promise.all(posts);
    const latencies = await seen.wait(posted);
    return {
      queue,
      posted: codes.filter((code) => code === 201).length,
      refused: codes.filter((code) => code !== 201).length,
      matched: latencies.length,
      'p50 ms': Math.round(percentile(latencies, 0.5)),
      'p99 ms': Math.round(percentile(latencies, 0.99)),
    };
  } finally {
    await client.end();
    await served.close();
  }
}

/** The seeded requests are matched first, by a whole run: they are not what is measured. */
async function settle(client: pg.Client, communityId: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  await client.query(
    `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at)
     VALUES ($1, $2::uuid, 'matching.asked', 'matching.community', $2::text, $3, clock_timestamp(), clock_timestamp())`,
    [communityId, newId(), JSON.stringify({ version: 1, subjectId: communityId, values: {} })],
  );
  for (;;) {
    const { rows } = await client.query(
      "SELECT 1 FROM outbox WHERE done_at IS NULL AND next_at < clock_timestamp() + interval '1 minute' LIMIT 1",
    );
    if (rows.length === 0) return;
    if (Date.now() > deadline) throw new Error(`The seeded events were not worked off in ${PATIENCE_MS} ms.`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

/** Families with children, signed in. */
async function whoAsk(client: pg.Client, { district, cookieOf }: ServedDistrict): Promise<Asking[]> {
  const { rows } = await client.query<{
    person_id: string;
    household_id: string;
    dependant_ids: string[];
    category_id: string;
  }>(
    `SELECT DISTINCT ON (h.household_id) m.person_id, h.household_id, c.id AS category_id,
       array(SELECT d.id FROM dependant d WHERE d.community_id = h.community_id AND d.household_id = h.household_id
         AND d.age_band <> 'adult' LIMIT 1) AS dependant_ids
     FROM household_member h JOIN member m ON m.community_id = h.community_id AND m.id = h.member_id AND m.state = 'active'
     JOIN category c ON c.community_id = h.community_id AND c.code = 'babysitting'
     WHERE h.guardian AND m.person_id IS NOT NULL AND h.community_id = $1 ORDER BY h.household_id`,
    [district.communityId],
  );
  const families = rows.filter(({ dependant_ids: children }) => children.length > 0).slice(0, FAMILIES);
  return Promise.all(
    families.map(async (row) => ({
      cookie: await cookieOf(row.person_id),
      householdId: row.household_id,
      dependantIds: row.dependant_ids,
      categoryId: row.category_id,
    })),
  );
}

async function post(
  served: ServedDistrict,
  asking: Asking,
  index: number,
  posted: Map<string, number>,
): Promise<number> {
  const day = new Date(Date.now() + (3 + (index % 20)) * 86_400_000).toISOString().slice(0, 10);
  const hour = 9 + (Math.floor(index / 20) % 10);
  const began = performance.now();
  const answer = await fetch(`${served.origin}/v1/requests`, {
    method: 'POST',
    headers: { cookie: asking.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      householdId: asking.householdId,
      categoryId: asking.categoryId,
      dependantIds: asking.dependantIds,
      schedule: {
        frequency: 'once',
        firstDay: day,
        startTime: `${hour}:00`.padStart(5, '0'),
        endTime: `${hour}:45`.padStart(5, '0'),
      },
      regimes: ['volunteer'],
      open: true,
    }),
  });
  const body = (await answer.json()) as { id?: string };
  if (body.id) posted.set(body.id, began);
  else process.stderr.write(`refused ${answer.status}: ${JSON.stringify(body)}\n`);
  return answer.status;
}

/** Sees when a run has decided on a request: its proposals are there, or it is known that nobody can. */
function watch(client: pg.Client) {
  const seenAt = new Map<string, number>();
  const watching = { on: true };
  const loop = (async () => {
    while (watching.on) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT payload ->> 'subjectId' AS id FROM outbox
         WHERE topic = 'request.opened' AND reaction = 'matching.community' AND done_at > clock_timestamp() - interval '5 seconds'`,
      );
      for (const { id } of rows) if (!seenAt.has(id)) seenAt.set(id, performance.now());
      await new Promise((resume) => setTimeout(resume, POLL_MS));
    }
  })();
  return {
    async wait(posted: ReadonlyMap<string, number>): Promise<number[]> {
      const deadline = Date.now() + PATIENCE_MS;
      while ([...posted.keys()].some((id) => !seenAt.has(id)) && Date.now() < deadline) {
        await new Promise((resume) => setTimeout(resume, 50));
      }
      watching.on = false;
      await loop;
      const latencies = [...posted].flatMap(([id, began]) =>
        seenAt.has(id) ? [seenAt.get(id)! - began] : [],
      );
      return latencies.sort((one, other) => one - other);
    },
  };
}
