import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { MESSAGE_IDS } from './messages/message-ids.js';
import { TOPICS } from './topics.js';
import {
  languageOf,
  LANGUAGES,
  writeMessage,
  writeSignIn,
  type LanguageCode,
  type SafeValues,
} from './words.js';

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** ICU element types: 1 argument, 6 plural; plural branches hold elements of their own. */
function placeholders(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 1) return [node.value];
    if (node.type === 6)
      return [node.value, ...Object.values(node.options).flatMap(({ value }) => placeholders(value))];
    return [];
  });
}

const namesIn = (pattern: string) =>
  [
    ...new Set(placeholders(new IntlMessageFormat(pattern, 'en', undefined, { ignoreTag: true }).getAst())),
  ].sort();

const languages = Object.keys(LANGUAGES) as LanguageCode[];
const where = {
  timeZone: 'Europe/Rome',
  community: 'Distretto',
  deskPhone: '+39 0382 000000',
  helperName: 'Anna',
};
const values: SafeValues = {
  startsAt: '2026-11-24T15:00:00.000Z',
  endsAt: '2026-11-24T16:30:00.000Z',
  categoryCode: 'homework-help',
  category: 'Aiuto compiti',
  credential: 'Colloquio',
  organisation: 'Auser',
  helperId: 'x',
  minutes: 90,
  visits: 3,
  count: 1,
  autoConfirmDays: 7,
  validUntil: '2027-01-31',
  happenedOn: '2026-11-20',
};

describe.each(languages)('in %s', (language) => {
  test('every message is there, and nothing beside', () => {
    expect(Object.keys(LANGUAGES[language].messages).sort()).toEqual([...MESSAGE_IDS].sort());
  });

  test.each(MESSAGE_IDS)('%s has the placeholders of the other languages and makes whole sentences', (id) => {
    const { subject, text } = LANGUAGES[language].messages[id];
    expect([...new Set([...namesIn(subject), ...namesIn(text)])].sort()).toEqual(
      [
        ...new Set([
          ...namesIn(LANGUAGES.it.messages[id].subject),
          ...namesIn(LANGUAGES.it.messages[id].text),
        ]),
      ].sort(),
    );
    const words = writeMessage(language, id, values, where);
    expect(`${words.subject}${words.text}`).not.toMatch(/[{}]|undefined|Invalid/);
    expect(words.subject).not.toMatch(/\p{Cc}/u);
    expect(words.text.length).toBeLessThan(700);
  });

  test('the sign-in mail carries the code', () => {
    expect(writeSignIn(language, '01234567').text).toContain('01234567');
  });
});

test('every message is told by some topic', () => {
  const told = Object.values(TOPICS).flatMap(({ tells }) => tells.map(({ message }) => message));
  expect([...new Set(told)].sort()).toEqual([...MESSAGE_IDS].sort());
});

test('dates and times are those of the community, in the reader’s language', () => {
  expect(writeMessage('it', 'helper-asked', values, where).text).toContain(
    'martedì 24 novembre dalle 16:00 alle 17:30',
  );
  expect(writeMessage('en', 'helper-asked', values, where).text).toContain(
    'Tuesday 24 November from 16:00 to 17:30',
  );
  expect(writeMessage('ar', 'helper-asked', values, where).text).toContain('الثلاثاء');
});

test('numbers follow the grammar of the language', () => {
  const minutes = (language: LanguageCode, count: number) =>
    writeMessage(language, 'hours-confirmed', { ...values, minutes: count }, where).text;
  expect(minutes('it', 1)).toContain('1 minuto.');
  expect(minutes('it', 60)).toContain('60 minuti.');
  expect(minutes('ar', 2)).toContain('دقيقتين');
  expect(minutes('ar', 5)).toContain('5 دقائق');
});

test('a message that misses a value is refused, not sent half', () => {
  expect(() => writeMessage('it', 'helper-asked', {}, where)).toThrow();
});

test('a line end in a category cannot become a header, nor markup a value', () => {
  const words = writeMessage(
    'it',
    'request-received',
    { ...values, categoryCode: 'x', category: 'A\r\nBcc: b@x.example {n}' },
    where,
  );
  expect(words.subject).toBe('Abbiamo la tua richiesta: A Bcc: b@x.example {n}');
});

test('an unknown language falls back to the community’s, then to Italian', () => {
  expect(languageOf('ar-EG')).toBe('ar');
  expect(languageOf('ro', 'en')).toBe('en');
  expect(languageOf('ro', 'sq')).toBe('it');
  expect(languageOf('toString')).toBe('it');
});
