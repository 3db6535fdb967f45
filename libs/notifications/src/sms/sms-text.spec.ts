import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import type { LanguageCode, SafeValues } from '../languages.js';
import { TOPICS } from '../topics.js';
import { MOST_PARTS, smsLength, withinParts } from './sms-length.rules.js';
import { hasSms, writeSms } from './sms-text.js';
import { SMS_WORDS, type SmsMessageId } from './sms-words.js';

const ids = Object.keys(SMS_WORDS.it) as SmsMessageId[];
const languages = Object.keys(SMS_WORDS) as LanguageCode[];
const where = {
  timeZone: 'Europe/Rome',
  community: 'Distretto',
  deskPhone: '+39 0382 000000',
  helperName: 'Massimiliana Antonella',
};
const values: SafeValues = {
  startsAt: '2026-09-30T18:00:00.000Z',
  endsAt: '2026-09-30T20:30:00.000Z',
  categoryCode: 'homework-help',
  category: 'Aiuto compiti',
  helperId: 'x',
  minutes: 150,
  visits: 25,
};

describe('the length of a short message', () => {
  test.each([
    ['a'.repeat(160), 'gsm', 1],
    ['a'.repeat(161), 'gsm', 2],
    ['a'.repeat(306), 'gsm', 2],
    ['a'.repeat(307), 'gsm', 3],
    ['€'.repeat(80), 'gsm', 1],
    ['€'.repeat(81), 'gsm', 2],
    ['è'.repeat(160), 'gsm', 1],
    ['È', 'ucs2', 1],
    ['م'.repeat(70), 'ucs2', 1],
    ['م'.repeat(71), 'ucs2', 2],
    ['😀'.repeat(35), 'ucs2', 1],
    ['😀'.repeat(36), 'ucs2', 2],
  ] as const)('%#: counts its parts', (text, encoding, parts) => {
    expect(smsLength(text)).toMatchObject({ encoding, parts });
  });

  test('is cut at a whole letter, and only beyond the last part', () => {
    expect(withinParts('a'.repeat(459))).toHaveLength(459);
    expect(withinParts('a'.repeat(460))).toHaveLength(459);
    expect(withinParts('😀'.repeat(200))).toBe('😀'.repeat(100));
  });
});

describe.each(languages)('in %s', (language) => {
  test.each(ids)('%s says what it must within its parts, and nothing more', (id) => {
    const text = writeSms(language, id, values, where);
    expect(text).not.toMatch(/[{}]|undefined|Invalid|Aiuto compiti|Antonella/);
    expect(smsLength(text).parts).toBeLessThanOrEqual(language === 'ar' ? MOST_PARTS : 2);
    if (language !== 'ar') expect([id, smsLength(text).encoding]).toEqual([id, 'gsm']);
    if (!id.endsWith('-desk')) expect(text).toContain('+390382000000');
  });

  test('names the same values as the others', () => {
    for (const id of ids) {
      const names = (pattern: string) =>
        [...new Set([...pattern.matchAll(/\{(\w+)/g)].map(([, name]) => name))].filter((name) =>
          Object.hasOwn({ helper: 1, desk: 1, day: 1, time: 1, until: 1, visits: 1, minutes: 1 }, name!),
        );
      expect(() => new IntlMessageFormat(SMS_WORDS[language][id], language)).not.toThrow();
      expect([id, names(SMS_WORDS[language][id]).sort()]).toEqual([id, names(SMS_WORDS.it[id]).sort()]);
    }
  });
});

test('a question says how to answer, in digits', () => {
  expect(writeSms('it', 'helper-asked', { ...values, visits: 1 }, where)).toBe(
    'Puoi aiutare mer 30 set dalle 20:00 alle 22:30? Rispondi 1 sì, 2 no, 3 chiamatemi. Tel +390382000000',
  );
  for (const language of languages) {
    for (const id of ['helper-asked', 'guardian-asked', 'replacement-asked', 'hours-to-confirm'] as const) {
      expect(writeSms(language, id, values, where)).toMatch(/1.+2.+3/);
    }
    expect(writeSms(language, 'seat-reminder-helper', values, where)).toMatch(/4.+5/);
  }
});

test('every message that somebody must hear at once is short enough for a phone without mail', () => {
  // Of incidents only those who review them are told: people of the desk, who have mail.
  const urgent = Object.values(TOPICS).flatMap(({ subject, quiet, tells }) =>
    quiet === 'waits' || subject === 'incident'
      ? []
      : tells.filter(({ mail, audience }) => mail && !DESK.includes(audience)),
  );
  expect(urgent.map(({ message }) => message).filter((message) => !hasSms(message))).toEqual([]);
});

const DESK = ['owner', 'desk', 'duty'];
