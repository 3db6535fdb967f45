import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bodySchemaOf,
  exampleBody,
  operationsOf,
  type ApiDocument,
  type Operation,
} from '../support/openapi-reading.js';

/**
 * Runs sqlmap against every route of a running demonstration that takes anything: each id in an address, each field of
 * a query, each text of a body; signed in as an administrator, on a family's own routes as a family. Ends with 1 when it
 * can inject somewhere. Start the demonstration on data that may be lost.
 */

const base = (process.argv[2] ?? 'http://localhost:3000').replace(/\/$/, '');
const only = process.argv[3] ?? '';
const SPARED = ['/v1/sign-out', '/v1/me/community'];
const SOME_ID = '0199a1b2-0000-7000-8000-00000000dead';
const ROUTE_MINUTES = 10;
/** What sqlmap says once it has tried a suspicion out. */
const INJECTABLE = /identified the following injection point|resumed the following injection point/i;
const NOTHING = /all tested parameters do not appear to be injectable/i;

async function signIn(role: string): Promise<string> {
  const answer = await fetch(`${base}/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  const cookie = answer.headers.getSetCookie().find((it) => it.includes('session='));
  if (!cookie) throw new Error(`The demonstration at ${base} does not sign a ${role} in: ${answer.status}.`);
  return cookie.split(';')[0]!;
}

/** Every leaf of the body marked as a place to inject. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner)]));
  return typeof value === 'string' ? `${value}*` : value;
}

/** The route as a raw request; undefined when it takes nothing. */
function rawRequest(document: ApiDocument, operation: Operation, cookie: string): string | undefined {
  const query = operation.parameters.filter((it) => it.in === 'query');
  const schema = bodySchemaOf(document, operation);
  if (!operation.path.includes('{') && query.length === 0 && !schema) return undefined;
  const address = operation.path.replace(/\{\w+\}/g, `${SOME_ID}*`);
  const asked = query
    .map((it) => `${it.name}=${encodeURIComponent(String(it.schema.example ?? it.schema.default ?? 1))}*`)
    .join('&');
  const body = schema ? JSON.stringify(marked(exampleBody(document, schema, 'all'))) : '';
  const lines = [
    `${operation.method} ${address}${asked ? `?${asked}` : ''} HTTP/1.1`,
    `Host: ${new URL(base).host}`,
    `Cookie: ${cookie}`,
    'If-Match: "v1"',
    ...(body ? ['Content-Type: application/json'] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function attack(file: string, folder: string): Promise<string> {
  const options = ['--batch', '--level=2', '--risk=1', '--technique=BEU', '--dbms=postgresql'];
  const quiet = [
    '--flush-session',
    '--ignore-stdin',
    '--disable-coloring',
    '--ignore-code=*',
    `--output-dir=${folder}`,
  ];
  return new Promise((done, failed) => {
    const child = spawn('sqlmap', ['-r', file, ...options, ...quiet], { timeout: ROUTE_MINUTES * 60_000 });
    let said = '';
    child.stdout.on('data', (text) => (said += String(text)));
    child.on('error', failed);
    child.on('close', () => done(said));
  });
}

const document = (await (await fetch(`${base}/docs-json`)).json()) as ApiDocument;
const folder = await mkdtemp(join(tmpdir(), 'sqlmap-'));
const found: string[] = [];
let attacked = 0;
for (const operation of operationsOf(document)) {
  const name = `${operation.method} ${operation.path}`;
  if (SPARED.includes(operation.path) || !name.includes(only)) continue;
  const cookie = await signIn(operation.path.startsWith('/v1/me/') ? 'family' : 'administrator');
  const raw = rawRequest(document, operation, cookie);
  if (!raw) continue;
  const file = join(folder, 'request.txt');
  await writeFile(file, raw);
  const said = await attack(file, folder);
  const nothing = NOTHING.test(said) && !INJECTABLE.test(said);
  attacked += 1;
  process.stdout.write(`${name}: ${nothing ? 'nothing' : said.slice(-2_000)}\n`);
  if (!nothing) found.push(name);
}
await rm(folder, { recursive: true, force: true });
process.stdout.write(`${attacked} routes, ${found.length} with something found or not attacked.\n`);
process.exitCode = found.length > 0 ? 1 : 0;
