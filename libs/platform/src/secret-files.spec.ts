import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { SECRETS, withSecretFiles } from './secret-files.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'intreccio-secrets-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

describe('a secret in a file', () => {
  it.each(SECRETS)('%s is read from the file that its variable with _FILE names', (name) => {
    const env = withSecretFiles({ [`${name}_FILE`]: fileOf(name, 'what is kept\n'), PORT: '1' });
    expect(env).toEqual({ [name]: 'what is kept', PORT: '1' });
  });

  it('is a setting like any other to what reads the configuration', () => {
    const config = readConfig(
      withSecretFiles({
        DATABASE_URL_FILE: fileOf('database', 'postgres://intreccio:kept@localhost/intreccio\r\n'),
        SMTP_URL: 'smtp://localhost:1025',
        SECRET_KEY_FILE: fileOf('key', `${Buffer.alloc(32, 9).toString('base64')}\n`),
      }),
    );
    expect(config.databaseUrl).toBe('postgres://intreccio:kept@localhost/intreccio');
    expect(config.secretKey).toEqual(Buffer.alloc(32, 9));
  });

  it('is not one where the variable is empty, as compose hands on what nobody set', () => {
    expect(withSecretFiles({ SMS_TOKEN: 'said', SMS_TOKEN_FILE: '' })).toEqual({ SMS_TOKEN: 'said' });
    const file = fileOf('token', 'kept');
    expect(withSecretFiles({ SMS_TOKEN: '', SMS_TOKEN_FILE: file })).toEqual({ SMS_TOKEN: 'kept' });
  });

  it('beside the same one in the environment is refused: one of them would be forgotten', () => {
    const env = { SECRET_KEY: 'said', SECRET_KEY_FILE: fileOf('both', 'kept') };
    expect(() => withSecretFiles(env)).toThrow(
      'SECRET_KEY and SECRET_KEY_FILE are both set: take one of them out of the environment.',
    );
  });

  it('that is missing, empty, a folder or far too large is refused in a sentence that says what to do', () => {
    const reading = (file: string) => () => withSecretFiles({ SMTP_URL_FILE: file });
    expect(reading('/nowhere/smtp')).toThrow(
      'SMTP_URL_FILE names /nowhere/smtp, which cannot be read (ENOENT): correct the path, or let this account read it.',
    );
    expect(reading(folder)).toThrow(/^SMTP_URL_FILE names .+ cannot be read \(EISDIR\)/);
    expect(reading(fileOf('empty', ' \n'))).toThrow(/which is empty: put the secret into it\.$/);
    expect(reading(fileOf('large', 'x'.repeat(65_537)))).toThrow(/more than 65536 bytes/);
    expect(reading(fileOf('full', 'x'.repeat(65_536)))).not.toThrow();
  });
});
