import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { MemberActor, Role } from '#database';
import { ACTIONS, IdentityCodec, type Allowed } from '#members';
import { signSms } from '#notifications';
import { newId } from '#platform';
import { listRoutes, type Route } from '../../apps/api/src/http/route-policies.js';
import { buildCommunity } from '../builders/community.builder.js';
import { buildEveryRecord, type EveryRecord } from '../builders/records.builder.js';
import { START } from '../builders/test-world.js';
import { WITHOUT_STEP, type Write } from '../support/writes-without-step.js';
import { fingerprint } from '../support/fingerprint.js';
import { send, tokenOf, type Answer } from '../support/http-client.js';
import {
  bodySchemaOf,
  codesOf,
  exampleBody,
  operationsOf,
  readDocument,
  withIds,
  type ApiDocument,
  type Operation,
} from '../support/openapi-reading.js';
import {
  openInstallation,
  TEST_KEY,
  TEST_SMS_SECRET,
  type TestInstallation,
} from '../support/test-installation.js';

const SNAPSHOT = new URL('./route-matrix.snapshot.json', `file://${process.cwd()}/test/e2e/`);
const HOW_TO_UPDATE =
  'Who may call which route is another than test/e2e/route-matrix.snapshot.json says. If that is wanted, write it anew ' +
  'with `UPDATE_SNAPSHOTS=1 npm test -- test/e2e/route-matrix.spec.ts` and read the diff.';

const ROLES: readonly Role[] = ['family', 'helper', 'coordinator', 'administrator', 'auditor'];
/** A coordinator of another community, who holds every other role there too: no route is closed to them by role. */
const STRANGER = 'stranger';
/** Pages and files: the same for everybody, whatever the address names. */
const LOOKED_AT_ONLY: readonly string[] = ['demo.use', 'page.read'];
/** What any route may answer, said once for the whole API. */
const GENERAL = new Set(['invalid-input', 'bad-json', 'json-only', 'unavailable', 'idempotency-key-reused']);

let installation: TestInstallation;
let base: string;
let owner: Client;
let document: ApiDocument;
let routes: Route[];
let operations: Map<string, Operation>;
let home: EveryRecord;
const identities = new Map<string, MemberActor>();
const seen: string[] = [];

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { api, uow, people, clock, url } = installation;
  base = await api.getUrl();
  owner = new Client({ connectionString: url });
  owner.on('error', () => undefined);
  await owner.connect();
  document = readDocument(api);
  routes = listRoutes(api);
  operations = new Map(operationsOf(document).map((it) => [keyOf(it.method, it.path), it]));
  home = await buildEveryRecord(uow, owner, people, new Date(START.getTime() + 50 * 3_600_000));
  identities.set('family', home.family.actor);
  identities.set('helper', home.helper.actor);
  identities.set('coordinator', await people.coordinator());
  identities.set('administrator', await people.administrator());
  identities.set('auditor', await people.auditor());
  const abroad = await buildCommunity(uow, new IdentityCodec(TEST_KEY), clock);
  identities.set(STRANGER, (await abroad.member(ROLES)).actor);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await installation?.close();
});

const keyOf = (method: string, path: string) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
const nameOf = ({ method, path }: Route) => keyOf(method, path);

function allowedOn({ action }: Route): Allowed {
  return ACTIONS[action];
}

