import { describe, expect, test } from '@jest/globals';
import { servedUrl } from './demo-config.js';
import { openDatabase } from './open-database.js';

const OWNER = 'postgres://owner@db.example/intreccio';
const RUNTIME = 'postgres://runtime@db.example/intreccio';

describe('API and worker of a start serve', () => {
  test('with the login of DATABASE_URL, whoever migrates', () => {
    const env = { DATABASE_URL: RUNTIME, MIGRATION_DATABASE_URL: OWNER };
    expect(servedUrl(env, { url: OWNER, embedded: false })).toBe(RUNTIME);
  });

  test('with the one login there is, when there is one', () => {
    expect(servedUrl({ MIGRATION_DATABASE_URL: OWNER }, { url: OWNER, embedded: false })).toBe(OWNER);
    expect(servedUrl({ DATABASE_URL: RUNTIME }, { url: RUNTIME, embedded: false })).toBe(RUNTIME);
    expect(servedUrl({ DATABASE_URL: '' }, { url: OWNER, embedded: true })).toBe(OWNER);
  });
});

test('no command of a production works on embedded data: an address that is missing is said to be', async () => {
  await expect(openDatabase({ NODE_ENV: 'production' }, () => undefined)).rejects.toThrow(
    'DATABASE_URL is missing: with NODE_ENV=production no command works on embedded data; .env.example shows how.',
  );
});
