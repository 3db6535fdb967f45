import { readConfig } from '#platform';
import { afterEach, expect, jest, test } from '@jest/globals';
import { SmsSender } from './sms.sender.js';

afterEach(() => {
  jest.restoreAllMocks();
});

test('while developing a message is shown in the window, and only one to a phone', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const sender = new SmsSender({ smsUrl: 'console:', smsToken: undefined, smsFrom: undefined });
  await sender.send({ id: '1', to: '+393900000001', text: 'Codice 12345678' });
  expect(write.mock.calls).toEqual([['SMS to +393900000001: Codice 12345678\n']]);
  await expect(sender.send({ id: '2', to: '0382 1', text: 'x' })).rejects.toThrow('address-refused');
  expect(write).toHaveBeenCalledTimes(1);
});

test('in production codes are shown in no window', () => {
  const set = {
    DATABASE_URL: 'postgres://db.example.org/x?sslmode=verify-full',
    SMTP_URL: 'smtps://mail.example.org',
    MAIL_FROM: 'aiuto@example.org',
    PUBLIC_URL: 'https://aiuto.example.org',
    SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    SMS_URL: 'console:',
  };
  expect(readConfig({ ...set, NODE_ENV: 'development' }).smsUrl).toBe('console:');
  expect(() => readConfig({ ...set, NODE_ENV: 'production' })).toThrow(/^SMS_URL must be .*https:\/\//);
});