/** The address with a record of the home community for each parameter. @throws Error for a parameter nobody prepared */
function addressOf(route: Route): string {
  return route.path.replace(/\/([^:]+)\/:(\w+)/g, (_, before: string, parameter: string) => {
    const kind = before.replace(/^v1\//, '');
    if (['u', 'c', 'calendar'].includes(kind)) return `/${kind}/no-token`;
    // A page only shows the application, which then asks for the record.
    if (route.action === 'page.read') return `/${before}/${newId()}`;
    const id = home.ids[kind];
    if (!id)
      throw new Error(`Add a record for ${route.path} (:${parameter}) to test/builders/records.builder.ts.`);
    return `/${before}/${id}`;
  });
}

async function ask(route: Route, who: string | undefined, fill: 'required' | 'all'): Promise<Answer> {
  const operation = operations.get(nameOf(route));
  const schema = operation && bodySchemaOf(document, operation);
  const wanted = (operation?.parameters ?? []).filter((it) => it.in === 'query' && it.required);
  const query = wanted.map((it) => `${it.name}=${encodeURIComponent(String(it.schema.example))}`).join('&');
  const body = schema && withIds(exampleBody(document, schema, fill), home.named);
  const isSigned = operation?.parameters.some(({ name }) => name === 'X-Sms-Signature') ?? false;
  const answer = await send(base, {
    method: route.method,
    path: addressOf(route) + (query ? `?${query}` : ''),
    token: who && (await tokenOf(installation, identities.get(who)!)),
    headers: {
      ...(operation?.parameters.some(({ name }) => name === 'If-Match') ? { 'if-match': '"v1"' } : {}),
      ...(isSigned ? signedHeaders(body) : {}),
      ...(route.method === 'POST' ? { 'idempotency-key': newId() } : {}),
    },
    body,
  });
  note(operation, answer);
  return answer;
}

/** As the gateway of short messages hands them in. */
function signedHeaders(body: unknown): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = signSms(TEST_SMS_SECRET, timestamp, JSON.stringify(body));
  return { 'x-sms-timestamp': timestamp, 'x-sms-signature': signature };
}

/** Keeps answers that the documentation of the route does not know. */
function note(operation: Operation | undefined, { status, code }: Answer): void {
  if (!operation) return;
  const known = code === undefined ? String(status) in operation.responses : codesOf(operation).has(code);
  if (!known && !GENERAL.has(code ?? ''))
    seen.push(`${operation.method} ${operation.path}: ${status} ${code}`);
}

const settled = ({ status, code }: Answer) => `${status} ${code ?? ''}`.trim();

test('who may call which route is what was agreed (UPDATE_SNAPSHOTS=1 writes it anew)', async () => {
  const table = Object.fromEntries(
    routes.map((route) => {
      const allowed = allowedOn(route);
      return [
        nameOf(route),
        `${route.action}: ${typeof allowed === 'string' ? allowed : allowed.join(', ')}`,
      ];
    }),
  );
  if (process.env['UPDATE_SNAPSHOTS'] === '1') {
    await writeFile(SNAPSHOT, `${JSON.stringify(table, null, 2)}\n`);
  }
  const agreed = JSON.parse(await readFile(SNAPSHOT, 'utf8')) as Record<string, string>;
  const names = [...new Set([...Object.keys(agreed), ...Object.keys(table)])];
  const drift = names.filter((name) => agreed[name] !== table[name]);
  if (drift.length > 0) {
    const lines = drift.map(
      (name) => `${name}: agreed ${agreed[name] ?? 'nothing'}, is ${table[name] ?? 'gone'}`,
    );
    throw new Error(`${HOW_TO_UPDATE}\n${lines.join('\n')}`);
  }
});

test('every action of the policy table belongs to a route, but the demonstration’s', () => {
  const used = new Set(routes.map(({ action }) => action as string));
  expect(Object.keys(ACTIONS).filter((action) => !used.has(action))).toEqual(['demo.use']);
});

