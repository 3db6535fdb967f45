import { describe, expect, test } from '@jest/globals';
import type { ApiReply, ApiRequest } from './api-request.js';
import { browserToken, sessionToken, setCookie } from './cookies.js';

const SECURE = 'https://aiuto.example.org';
const PLAIN = 'http://localhost:3000';
const token = 'a'.repeat(43);
const planted = 'b'.repeat(43);
const asking = (cookies: Record<string, string>) => ({ cookies }) as unknown as ApiRequest;

describe.each([
  ['session', sessionToken],
  ['browser', browserToken],
] as const)('the %s cookie', (kind, read) => {
  const host = `__Host-intreccio-${kind}`;
  const bare = `intreccio-${kind}`;

  test('is read under the __Host- name alone over https', () => {
    expect(read(asking({ [host]: token, [bare]: planted }), SECURE)).toBe(token);
    expect(read(asking({ [bare]: planted }), SECURE)).toBeUndefined();
  });

  test('is read under its bare name alone over http', () => {
    expect(read(asking({ [bare]: token, [host]: planted }), PLAIN)).toBe(token);
    expect(read(asking({ [host]: planted }), PLAIN)).toBeUndefined();
  });

  test('is nothing when it is not a token', () => {
    expect(read(asking({ [host]: 'short' }), SECURE)).toBeUndefined();
  });

  test.each([
    [SECURE, host, true],
    [PLAIN, bare, false],
  ])('is set for %s as %s', (publicUrl, name, secure) => {
    const set: unknown[] = [];
    const reply = { setCookie: (...cookie: unknown[]) => set.push(...cookie) } as unknown as ApiReply;
    setCookie(reply, kind, token, 60, publicUrl);
    expect(set).toEqual([name, token, expect.objectContaining({ secure, httpOnly: true, path: '/' })]);
  });
});
