import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { errorCatalogue } from '#platform';
import { listRoutes } from '../../apps/api/src/http/route-policies.js';
import {
  codesOf,
  operationsOf,
  readDocument,
  type ApiDocument,
  type Operation,
  type Schema,
} from '../support/openapi-reading.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const SNAPSHOT = new URL('./openapi.snapshot.json', `file://${process.cwd()}/test/e2e/`);
const HOW_TO_UPDATE =
  'The API is another than test/e2e/openapi.snapshot.json says. If that is wanted, write it anew with ' +
  '`UPDATE_SNAPSHOTS=1 npm test -- test/e2e/openapi.spec.ts` and read the diff.';

let installation: TestInstallation;
let document: ApiDocument;
let operations: Operation[];

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  document = readDocument(installation.api);
  operations = operationsOf(document);
}, 120_000);

afterAll(() => installation.close());

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** Names what the document lost, gained or says otherwise, part by part. */
function differences(was: unknown, is: unknown, at = ''): string[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const [old, now] = [was, is] as [Record<string, unknown>, Record<string, unknown>];
  if (typeof was !== 'object' || typeof is !== 'object' || !was || !is || Array.isArray(was)) {
    return [`${at}: ${JSON.stringify(was)} -> ${JSON.stringify(is)}`];
  }
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
    if (!(key in now)) return [`${at}/${key}: gone`];
    if (!(key in old)) return [`${at}/${key}: new`];
    return differences(old[key], now[key], `${at}/${key}`);
  });
}

describe('the document', () => {
  test('is the committed one (UPDATE_SNAPSHOTS=1 writes it anew)', async () => {
    if (process.env['UPDATE_SNAPSHOTS'] === '1') {
      await writeFile(SNAPSHOT, `${JSON.stringify(document, null, 2)}\n`);
    }
    const drift = differences(JSON.parse(await readFile(SNAPSHOT, 'utf8')), document).slice(0, 40);
    if (drift.length > 0) throw new Error(`${HOW_TO_UPDATE}\n${drift.join('\n')}`);
  });

  test('is served as it is', async () => {
    const { body } = await installation.anonymous().get('/docs-json').expect(200);
    expect(body).toEqual(document);
  });

  test('has every route under /v1 and the health of the process, and only those', () => {
    const routes = listRoutes(installation.api)
      .filter(({ path, action }) => path.startsWith('/v1/') || action === 'health.read')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(nameOf).sort()).toEqual(routes.sort());
  });

  test('has one class for each name of a schema', async () => {
    const files = (await readdir('apps/api/src', { recursive: true })).filter((name) => name.endsWith('.ts'));
    const texts = await Promise.all(files.map((name) => readFile(`apps/api/src/${name}`, 'utf8')));
    const names = texts.flatMap((text) =>
      [...text.matchAll(/^(?:export )?class (\w+(?:Dto|Query))\b/gm)].map(([, name]) => name!),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('every operation', () => {
  test('says in one sentence what it does', () => {
    const silent = operations.filter(({ summary }) => !summary || summary.length < 5);
    expect(silent.map(nameOf)).toEqual([]);
  });

  test('documents the schema of its answer', () => {
    const schemaOf = (content: Operation['responses'][string]['content']) =>
      Object.values(content ?? {})[0]?.schema;
    const undocumented = operations.filter(({ responses }) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      return (
        good.length !== 1 || good.some(([status, { content }]) => status !== '204' && !schemaOf(content))
      );
    });
    expect(undocumented.map(nameOf)).toEqual([]);
  });

  test('lists its error codes, each declared and with its own status', () => {
    const faults = operations.flatMap((operation) => {
      const codes = codesOf(operation);
      if (codes.size === 0) return [`${nameOf(operation)}: no error codes`];
      return [...codes].flatMap((code) => {
        const status = String(errorCatalogue().get(code)?.[0]);
        const listed = operation.responses[status]?.description.includes(`\`${code}\``);
        return listed ? [] : [`${nameOf(operation)}: ${code} is not a ${status}`];
      });
    });
    expect(faults).toEqual([]);
  });

  test('that edits asks for If-Match and lists the two answers to it', () => {
    const careless = operations.filter((operation) => {
      const asks = operation.parameters.some(({ name }) => name === 'If-Match');
      const codes = codesOf(operation);
      return asks !== codes.has('if-match-missing') || (asks && !codes.has('stale-version'));
    });
    expect(careless.map(nameOf)).toEqual([]);
  });

  test('says which step of a life cycle it takes, and that step exists', () => {
    const cycles = new Map(document['x-life-cycles'].map((cycle) => [cycle.name, cycle]));
    const stepping = operations.filter((operation) => operation['x-life-cycle']);
    expect(stepping.length).toBeGreaterThan(20);
    const missing = stepping.filter(({ 'x-life-cycle': taken }) => {
      return !cycles.get(taken!.machine)?.steps.some(({ name }) => name === taken!.step);
    });
    expect(missing.map(nameOf)).toEqual([]);
  });
});

test('every step of a life cycle that a person may take is named by a route that takes it', () => {
  const taken = operations.flatMap((operation) => [
    ...(operation['x-life-cycle'] ? [operation['x-life-cycle']] : []),
    ...(operation['x-life-cycle-beside'] ?? []),
  ]);
  const named = new Set(taken.map(({ machine, step }) => `${machine} ${step}`));
  const open = document['x-life-cycles'].flatMap(({ name, steps }) =>
    steps.filter(({ by }) => by.some((who) => who !== 'system')).map((step) => `${name} ${step.name}`),
  );
  expect(open.filter((step) => !named.has(step))).toEqual([]);
});

test('every property has an example', () => {
  const shown = (schema: Schema): boolean =>
    schema.example !== undefined ||
    schema.default !== undefined ||
    schema.$ref !== undefined ||
    [...(schema.allOf ?? []), ...(schema.oneOf ?? [])].some(({ $ref }) => $ref !== undefined) ||
    (schema.items !== undefined && shown(schema.items));
  const bare = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, property]) => !shown(property))
      .map(([property]) => `${name}.${property}`),
  );
  expect(bare).toEqual([]);
});

test('every life cycle is whole: it begins somewhere, and each state can be reached', () => {
  const cycles = document['x-life-cycles'];
  expect(cycles.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['request', 'proposal', 'assignment', 'seat', 'time-entry', 'exchange', 'member']),
  );
  const faults = cycles.flatMap(({ name, initial, states, steps }) => {
    const known = new Set(states);
    const reached = new Set([initial, ...steps.map(({ to }) => to)]);
    const unknown = steps.flatMap(({ from, to }) => [...from, to]).filter((state) => !known.has(state));
    return [
      ...unknown.map((state) => `${name}: unknown state ${state}`),
      ...states.filter((state) => !reached.has(state)).map((state) => `${name}: nothing leads to ${state}`),
    ];
  });
  expect(faults).toEqual([]);
});
