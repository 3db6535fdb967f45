/**
 * `npm run bench:api`: families, helpers and coordinators read and write at once, 20 seconds, on the demonstration's
 * district. API, PostgreSQL and the load share the machine.
 */
import autocannon, { type Request } from 'autocannon';
import { printFigures, serveDistrict, type ServedDistrict } from './served-district.js';

const SECONDS = 20;
const CONNECTIONS = 16;
/** Requests of each route alone. */
const TURNS = 40;
const tenths = (ms: number) => Math.round(ms * 10) / 10;

const served = await serveDistrict({ worker: false });
try {
  const load = await mixedLoad(served);
  await shoot(load, 3);
  const before = served.processorMs();
  const result = await shoot(load, SECONDS);
  const taken = served.processorMs();
  const each = (part: 'api' | 'postgres') => tenths((taken[part] - before[part]) / result.requests.total);
  printFigures('Mixed load of the API', [
    {
      'requests/s': Math.round(result.requests.average),
      'p50 ms': result.latency.p50,
      'p99 ms': result.latency.p99,
      'answers 2xx': result['2xx'],
      'answers 4xx': result['4xx'],
      'answers 5xx': result['5xx'],
      errors: result.errors + result.timeouts,
      'processor ms a request, API': each('api'),
      PostgreSQL: each('postgres'),
    },
  ]);
  process.exitCode = result['5xx'] + result.errors + result.timeouts === 0 ? 0 : 1;
  await perRoute(load, served);
} finally {
  await served.close();
}

async function shoot(requests: Request[], duration: number): Promise<autocannon.Result> {
  return autocannon({ url: served.origin, connections: CONNECTIONS, duration, timeout: 10, requests });
}

/** What a page of each of them asks for, in the proportion in which they ask. */
async function mixedLoad({ district, cookieOf }: ServedDistrict): Promise<Request[]> {
  const { demo } = district;
  const family = await cookieOf(demo.family.personId);
  const helper = await cookieOf(demo.helper.personId);
  const coordinator = await cookieOf(demo.coordinator.personId);
  const get = (cookie: string, path: string): Request => ({ method: 'GET', path, headers: { cookie } });
  return [
    get(family, '/v1/me'),
    get(family, '/v1/requests'),
    get(family, '/v1/me/notifications'),
    get(family, '/v1/me/account'),
    get(family, '/v1/categories'),
    get(helper, '/v1/me'),
    get(helper, '/v1/assignments'),
    get(helper, '/v1/me/statement'),
    {
      method: 'PUT',
      path: '/v1/me/notification-preferences',
      headers: { cookie: helper, 'content-type': 'application/json' },
      body: JSON.stringify({ preferences: [{ topic: 'seat-reminder', channel: 'e-mail', wanted: true }] }),
    },
    get(coordinator, '/v1/requests'),
    get(coordinator, '/v1/proposals'),
    get(coordinator, '/v1/households'),
    get(coordinator, '/v1/members'),
    get(coordinator, '/v1/unmatched-visits'),
  ];
}

/** One after the other, so that a slow route shows; processor time tells the same on a busy machine. */
async function perRoute(load: readonly Request[], { origin, processorMs }: ServedDistrict): Promise<void> {
  const rows = [];
  for (const { method, path, headers, body } of load) {
    const times = [];
    let status = 0;
    const before = processorMs();
    for (let turn = 0; turn < TURNS; turn += 1) {
      const began = performance.now();
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: headers as Record<string, string>,
        body: body as string | undefined,
      });
      await answer.arrayBuffer();
      status = answer.status;
      times.push(performance.now() - began);
    }
    const after = processorMs();
    times.sort((one, other) => one - other);
    rows.push({
      route: `${method} ${path}`,
      status,
      'p50 ms, alone': tenths(times[TURNS / 2]!),
      'processor ms, API': tenths((after.api - before.api) / TURNS),
      PostgreSQL: tenths((after.postgres - before.postgres) / TURNS),
    });
  }
  printFigures('Each route alone', rows);
}
