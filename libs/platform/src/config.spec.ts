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