describe('a stranger who holds every role in another community', () => {
  const faults: string[] = [];

  test('changes nothing here by any route, with any id of this community', async () => {
    const before = await fingerprint(owner, installation.people.id);
    for (const route of routes) {
      const answers = [await ask(route, STRANGER, 'required'), await ask(route, STRANGER, 'all')];
      for (const answer of answers) judge(route, answer);
      const open = LOOKED_AT_ONLY.includes(route.action);
      if (route.path.includes('/:') && !open && !answers.some(({ status }) => status === 404))
        faults.push(`${nameOf(route)}: ${answers.map(settled).join(', ')} where an id of others is 404`);
    }
    expect(await fingerprint(owner, installation.people.id)).toEqual(before);
  }, 120_000);

  function judge(route: Route, answer: Answer): void {
    const nothing = answer.status === 200 && answer.text === '{"items":[],"nextCursor":null}';
    const refused = nothing || [400, 404, 422].includes(answer.status);
    if (answer.status >= 500) faults.push(`${nameOf(route)}: ${settled(answer)}`);
    const shows = LOOKED_AT_ONLY.includes(route.action);
    if (route.path.includes('/:') && !shows && !refused) {
      faults.push(`${nameOf(route)}: ${settled(answer)} where nothing may be found`);
    }
    const told = Object.entries(home.ids).filter(([, id]) => answer.status < 400 && answer.text.includes(id));
    if (told.length > 0) faults.push(`${nameOf(route)}: tells ${told.map(([kind]) => kind).join(', ')}`);
  }

  test('finds none of its records, and is told none of its ids', () => {
    expect([...new Set(faults)]).toEqual([]);
  });
});

test('nobody who is not signed in gets past a route, except where anyone may', async () => {
  const faults: string[] = [];
  for (const route of routes) {
    const answer = await ask(route, undefined, 'required');
    const expected = allowedOn(route) === 'anyone' ? 'open' : '401 sign-in-first';
    const open = answer.status < 500 && answer.status !== 401 && answer.status !== 403;
    const got = open ? 'open' : settled(answer);
    if (got !== expected) faults.push(`${nameOf(route)}: ${got}, not ${expected}`);
  }
  expect(faults).toEqual([]);
}, 120_000);

