import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';

const SOURCES = ['apps/api/src', 'apps/worker/src', 'apps/cli', 'libs', 'test', '.config'];
/** Node's and npm's own, and what the tests' processes hand to one another. */
const NOT_SETTINGS = /^(PATH|NODE_OPTIONS|JEST_WORKER_ID|(INTRECCIO_TEST|DOOMED)_\w+|FAULT_(CLOCK|PREFIX))$/;
/** What the image, the proxy in front and the database beside decide in compose; the owner's is another service's. */
const SET_BY_COMPOSE = ['NODE_ENV', 'HOST', 'PORT', 'MIGRATION_DATABASE_URL', 'SECRET_KEY_PREVIOUS'];

const example = readFileSync('.env.example', 'utf8');
const documentedIn = (text: string) => [...text.matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!);

/** Names that the code reads: in brackets, behind a dot, or as the second argument of what reads them. */
function readByCode(): string[] {
  const texts = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs)$/.test(file))
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8')),
  );
  const reads = /\benv(?:\[['"]|\.|, ['"])([A-Z][A-Z0-9_]+)/g;
  const names = texts.flatMap((text) => [...text.matchAll(reads)].map(([, name]) => name!));
  return [...new Set(names)].filter((name) => !NOT_SETTINGS.test(name)).sort();
}

describe('.env.example', () => {
  it('says what each variable is that the code reads, and names no other', () => {
    expect(documentedIn(example).sort()).toEqual(readByCode());
  });
});

describe('compose', () => {
  const compose = readFileSync('docker/compose.yaml', 'utf8');

  it('hands each setting of a real installation on to API and worker', () => {
    const [, real = ''] = example.split(/^# --- .+$/m);
    const wanted = documentedIn(real).filter((name) => !SET_BY_COMPOSE.includes(name));
    expect(wanted.length).toBeGreaterThan(20);
    const [, environment = ''] = /^x-environment:.*\n((?:  .+\n)+)/m.exec(compose) ?? [];
    const handedOn = [...environment.matchAll(/^  ([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name!);
    expect(handedOn.sort()).toEqual(wanted.sort());
  });
});
