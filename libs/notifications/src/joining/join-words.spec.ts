import { describe, expect, test } from '@jest/globals';
import { smsLength } from '../sms/sms-length.rules.js';
import { writeJoinLetter } from './join-words.js';

const VALUES = {
  community: 'Distretto di Pavia e dintorni',
  desk: '+39 0382 000000',
  code: '0123 4567 8901',
  link: `https://aiuto.example.org/join/${'a'.repeat(43)}`,
  reason: 'Abiti fuori dal distretto',
};
const KINDS = [
  'invitation',
  'claim',
  'refer',
  'code',
  'known',
  'waits',
  'welcome',
  'refused',
  'address-code',
  'address-taken',
  'address-changed',
] as const;

describe.each(['it', 'en', 'ar'] as const)('in %s', (language) => {
  test.each(KINDS)('%s is whole sentences, and an SMS of three parts at most', (kind) => {
    const { subject, text, sms } = writeJoinLetter(language, kind, VALUES);
    expect(`${subject}${text}${sms}`).not.toMatch(/[{}]|undefined/);
    expect(smsLength(sms).parts).toBeLessThanOrEqual(3);
    expect(sms).not.toMatch(/…$/);
  });

  test.each(['invitation', 'claim', 'refer'] as const)(
    '%s by SMS holds the whole link and the code',
    (kind) => {
      const { sms } = writeJoinLetter(language, kind, VALUES);
      expect(sms).toContain(VALUES.link);
      expect(sms).toContain(VALUES.code);
    },
  );

  test('the reason of a no is in the mail and not in the SMS, which others may read', () => {
    const { text, sms } = writeJoinLetter(language, 'refused', VALUES);
    expect(text).toContain(VALUES.reason);
    expect(sms).not.toContain(VALUES.reason);
  });
});

test('a line break in a name makes no second line of a subject', () => {
  const { subject } = writeJoinLetter('it', 'invitation', {
    ...VALUES,
    community: 'Uno\r\nBcc: x@example.org',
  });
  expect(subject).not.toMatch(/[\r\n]/);
});
