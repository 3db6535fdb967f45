import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACTIONS } from '#members';
import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { Route } from '../../apps/api/src/http/route-policies.js';
import type { EveryRecord } from '../builders/records.builder.js';
import { RoutesScene, ROLES, STRANGER, seen, nameOf, allowedOn, settled } from '../builders/routes.scene.js';
import { fingerprint } from '../support/fingerprint.js';
import type { Answer } from '../support/http-client.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new RoutesScene();
const { ask } = scene;

let installation: TestInstallation;
let owner: Client;
let routes: Route[];
let home: EveryRecord;

beforeAll(async () => {
  ({ installation, owner, routes, home } = await scene.open());
}, 120_000);
afterAll(() => scene.close());

const SNAPSHOT = new URL('./route-matrix.snapshot.json', `file://${process.cwd()}/test/e2e/`);

const HOW_TO_UPDATE =
  'Who may call which route is another than test/e2e/route-matrix.snapshot.json says. If that is wanted, write it anew ' +
  'with `UPDATE_SNAPSHOTS=1 npm test -- test/e2e/route-matrix.spec.ts` and read the diff.';

/** Pages and files: the same for everybody, whatever the address names. */
const LOOKED_AT_ONLY: readonly string[] = ['demo.use', 'page.read'];

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

test('every answer seen here is in the documentation of its route', () => {
  expect([...new Set(seen)].sort()).toEqual([]);
});
