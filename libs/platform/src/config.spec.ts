import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const DEVELOPMENT = {
  DATABASE_URL: 'postgres://intreccio@localhost:5432/intreccio',
  SMTP_URL: 'smtp://localhost:1025',
};
const PRODUCTION = {
  ...DEVELOPMENT,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://aiuto.example.org',
  MAIL_FROM: 'aiuto@example.org',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('how often anything may be changed within a minute', () => {
  test('is what people make, in production', () => {
    expect(readConfig(PRODUCTION).changesPerMinute).toEqual({ account: 300, address: 3000, all: 30_000 });
  });

  test('is a hundred times as much outside it', () => {
    expect(readConfig(DEVELOPMENT).changesPerMinute).toEqual({
      account: 30_000,
      address: 300_000,
      all: 3_000_000,
    });
  });

  test('is what the environment says, in both', () => {
    const said = { CHANGES_PER_MINUTE: '1,20,300' };
    for (const environment of [PRODUCTION, DEVELOPMENT]) {
      expect(readConfig({ ...environment, ...said }).changesPerMinute).toEqual({
        account: 1,
        address: 20,
        all: 300,
      });
    }
  });

  test.each(['1,20', '1,20,300,4', '0,20,300', '1.5,20,300', 'many'])('refuses %s', (value) => {
    expect(() => readConfig({ ...DEVELOPMENT, CHANGES_PER_MINUTE: value })).toThrow(
      new ConfigError(
        `CHANGES_PER_MINUTE must be three whole numbers, of an account, an address and all, like 300,3000,30000; not "${value}".`,
      ),
    );
  });
});

test('how often anything may be read is four times as much, and is said in its own words', () => {
  expect(readConfig(PRODUCTION).readsPerMinute).toEqual({ account: 1200, address: 12_000, all: 120_000 });
  expect(readConfig({ ...PRODUCTION, READS_PER_MINUTE: '5,6,7' }).readsPerMinute).toEqual({
    account: 5,
    address: 6,
    all: 7,
  });
  expect(() => readConfig({ ...DEVELOPMENT, READS_PER_MINUTE: '1' })).toThrow(
    'READS_PER_MINUTE must be three',
  );
});

test('a certificate is one with its key, or none at all', () => {
  const read = (said: NodeJS.ProcessEnv) => () => readConfig({ ...DEVELOPMENT, ...said }).tls;
  expect(read({})()).toBeUndefined();
  expect(read({ TLS_CERT: 'x' })).toThrow('TLS_CERT and TLS_KEY belong together: set both, or neither.');
  expect(read({ TLS_CERT: 'x', TLS_KEY: 'y' })).toThrow(
    'TLS_CERT and TLS_KEY are no certificate with its key in PEM: correct them.',
  );
});

describe('servers behind a production', () => {
  const KEPT_APART = { UNENCRYPTED_HOSTS: 'db.internal,10.0.0.7' };
  const refusal = (name: string, address: string, more: NodeJS.ProcessEnv = {}) => {
    try {
      readConfig({ ...PRODUCTION, ...more, [name]: address });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    ['DATABASE_URL', 'postgres://a:hidden@db.example.org/i', 'add ?sslmode=verify-full to it'],
    [
      'DATABASE_URL',
      'postgres://a:hidden@db.example.org/i?sslmode=require',
      'add ?sslmode=verify-full to it',
    ],
    ['DATABASE_URL', 'postgres://a:hidden@db.example.org/i?sslmode=verify-full&sslmode=disable', 'add'],
    ['DATABASE_URL', 'postgres://a:hidden@localhost/i?host=db.example.org', 'add ?sslmode=verify-full to it'],
    ['MIGRATION_DATABASE_URL', 'postgres://a:hidden@db.example.org/i', 'add ?sslmode=verify-full to it'],
    ['REDIS_URL', 'redis://:hidden@db.example.org:6379', 'begin it with rediss://'],
    ['SMTP_URL', 'smtps://a:hidden@db.example.org?tls.rejectUnauthorized=false', 'leave away its parameters'],
  ])('%s %s is refused', (name, address, how) => {
    const said = refusal(name, address);
    expect(said).toContain(`${name} would reach db.example.org without checked TLS: ${how}`);
    expect(said).toMatch(/or name the host in UNENCRYPTED_HOSTS where the network between is yours alone\.$/);
    expect(said).not.toContain('hidden');
    expect(refusal(name, address, { NODE_ENV: 'development' })).toBe('');
  });

  test.each([
    ['DATABASE_URL', 'postgres://a@db.example.org/i?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres:///i?host=/var/run/postgresql'],
    ['DATABASE_URL', 'postgres://a@127.0.0.1:5432/i'],
    ['DATABASE_URL', 'postgres://a@[::1]/i'],
    ['REDIS_URL', 'rediss://db.example.org'],
    ['REDIS_URL', 'redis://localhost'],
    ['SMTP_URL', 'smtp://a:b@mail.example.org:587'],
    ['SMTP_URL', 'smtps://mail.example.org'],
  ])('%s %s is taken', (name, address) => {
    expect(refusal(name, address)).toBe('');
  });

  test('are spoken to in the clear where the operator names them, and no other', () => {
    expect(refusal('DATABASE_URL', 'postgres://a@db.internal/i', KEPT_APART)).toBe('');
    expect(refusal('REDIS_URL', 'redis://10.0.0.7', KEPT_APART)).toBe('');
    expect(refusal('REDIS_URL', 'redis://10.0.0.70', KEPT_APART)).toContain('would reach 10.0.0.70');
    expect(refusal('REDIS_URL', 'redis://127.evil.example')).toContain('would reach');
    expect(refusal('REDIS_URL', 'redis://q.internal', { UNENCRYPTED_HOSTS: 'a b' })).toBe(
      'UNENCRYPTED_HOSTS must be names of hosts with commas, like db.internal,queue.internal.',
    );
  });
});
