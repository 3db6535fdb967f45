import { describe, expect, test } from '@jest/globals';
import { answerOf, isPushEndpoint } from './push.rules.js';

describe('the address of a browser’s push service', () => {
  test.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
    'https://web.push.apple.com/abc',
  ])('%s is one', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(true);
  });

  test.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evilfcm.googleapis.com/x',
    'https://user:pass@fcm.googleapis.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://localhost/x',
    'file:///etc/passwd',
    'nonsense',
    `https://fcm.googleapis.com/${'a'.repeat(1_000)}`,
  ])('%s is none', (endpoint) => {
    expect(isPushEndpoint(endpoint)).toBe(false);
  });

  test('may be another when the configuration names its host, port included', () => {
    expect(isPushEndpoint('http://127.0.0.1:9/x', ['127.0.0.1:9'])).toBe(true);
    expect(isPushEndpoint('http://127.0.0.1:8/x', ['127.0.0.1:9'])).toBe(false);
  });
});

test('a push service takes it, says the browser is gone, or is asked again later', () => {
  expect([201, 299, 404, 410, 400, 413, 429, 500].map(answerOf)).toEqual([
    'taken',
    'taken',
    'gone',
    'gone',
    'later',
    'later',
    'later',
    'later',
  ]);
});
