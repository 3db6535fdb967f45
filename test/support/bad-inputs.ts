import {
  bodySchemaOf,
  exampleBody,
  resolve,
  withIds,
  type ApiDocument,
  type Operation,
  type Schema,
} from './openapi-reading.js';

export interface BadInput {
  readonly operation: Operation;
  readonly what: string;
  /** JSON text, already spoiled; undefined keeps the good body. */
  readonly body?: string;
  /** The path parameter's value; undefined keeps the good id. */
  readonly id?: string;
  readonly query?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** True: must be refused whatever the state of the records. False: may mean something; must not fail. */
  readonly wrong: boolean;
}

type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  readonly schema: Schema;
}

const MARK = '"@@spoiled@@"';
const NESTED = `${'['.repeat(40)}1${']'.repeat(40)}`;
const WORD = 'x'.repeat(20_000);

/** Values by JSON type that the type of a property excludes, as JSON text. */
const WRONG_TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['42', 'true', '{}', '[]', '["a"]'],
  number: ['"abc"', 'true', '{}', '[]'],
  integer: ['"abc"', 'true', '{}', '[]'],
  boolean: ['"yes"', '7', '{}', '[]'],
  array: ['"x"', '7', 'true'],
  object: ['"x"', '7', 'true', '[]', '[{}]'],
};

const TOO_MUCH: Readonly<Record<string, readonly string[]>> = {
  string: [`"${WORD}"`],
  number: ['1e300', '-1e300', '9007199254740993'],
  integer: ['1e300', '-1e300', '9007199254740993'],
  array: [`[${Array.from({ length: 5_000 }, () => '"a"').join(',')}]`],
  boolean: [],
  object: [],
};

/** Every property of a body, nested ones too, where its value stands in the example. */
function placesOf(document: ApiDocument, schema: Schema, path: Path = []): Place[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const here = [...path, name];
    const inner = resolve(document, property.items ?? property);
    const below = inner.properties ? placesOf(document, inner, property.items ? [...here, 0] : here) : [];
    return [{ path: here, schema: property }, ...below];
  });
}

function typeOf(document: ApiDocument, schema: Schema): string {
  return schema.type ?? resolve(document, schema).type ?? 'string';
}

/** What the description says is just allowed, and just not. */
function boundsOf({ maxLength, minimum, maximum }: Schema): [string, unknown, boolean][] {
  return [
    ...(maxLength === undefined
      ? []
      : ([
          ['as long as it may be', 'x'.repeat(maxLength), false],
          ['one letter longer', 'x'.repeat(maxLength + 1), true],
        ] as [string, unknown, boolean][])),
    ...(minimum === undefined
      ? []
      : ([
          ['the least', minimum, false],
          ['less than the least', minimum - 1, true],
        ] as [string, unknown, boolean][])),
    ...(maximum === undefined
      ? []
      : ([
          ['the most', maximum, false],
          ['more than the most', maximum + 1, true],
        ] as [string, unknown, boolean][])),
  ];
}

/** The body with the value at the path replaced by JSON text that need not be valid. */
function spoil(body: unknown, path: Path, text: string): string {
  const copy = structuredClone(body) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
    at = at[key] as Record<string | number, unknown>;
  }
  at[path.at(-1)!] = JSON.parse(MARK);
  return JSON.stringify(copy).replace(MARK, () => text);
}

export function badBodies(
  document: ApiDocument,
  operation: Operation,
  named: Readonly<Record<string, unknown>>,
): BadInput[] {
  const schema = bodySchemaOf(document, operation);
  if (!schema) return [];
  const good = withIds(exampleBody(document, schema, 'all'), named);
  const properties = placesOf(document, schema).flatMap(({ path, schema: property }) => {
    const type = typeOf(document, property);
    const free = type === 'object' && !resolve(document, property).properties;
    const ofObjects = property.items && resolve(document, property.items).properties;
    const bad = (what: string, text: string, wrong: boolean): BadInput => ({
      operation,
      what: `${path.join('.')}: ${what}`,
      body: spoil(good, path, text),
      wrong,
    });
    return [
      ...WRONG_TYPES[type]!.map((text) => bad(`${type} as ${text}`, text, true)),
      ...TOO_MUCH[type]!.map((text) => bad(`too much, ${text.slice(0, 12)}`, text, true)),
      bad('null', 'null', false),
      bad('empty', type === 'array' ? '[]' : '""', type !== 'array' && type !== 'string'),
      bad('negative', '-1', type === 'string'),
      bad('a fraction', '0.5', type === 'string'),
      bad('NUL', '"a\\u0000b"', true),
      bad('half a character', '"\\ud800"', true),
      bad('nested deep', NESTED, true),
      ...(ofObjects
        ? ['[[]]', '[[{}]]', '[null]'].map((text) => bad(`a list with ${text}`, text, true))
        : []),
      bad('an unknown member', '{"surprise": 1}', !free),
      ...(property.enum ? [bad('not in the list', '"nonsense"', true)] : []),
      ...boundsOf(property).map(([what, value, wrong]) => bad(what, JSON.stringify(value), wrong)),
    ];
  });
  return [...properties, ...badWholes(operation, JSON.stringify(good))];
}

