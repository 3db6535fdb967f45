import { describe, expect, test } from '@jest/globals';
import { WRITTEN_LANGUAGES, type WrittenLanguage } from '#communities';
import { IntlMessageFormat } from 'intl-messageformat';
import { HARD_RULES } from '../eligibility.rules.js';
import { sayExplanation } from './explanation-words.js';
import type { WordId } from './message-ids.js';
import { LEXICONS, say, type Reading } from './words.js';

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** ICU element types: 1 argument, 5 select, 6 plural; branches hold elements of their own. */
function placeholders(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 1) return [node.value];
    if (node.type === 5 || node.type === 6)
      return [node.value, ...Object.values(node.options).flatMap(({ value }) => placeholders(value))];
    return [];
  });
}

const namesIn = (pattern: string) => [
  ...new Set(placeholders(new IntlMessageFormat(pattern, 'en', undefined, { ignoreTag: true }).getAst())),
];

const languages = WRITTEN_LANGUAGES;
const ids = Object.keys(LEXICONS.it.sentences) as WordId[];
const reading = (language: WrittenLanguage): Reading => ({
  language,
  timeZone: 'Europe/Rome',
  names: new Map([
    ['c', 'Aiuto compiti'],
    ['z', 'Centro'],
    ['k', 'Colloquio'],
  ]),
});
const values = {
  visitsTogether: 2,
  minutes: 9,
  mostMinutes: 45,
  subjects: 1,
  extraSubjects: 2,
  asked: 1,
  days: 3,
  urgency: 'soon',
  hoursAhead: 30,
  neverPlaced: false,
  recentMinutes: 120,
  inDebit: true,
  required: 2,
  until: '2027-03-12',
  since: '2026-11-24T23:30:00.000Z',
  from: '2026-11-24T15:00:00.000Z',
  used: 60,
  most: 240,
  adds: 120,
  families: 4,
  waiting: 2,
  helpers: 3,
  fewer: 40,
  points: 37,
  least: 30,
  visits: 5,
  term: 'urgency',
  categoryId: 'c',
  zoneId: 'z',
  credentialTypeIds: ['k'],
  weekday: 2,
  band: 'afternoon',
};

describe.each(languages)('in %s', (language) => {
  test('every sentence is there, with the placeholders of the other languages, and whole', () => {
    expect(Object.keys(LEXICONS[language].sentences).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      expect([id, namesIn(LEXICONS[language].sentences[id]).sort()]).toEqual([
        id,
        namesIn(LEXICONS.it.sentences[id]).sort(),
      ]);
      expect(say(reading(language), { id, values }).sentence).not.toMatch(/[{}]|undefined|Invalid|NaN/);
    }
    expect(LEXICONS[language].weekdays).toHaveLength(7);
  });
});

test('every hard rule has its sentence', () => {
  expect(HARD_RULES.map((rule) => `rule-${rule}`).filter((id) => !ids.includes(id as WordId))).toEqual([]);
});

test('a recruiting sentence names weekday, part of the day, category, place and number', () => {
  const many = { ...values, helpers: 2 };
  expect(say(reading('en'), { id: 'recruit', values: many }).sentence).toBe(
    '2 more helpers for Aiuto compiti on Tuesday afternoon, within 9 minutes of Centro, would serve 4 families (5 visits).',
  );
  expect(say(reading('it'), { id: 'recruit', values: { ...many, helpers: 1 } }).sentence).toBe(
    'Una persona in più per Aiuto compiti, martedì pomeriggio, entro 9 minuti da Centro, aiuterebbe 4 famiglie (5 visite).',
  );
  expect(say(reading('ar'), { id: 'recruit', values: many }).sentence).toContain('بعد ظهر الثلاثاء');
});

test('an instant is read in the time zone of the community', () => {
  expect(say(reading('it'), { id: 'check-insured', values }).sentence).toBe(
    'È assicurata dal 25 novembre 2026.',
  );
  expect(say(reading('en'), { id: 'check-free', values }).sentence).toContain('Tuesday 24 November 16:00');
});

test('a sentence that misses a value is refused, not said half', () => {
  expect(() => say(reading('it'), { id: 'term-travel', values: {} })).toThrow();
});

describe('what choosing another helper costs', () => {
  const costs = (cost: unknown) =>
    sayExplanation(reading('en'), {
      terms: [],
      checks: [],
      nextBest: [{ helperId: 'h', score: 1, fewer: 1, why: 'lower-score', lower: [], cost: cost as never }],
    }).nextBest[0]!.says.at(-1)!.sentence;

  test.each([
    [{ atLeast: 37, about: 37, atMost: 37, visits: 0 }, 'Choosing this person costs the plan 37 points.'],
    [
      { atLeast: 12, about: 30, atMost: 37, visits: 0 },
      'Choosing this person costs the plan about 30 points, 37 at most.',
    ],
    [
      { atLeast: 12, about: 30, atMost: null, visits: 0 },
      'Choosing this person costs the plan at least 12 points, 30 by estimate.',
    ],
    [{ atLeast: 0, about: 0, atMost: 0, visits: 0 }, 'Choosing this person costs the plan nothing.'],
    [
      { atLeast: 9_000, about: 9_900, atMost: null, visits: 1 },
      'Choosing this person leaves 1 visit without help.',
    ],
    [null, 'This person has no room left for this visit: other promises are in the way.'],
  ])('%j is said as it is known', (cost, sentence) => {
    expect(costs(cost)).toBe(sentence);
  });

  test('an explanation of a time before costs says only what it knows', () => {
    expect(costs(undefined)).toBe('Fits less well: 1 point fewer for this visit.');
  });
});
