import { describe, expect, test } from '@jest/globals';
import {
  chooseServerUser,
  cloneName,
  dataHomes,
  EmbeddedPostgresError,
  explainFailure,
  parsePostmasterFile,
  serverSettings,
} from './embedded-postgres.rules.js';

const passwd = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/:/bin/false\n';

describe('the account PostgreSQL runs as', () => {
  test('is the operator, unless that is root', () => {
    expect(chooseServerUser(1000, passwd)).toBeUndefined();
    expect(chooseServerUser(undefined, '')).toBeUndefined();
  });

  test('is "postgres" for root, else "nobody"', () => {
    const withPostgres = `${passwd}postgres:x:101:104::/var/lib/postgresql:/bin/bash\n`;
    expect(chooseServerUser(0, withPostgres)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(chooseServerUser(0, passwd)).toEqual({ name: 'nobody', uid: 65_534, gid: 65_533 });
  });

  test('is never another name for root', () => {
    expect(() => chooseServerUser(0, 'postgres:x:0:0::/:/bin/sh')).toThrow(EmbeddedPostgresError);
    expect(() => chooseServerUser(0, '')).toThrow('start Intreccio as a normal user');
  });
});

describe('the place of the data', () => {
  test('is the wanted one for a user, and has ways out for root', () => {
    expect(dataHomes('/a/b/.data', undefined, '/tmp')).toEqual(['/a/b/.data']);
    const homes = dataHomes('/a/b/.data', { name: 'nobody', uid: 1, gid: 1 }, '/tmp');
    expect(homes).toEqual([
      '/a/b/.data',
      expect.stringMatching(/^\/var\/lib/),
      expect.stringMatching(/^\/tmp/),
    ]);
  });

  test('is stable for one clone and another for the next', () => {
    expect(cloneName('/root/intreccio')).toBe(cloneName('/root/intreccio'));
    expect(cloneName('/root/intreccio')).not.toBe(cloneName('/srv/intreccio'));
    expect(cloneName('/root/a b/../…')).toMatch(/^[A-Za-z0-9._-]+$/);
  });
});

describe('the lock file of a server', () => {
  test('tells process, port and whether it is ready', () => {
    const text = '4711\n/data\n1700000000\n54329\n\n127.0.0.1\n  123 0\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 4711, port: 54_329, ready: true });
    expect(parsePostmasterFile(text.replace('ready', 'starting'))).toMatchObject({ ready: false });
  });

  test.each(['', '\n', 'no number\n', '-1\n', '0\n'])('that holds %j is none', (text) => {
    expect(parsePostmasterFile(text)).toBeUndefined();
  });
});

test('only tests give up safety against a crash', () => {
  expect(serverSettings(1, true).join(' ')).not.toContain('fsync');
  expect(serverSettings(1, false)).toContain('fsync=off');
});

describe('a failure', () => {
  test.each([
    ['initdb: error: could not write: No space left on device', 'The disk that holds /d is full'],
    ['Error: EROFS: read-only file system, mkdir', '/d lies on a read-only disk'],
    [
      'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use',
      'The port for PostgreSQL is in use',
    ],
    ['FATAL:  database files are incompatible with server', 'another version of PostgreSQL'],
    ['postgres: error while loading shared libraries: libssl.so', 'set DATABASE_URL'],
    ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'not enough memory'],
    ['Error: EACCES: permission denied, open', 'PostgreSQL may not write to /d'],
  ])('of "%s" becomes a sentence with what to do', (said, sentence) => {
    const explained = explainFailure(said, '/d', '/d/log');
    expect(explained).toContain(sentence);
    expect(explained).toMatch(/\.$/);
  });

  test('that nobody foresaw keeps its last words and names the log', () => {
    expect(explainFailure('first\nlast words\n', '/d', '/d/log')).toBe(
      'PostgreSQL did not start ("last words"): its log is /d/log.',
    );
  });
});