test.each(ROLES)(
  'a %s without the role of a route is refused, and nothing changes',
  async (role) => {
    const closed = routes.filter((route) => {
      const allowed = allowedOn(route);
      return typeof allowed !== 'string' && !allowed.includes(role);
    });
    expect(closed.length).toBeGreaterThan(0);
    const faults: string[] = [];
    for (const route of closed) {
      const answer = await ask(route, role, 'all');
      if (settled(answer) !== '403 not-your-role') faults.push(`${nameOf(route)}: ${settled(answer)}`);
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

test.each(ROLES)(
  'a %s with the role of a route gets past the gate and never meets a failure',
  async (role) => {
    const open = routes.filter((route) => {
      const allowed = allowedOn(route);
      return typeof allowed === 'string' || allowed.includes(role);
    });
    expect(open.length).toBeGreaterThan(0);
    const faults: string[] = [];
    for (const route of open) {
      for (const fill of ['required', 'all'] as const) {
        const answer = await ask(route, role, fill);
        const stopped = answer.status === 401 || answer.code === 'not-your-role';
        if (stopped || answer.status >= 500) faults.push(`${nameOf(route)}: ${settled(answer)}`);
      }
    }
    expect(faults).toEqual([]);
  },
  120_000,
);

/** Where the records of each life cycle lie: their table, and the path by which `records.builder.ts` names one. */
const SUBJECTS: Readonly<Record<string, readonly [table: string, path: string]>> = {
  request: ['request', 'requests'],
  visit: ['visit', 'visits'],
  proposal: ['proposal', 'proposals'],
  'replacement-ask': ['replacement_ask', 'replacement-asks'],
  exchange: ['exchange', 'exchanges'],
  referral: ['referral', 'referrals'],
  incident: ['incident', 'incidents'],
  invitation: ['invitation', 'invitations'],
  'join-request': ['join_request', 'join-requests'],
  member: ['member', 'members'],
  'identity-link': ['identity_link', 'identity-links'],
  'time-entry': ['time_entry', 'time-entries'],
  assignment: ['assignment', 'assignments'],
  seat: ['seat', 'seats'],
};

const UNVERSIONED = new Set(['identity_link', 'visit']);

/** What the database ties to a state, of a record $2 that comes into the state $3; $4 somebody of the desk, $5 now. */
const BESIDE: Readonly<Record<string, string>> = {
  incident: `owner_id = CASE WHEN $3 <> 'open' THEN $4::uuid END, closed_at = CASE WHEN $3 = 'closed' THEN $5::timestamptz END`,
  'join-request': `member_id = CASE WHEN $3 = 'joined' THEN $4::uuid END`,
  'identity-link': `decided_at = CASE WHEN $3 <> 'asked' THEN $5::timestamptz END, decided_by = CASE WHEN $3 <> 'asked' THEN $4::uuid END`,
};
/** Some steps are asked about their time first: once with a visit to come, once with one that is over. */
const SEAT_TIMES = {
  coming: ['50 hours', '51 hours'],
  past: ['-2 hours', '-30 minutes'],
} as const;

/** Puts the record of a life cycle into a state. */
async function bring(machine: string, state: string, time: keyof typeof SEAT_TIMES): Promise<void> {
  const [table, path] = SUBJECTS[machine]!;
  const now = installation.clock.now();
  const desk = identities.get('administrator')!.memberId;
  const beside = BESIDE[machine] ?? '';
  const values = [installation.people.id, home.ids[path], state, desk, now];
  await owner.query(
    `UPDATE ${table} SET state = $3${UNVERSIONED.has(table) ? '' : ', version = 1'}${beside && `, ${beside}`}
     WHERE community_id = $1 AND id = $2`,
    values.slice(0, beside.includes('$5') ? 5 : beside ? 4 : 3),
  );
  if (machine !== 'seat') return;
  const [from, to] = SEAT_TIMES[time];
  await owner.query(
    `UPDATE seat SET starts_at = t.from, ends_at = t.to, during = tstzrange(t.from, t.to)
     FROM (SELECT $3::timestamptz + $4::interval AS from, $3::timestamptz + $5::interval AS to) t
     WHERE community_id = $1 AND id = $2`,
    [installation.people.id, home.ids[path], now, from, to],
  );
}

async function stateOf(machine: string): Promise<string> {
  const [table, path] = SUBJECTS[machine]!;
  const { rows } = await owner.query<{ state: string }>(`SELECT state FROM ${table} WHERE id = $1`, [
    home.ids[path],
  ]);
  return rows[0]!.state;
}

/** Where a state is answered otherwise, and why. */
const ANSWERED_OTHERWISE: Readonly<Record<string, string>> = {
  // Who has not proved their address asks for nothing yet: there is nothing the desk could find.
  'POST /v1/join-requests/{id}/approve: started': '404 not-found',
  'POST /v1/join-requests/{id}/refuse: started': '404 not-found',
  // A draft is changed without a step, by facts that fit it: those of the example are another's.
  'PATCH /v1/requests/{id}: draft': '422 facts-missing',
  // A second tap changes nothing.
  'POST /v1/exchanges/{id}/confirm: confirmed': '200',
};

describe('a step is refused in every state from which its life cycle does not take it', () => {
  const steps = () =>
    [...operations.values()].flatMap((operation) => {
      const taken = operation['x-life-cycle'];
      const route = routes.find((it) => nameOf(it) === keyOf(operation.method, operation.path));
      return taken && route ? [{ operation, route, ...taken }] : [];
    });

  /** What everybody who holds a role of the route is answered in the state, until somebody meets the conflict. */
  async function answersIn(
    { operation, route, machine }: ReturnType<typeof steps>[number],
    state: string,
  ): Promise<{ answers: string[]; told: boolean; moved: boolean }> {
    const allowed = allowedOn(route);
    const askers = typeof allowed === 'string' ? ROLES : allowed;
    const answers: string[] = [];
    let [told, moved] = [false, false];
    for (const time of machine === 'seat' ? (['coming', 'past'] as const) : (['coming'] as const)) {
      for (const fill of ['required', 'all'] as const) {
        for (const who of askers) {
          await bring(machine, state, time);
          const answer = await ask(route, who, fill);
          answers.push(settled(answer));
          told ||= answer.status === 409 && codesOf(operation).has(answer.code ?? '');
          moved ||= (await stateOf(machine)) !== state || answer.status >= 500;
        }
        if (told) return { answers, told, moved };
      }
    }
    return { answers, told, moved };
  }

  test('with a conflict that its documentation names, by whoever may take it; and nothing moves', async () => {
    const faults: string[] = [];
    let refused = 0;
    for (const one of steps()) {
      const cycle = document['x-life-cycles'].find(({ name }) => name === one.machine)!;
      const before = await stateOf(one.machine);
      const taken = cycle.steps.filter(({ name }) => name === one.step);
      const leads = new Set(taken.flatMap(({ from }) => from));
      for (const state of cycle.states.filter((it) => !leads.has(it))) {
        const { answers, told, moved } = await answersIn(one, state);
        refused += 1;
        const place = `${nameOf(one.route)}: ${state}`;
        const otherwise = ANSWERED_OTHERWISE[place];
        const fits = otherwise === undefined ? told : answers.includes(otherwise);
        const done = answers.some((it) => it.startsWith('2') && it !== otherwise);
        if (!fits || moved || done) faults.push(`${place}: ${[...new Set(answers)].join(', ')}`);
      }
      await bring(one.machine, before, 'coming');
    }
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(150);
  }, 240_000);

  test('and every life cycle that people move by a route is among them', () => {
    const moved = new Set(steps().map(({ machine }) => machine));
    expect([...moved].sort()).toEqual(Object.keys(SUBJECTS).sort());
  });
});

describe('a write that is no step of a life cycle', () => {
  const writes = () =>
    routes.filter((route) => {
      const operation = operations.get(nameOf(route));
      const named = Object.values(SUBJECTS).some(([, path]) => route.path.includes(`/${path}/:`));
      return operation && named && route.method !== 'GET' && !operation['x-life-cycle'];
    });

  /** What the route answers in a state, asked by everybody who holds a role of it. */
  async function answersIn(route: Route, { machine }: Write, state: string): Promise<Answer[]> {
    const allowed = allowedOn(route);
    const answers: Answer[] = [];
    for (const fill of ['required', 'all'] as const) {
      for (const who of typeof allowed === 'string' ? ROLES : allowed) {
        await bring(machine, state, 'past');
        answers.push(await ask(route, who, fill));
      }
    }
    return answers;
  }

  test('stands in the table of what refuses it, if it names a record that has a life cycle', () => {
    expect(writes().map(nameOf).toSorted()).toEqual(Object.keys(WITHOUT_STEP).toSorted());
  });

  test('is refused in the states of the table, by its code, and in no other', async () => {
    const faults: string[] = [];
    let [refused, taken] = [0, 0];
    for (const route of writes()) {
      const write = WITHOUT_STEP[nameOf(route)]!;
      const cycle = document['x-life-cycles'].find(({ name }) => name === write.machine)!;
      const before = await stateOf(write.machine);
      for (const state of cycle.states) {
        const refuses = write.refusedIn.includes(state);
        if (!refuses && write.refusedInAlone) continue;
        const answers = await answersIn(route, write, state);
        const told = answers.some(({ code }) => code === write.code);
        const done = answers.some(({ status }) => status < 300) && !write.unless;
        if (refuses ? !told || done : told)
          faults.push(`${nameOf(route)}: ${state}: ${[...new Set(answers.map(settled))].join(', ')}`);
        if (refuses) refused += 1;
        else taken += 1;
      }
      await bring(write.machine, before, 'coming');
    }
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(25);
    expect(taken).toBeGreaterThan(25);
  }, 240_000);
});

test('every answer seen here is in the documentation of its route', () => {
  expect([...new Set(seen)].sort()).toEqual([]);
});
