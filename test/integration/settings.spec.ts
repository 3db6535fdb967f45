import { readConfig, SECRETS } from '#platform';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { prepareSecrets } from '../support/tls-servers.js';

const SOURCES = ['apps/api/src', 'apps/worker/src', 'apps/cli', 'libs', 'test', '.config'];
/** Node's and npm's own, and what the tests' processes hand to one another. */
const NOT_SETTINGS = /^(PATH|NODE_OPTIONS|JEST_WORKER_ID|(INTRECCIO_TEST|DOOMED)_\w+|FAULT_(CLOCK|PREFIX))$/;
/** What the image, the proxy in front and the database beside decide in compose; the owner's is another service's. */
const SET_BY_COMPOSE = [
  'NODE_ENV',
  'HOST',
  'PORT',
  'TLS_CERT',
  'TLS_KEY',
  'MIGRATION_DATABASE_URL',
  'SECRET_KEY_PREVIOUS',
];

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
    const inFiles = SECRETS.map((name) => `${name}_FILE`);
    expect(documentedIn(example).sort()).toEqual([...new Set([...readByCode(), ...inFiles])].sort());
  });
});

describe('compose', () => {
  const compose = readFileSync('docker/compose.yaml', 'utf8');

  it('hands each setting of a real installation on to API and worker', () => {
    const [, real = ''] = example.split(/^# --- .+$/m);
    const wanted = documentedIn(real).filter(
      (name) => !SET_BY_COMPOSE.includes(name) && !name.endsWith('_FILE'),
    );
    expect(wanted.length).toBeGreaterThan(20);
    const [, environment = ''] = /^x-environment:.*\n((?:  .+\n)+)/m.exec(compose) ?? [];
    const handedOn = [...environment.matchAll(/^  ([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name!);
    const settings = handedOn.map((name) => name.replace(/_FILE$/, ''));
    expect(settings.filter((name) => name !== 'NODE_EXTRA_CA_CERTS').sort()).toEqual(wanted.sort());
    for (const name of ['DATABASE_URL', 'SMTP_URL', 'SECRET_KEY']) expect(handedOn).toContain(`${name}_FILE`);
  });

  it('puts no secret into an environment that it could mount, and every file it mounts is made by prepare.sh', () => {
    expect(compose).not.toMatch(/PASSWORD: |SECRET_KEY: |DATABASE_URL: /);
    const mounted = [...compose.matchAll(/file: \.\/secrets\/(\w+)/g)].map(([, name]) => name!);
    const folder = prepareSecrets();
    expect(mounted.filter((name) => readFileSync(`${folder}/${name}`, 'utf8').trim() === '')).toEqual([]);
    expect(mounted.length).toBeGreaterThan(8);
    rmSync(folder, { recursive: true });
  });

  it('speaks TLS to its database, queue and mail catcher', () => {
    expect(compose).toContain('REDIS_URL: rediss://valkey:6379');
    const folder = prepareSecrets();
    const kept = (name: string) => readFileSync(`${folder}/${name}`, 'utf8').trim();
    const read = () =>
      readConfig({
        NODE_ENV: 'production',
        DATABASE_URL: kept('database_url'),
        MIGRATION_DATABASE_URL: kept('migration_database_url'),
        REDIS_URL: 'rediss://valkey:6379',
        SMTP_URL: kept('smtp_url'),
        SECRET_KEY: kept('secret_key'),
        MAIL_FROM: 'aiuto@example.org',
        PUBLIC_URL: 'https://aiuto.example.org',
      });
    expect(read()).toMatchObject({ smtpUrl: 'smtp://mailpit:1025', smtpNeedsTls: true });
    rmSync(folder, { recursive: true });
  });
});
