import { describe, expect, test } from '@jest/globals';
import { explainConnection, explainRedis, explainVersion, isDatabaseUrl } from './connection.rules.js';

const url = 'postgres://anna:secret@db.example:6543/intreccio';

describe('a database that cannot be used', () => {
  test.each([
    [{ code: 'ECONNREFUSED' }, 'No PostgreSQL answers at db.example:6543/intreccio: start it'],
    [{ code: 'ENOTFOUND' }, 'The host of db.example'],
    [{ message: 'timeout expired' }, 'does not answer in time'],
    [{ code: '28P01' }, 'refuses the user or the password'],
    [{ code: '3D000' }, 'create it with createdb'],
    [new Error('odd'), 'cannot be used (odd)'],
  ])('is explained, with the variable and without the password: %j', (error, sentence) => {
    const said = explainConnection(error, url, 'DATABASE_URL');
    expect(said).toContain(sentence);
    expect(said).toMatch(/\(DATABASE_URL\)\.$/);
    expect(said).not.toContain('secret');
  });

  test('may be too old', () => {
    expect(explainVersion(150_000)).toBeUndefined();
    expect(explainVersion(180_004)).toBeUndefined();
    expect(explainVersion(149_999)).toContain('PostgreSQL 14, and Intreccio needs 15');
  });
});

test('an address is one of PostgreSQL or none', () => {
  expect(['postgres://a/b', 'postgresql://a@b:1/c'].map(isDatabaseUrl)).toEqual([true, true]);
  expect(['', 'a', 'mysql://a/b', 'redis://a'].map(isDatabaseUrl)).toEqual([false, false, false, false]);
});

test.each([
  [{ code: 'ECONNREFUSED' }, 'does not answer: start it'],
  [{ message: 'NOAUTH Authentication required.' }, 'refuses the user or the password: start it'],
  [
    new Error('Reaching Redis took longer than 5000 ms.'),
    'does not answer (Reaching Redis took longer than 5000 ms):',
  ],
])('a Redis that cannot be used is explained without its password: %j', (error, sentence) => {
  const said = explainRedis(error, 'redis://:secret@queue.example');
  expect(said).toContain(`Redis at queue.example:6379 ${sentence}`);
  expect(said).toMatch(/ REDIS_URL, or take it away and the queue lives in PostgreSQL\.$/);
  expect(said).not.toContain('secret');
});
