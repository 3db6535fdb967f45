import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { Route } from '../../apps/api/src/http/route-policies.js';
import type { EveryRecord } from '../builders/records.builder.js';
import {
  RoutesScene,
  ROLES,
  identities,
  keyOf,
  nameOf,
  allowedOn,
  seen,
  settled,
} from '../builders/routes.scene.js';
import type { Answer } from '../support/http-client.js';
import { codesOf, type ApiDocument, type Operation } from '../support/openapi-reading.js';
import type { TestInstallation } from '../support/test-installation.js';
import { WITHOUT_STEP, type Write } from '../support/writes-without-step.js';

const scene = new RoutesScene();
const { ask } = scene;

let installation: TestInstallation;
let owner: Client;
let document: ApiDocument;
let routes: Route[];
let operations: Map<string, Operation>;
let home: EveryRecord;

beforeAll(async () => {
  ({ installation, owner, document, routes, operations, home } = await scene.open());
  // What happens in a visit is looked at where everybody has said yes.
  await bring('assignment', 'confirmed', 'coming');
}, 120_000);
afterAll(() => scene.close());

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

test('every answer to a step that was refused is in the documentation of its route', () => {
  expect([...new Set(seen)].sort()).toEqual([]);
});