function badWholes(operation: Operation, good: string): BadInput[] {
  const bad = (what: string, body: string, wrong = true): BadInput => ({ operation, what, body, wrong });
  const typed = (contentType: string): BadInput => ({ ...bad(contentType, good), contentType });
  return [
    bad('no object: a list', '[]'),
    bad('no object: a text', '"x"'),
    bad('no object: a number', '7'),
    bad('null', 'null', false),
    bad('cut off', good.slice(0, -1)),
    bad('not JSON', '{a: 1}'),
    bad('50,000 deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    bad('50,000 lists', `${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    bad('__proto__', good.replace('{', '{"__proto__": {"polluted": true}, ')),
    bad('constructor', good.replace('{', '{"constructor": {"prototype": {"polluted": true}}, ')),
    bad('an unknown field', good.replace('{', '{"surprise": 1, ')),
    bad('NUL in a name', good.replace('{', '{"a\\u0000": 1, ')),
    typed('text/plain'),
    typed('application/xml'),
    typed('application/x-www-form-urlencoded'),
    typed('multipart/form-data; boundary=x'),
  ];
}

const BAD_IDS = [
  'not-an-id',
  '%00',
  '%ff',
  "'",
  '0',
  'x'.repeat(300),
  '0199a1b2-0000-7000-8000-00000000000',
  '..%2f..',
];

/** @param foreign the id of such a record in another community */
export function badIds(operation: Operation, foreign: string, missing: string): BadInput[] {
  const bad = (what: string, id: string): BadInput => ({ operation, what: `id ${what}`, id, wrong: true });
  return [
    ...BAD_IDS.map((id) => bad(id.slice(0, 40), id)),
    bad('of nothing', missing),
    bad('foreign', foreign),
  ];
}

const BAD_QUERIES: Readonly<Record<string, readonly string[]>> = {
  limit: ['0', '101', 'abc', '-1', '1.5', '1e9', 'NaN', '9'.repeat(400)],
  cursor: ['abc', '%00', 'x'.repeat(500), 'bm90LWFuLWlk', '%F0%9F%98%80', 'MDE5OWExYjI'],
};
const ODD = ['', 'nonsense', '%00', '-1', '2026-02-30', 'x'.repeat(3_000), '1;DROP TABLE member'];

export function badQueries(operation: Operation): BadInput[] {
  const parameters = operation.parameters.filter((it) => it.in === 'query');
  return parameters.flatMap(({ name }) => {
    const bad = (value: string, wrong: boolean): BadInput => ({
      operation,
      what: `?${name}=${value.slice(0, 40)}`,
      query: `${name}=${value}`,
      wrong,
    });
    return [
      ...(BAD_QUERIES[name] ?? []).map((value) => bad(value, true)),
      ...ODD.map((value) => bad(value, value === '%00')),
      { ...bad('twice', false), query: `${name}=1&${name}=2` },
      { ...bad('[a]', false), query: `${name}[a]=1` },
      { ...bad('unknown beside', true), query: `surprise=1` },
    ];
  });
}

const BAD_VERSIONS = ['v1', '"v"', '"vx"', '"v-1"', '"v1', `"v${'9'.repeat(400)}"`, '"v1.5"', '1'];
const ODD_VERSIONS = ['*', 'W/"v1"', '"v1", "v2"', '"v0"', '"v2147483648"', '"v99999999999999999999"'];
const BAD_KEYS = ['short', 'with a blank in it', 'k'.repeat(201), 'tab\there-and-there'];

/** Versions and keys that are none; the body is good. */
export function badHeaders(operation: Operation): BadInput[] {
  const bad = (name: string, value: string, wrong: boolean): BadInput => ({
    operation,
    what: `${name}: ${value.slice(0, 30)}`,
    headers: { [name]: value },
    wrong,
  });
  const versioned = operation.parameters.some(({ name }) => name === 'If-Match');
  return [
    ...(versioned ? BAD_VERSIONS.map((value) => bad('if-match', value, true)) : []),
    ...(versioned ? ODD_VERSIONS.map((value) => bad('if-match', value, false)) : []),
    ...(operation.method === 'POST' ? BAD_KEYS.map((value) => bad('idempotency-key', value, false)) : []),
    bad('accept', 'application/xml', false),
    bad('x-request-id', 'x'.repeat(300), false),
  ];
}
