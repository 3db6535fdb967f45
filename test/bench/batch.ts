/**
 * `npm run bench:batch [-- --requests 300] [--households 120] [--helpers 104]`: a matching run asked for through
 * the API until it is done, part by part, on each queue that is there; with no size given the demonstration's
 * district and one of 10,000 requests. API, worker and PostgreSQL share the machine; while the run goes on a
 * coordinator reads a list.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { DEFAULT_SIZES, type DistrictSizes } from '../../apps/cli/src/district/index.js';
import { startTestRedis } from '../support/redis-server.js';
import { percentile, printFigures, serveDistrict, type ServedDistrict } from './served-district.js';

const TEN_THOUSAND: DistrictSizes = { households: 4_000, helpers: 3_467, requests: 10_000 };
const PATIENCE_MS = 3_600_000;
const POLL_MS = 200;
/** What the run tells of its parts, in their order. */
const PARTS = [
  'loadMs',
  'candidatesMs',
  'seriesMs',
  'problemMs',
  'solveMs',
  'checkMs',
  'explainMs',
  'packMs',
  'writeMs',
];

interface RunView {
  readonly id: string;
  readonly state: string;
  readonly stage: string;
  readonly fraction: number;
  readonly status: string | null;
  readonly gap: number | null;
  readonly counts: Readonly<Record<string, number>>;
}

const { values } = parseArgs({
  options: {
    requests: { type: 'string' },
    households: { type: 'string' },
    helpers: { type: 'string' },
    queue: { type: 'string' },
  },
});
const asked = values.requests && {
  requests: Number(values.requests),
  households: Number(values.households ?? DEFAULT_SIZES.households),
  helpers: Number(values.helpers ?? DEFAULT_SIZES.helpers),
};
const redis = await startTestRedis();
const rows = [];
for (const sizes of asked ? [asked] : [DEFAULT_SIZES, TEN_THOUSAND]) {
  for (const [queue, redisUrl] of [
    ['PostgreSQL', undefined],
    ['Redis', redis?.url],
  ] as const) {
    if (queue === 'Redis' && !redisUrl) process.stdout.write('No Redis on the PATH: left out.\n');
    else if (!values.queue || values.queue === queue) rows.push(await measure(sizes, queue, redisUrl));
  }
}
await redis?.stop();
printFigures('A matching run from the asking to the last proposal written', rows);

async function measure(sizes: DistrictSizes, queue: string, redisUrl: string | undefined) {
  const served = await serveDistrict({ worker: true, redisUrl, sizes });
  const client = new pg.Client({ connectionString: served.databaseUrl });
  await client.connect();
  try {
    const cookie = await served.cookieOf(served.district.demo.coordinator.personId);
    const api = (path: string, method = 'GET') => call(served, cookie, path, method);
    await client.query(`UPDATE outbox SET done_at = clock_timestamp() WHERE done_at IS NULL`);
    const before = served.processorMs();
    const began = performance.now();
    await api('/v1/matching-runs', 'POST');
    const { run, reads, stages } = await follow(api);
    const total = performance.now() - began;
    const after = served.processorMs();
    if (run.state !== 'done') throw new Error(`The run ended as "${run.state}".`);
    process.stdout.write(`${sizes.requests} on ${queue}: ${stages.join(', ')}\n`);
    return {
      requests: sizes.requests,
      helpers: sizes.helpers,
      queue,
      visits: run.counts['visits']!,
      ...Object.fromEntries(PARTS.map((part) => [part.slice(0, -2), run.counts[part] ?? 0])),
      'total ms': Math.round(total),
      'worker processor ms': after.worker - before.worker,
      'postgres processor ms': after.postgres - before.postgres,
      'machine load': loadavg()[0]!.toFixed(0),
      gap: `${((run.gap ?? 0) * 100).toFixed(3)} %`,
      proposed: run.counts['proposed']!,
      unmatched: run.counts['unmatched']!,
      'worker MB': served.workerPeakMb(),
      'read p50 ms': Math.round(percentile(reads, 0.5)),
      'read p99 ms': Math.round(percentile(reads, 0.99)),
    };
  } finally {
    await client.end();
    await served.close();
  }
}

/** Watches the first run to its end, reading a list all the while. */
async function follow(api: (path: string) => Promise<unknown>) {
  const deadline = Date.now() + PATIENCE_MS;
  const reads: number[] = [];
  const stages: string[] = [];
  while (Date.now() < deadline) {
    const { items } = (await api('/v1/matching-runs?limit=10')) as { items: RunView[] };
    const run = items.at(-1);
    const stage = run && `${run.stage} ${run.fraction}`;
    if (stage && stages.at(-1) !== stage) stages.push(stage);
    if (run && run.state !== 'running') return { run, stages, reads: reads.sort((a, b) => a - b) };
    const asked = performance.now();
    await api('/v1/requests?limit=20');
    reads.push(performance.now() - asked);
    await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
  throw new Error(`The run did not end in ${PATIENCE_MS} ms.`);
}

async function call(served: ServedDistrict, cookie: string, path: string, method: string): Promise<unknown> {
  const answer = await fetch(`${served.origin}${path}`, { method, headers: { cookie } });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
