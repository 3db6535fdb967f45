import { describe, expect, test } from '@jest/globals';
import { MESSAGE_IDS, type MessageId } from './messages/message-ids.js';
import { RIGHTS, withheld, type Ground, type Standing } from './right.rules.js';
import { TOPICS, type Audience, type SubjectKind } from './topics.js';

/** Somebody active with nothing to do with it. */
const NOBODY: Standing = {
  member: 'active',
  guardian: false,
  counted: false,
  named: false,
  apart: false,
  atDesk: false,
  reviews: false,
};
const standing = (given: Partial<Standing>): Standing => ({ ...NOBODY, ...given });
const GUARDIAN = standing({ guardian: true });
const HELPER = standing({ counted: true, named: true });
const FORMER = standing({ named: true });

/** On what grounds an audience is told: one of them has to stand in the row. */
const GROUNDS_OF: Readonly<Record<Audience, readonly Ground[]>> = {
  guardians: ['guardian', 'guardian-always'],
  'open-guardians': ['guardian'],
  helpers: ['comes', 'came', 'named'],
  owner: ['desk'],
  desk: ['desk'],
  duty: ['desk'],
  answering: ['came', 'named'],
  concerned: ['own', 'desk', 'reviewer', 'named'],
};

const told = Object.values(TOPICS).flatMap(({ subject, tells }) =>
  tells.map(({ audience, message }) => ({ subject, audience, message })),
);

describe('every message', () => {
  test('has a row that says who may still get it, and nothing else has', () => {
    expect(Object.keys(RIGHTS).sort()).toEqual([...MESSAGE_IDS].sort());
    expect(MESSAGE_IDS.filter((id) => RIGHTS[id].length === 0)).toEqual([]);
  });

  test('may leave on a ground of each audience that is told it', () => {
    const missing = told.filter(
      ({ audience, message }) => !RIGHTS[message].some((ground) => GROUNDS_OF[audience].includes(ground)),
    );
    expect(missing).toEqual([]);
  });

  test('that the desk alone is told leaves on no other ground', () => {
    const desk = (message: MessageId) =>
      message.endsWith('-desk') ||
      told.every((row) => row.message !== message || ['owner', 'desk', 'duty'].includes(row.audience));
    const wrong = MESSAGE_IDS.filter(desk).filter((id) => RIGHTS[id].some((ground) => ground !== 'desk'));
    expect(wrong).toEqual([]);
  });

  test('about a family or a visit goes to nobody who has nothing to do with it any more', () => {
    const shared: readonly SubjectKind[] = [
      'request',
      'visit',
      'assignment',
      'seat',
      'replacement-ask',
      'time-entry',
      'household',
      'referral',
      'exchange',
    ];
    const leaves = told.filter(
      ({ subject, message }) => shared.includes(subject) && withheld(message, NOBODY) === undefined,
    );
    expect(leaves).toEqual([]);
  });

  test('stays with us where somebody has left', () => {
    const all = standing({ guardian: true, counted: true, named: true, atDesk: true, reviews: true });
    expect(new Set(MESSAGE_IDS.map((id) => withheld(id, { ...all, member: 'left' })))).toEqual(
      new Set(['left']),
    );
    expect(MESSAGE_IDS.filter((id) => withheld(id, all))).toEqual([]);
  });
});

describe('a helper who is not counted on any more', () => {
  test.each<MessageId>([
    'helper-asked',
    'visit-confirmed-helper',
    'seat-reminder-helper',
    'hours-to-confirm',
  ])('gets no %s', (message) => {
    expect(withheld(message, HELPER)).toBeUndefined();
    expect(withheld(message, FORMER)).toBe('not-concerned');
  });

  test.each<MessageId>(['visit-cancelled', 'assignment-cancelled', 'guardian-refused', 'replacement-taken'])(
    'still hears of the end: %s',
    (message) => expect(withheld(message, FORMER)).toBeUndefined(),
  );
});

describe('a suspended helper', () => {
  const suspended: Standing = { ...HELPER, member: 'suspended' };

  test('is not told where to be, and hears what was cancelled and that a child is waited for', () => {
    expect(withheld('seat-reminder-helper', suspended)).toBe('suspended');
    expect(withheld('hours-due', suspended)).toBe('suspended');
    expect(withheld('seat-cancelled', suspended)).toBeUndefined();
    expect(withheld('hand-over-late-helper', suspended)).toBeUndefined();
  });

  test('hears of a sign-in in their name', () =>
    expect(withheld('new-device', standing({ member: 'suspended' }))).toBeUndefined());
});

test('a helper kept apart from the household is not sent there, and is still asked for the hours they gave', () => {
  const apart: Standing = { ...HELPER, apart: true };
  expect(withheld('visit-confirmed-helper', apart)).toBe('kept-apart');
  expect(withheld('hours-to-confirm', apart)).toBeUndefined();
});

test('a guardian who is suspended hears that nobody comes, and of their child; not who comes when', () => {
  const suspended: Standing = { ...GUARDIAN, member: 'suspended' };
  expect(withheld('visit-confirmed-family', suspended)).toBe('suspended');
  expect(withheld('visit-cancelled', suspended)).toBeUndefined();
  expect(withheld('hand-over-late-family', suspended)).toBeUndefined();
});

test('whoever is at the desk gets its messages, a report only when they may look into it', () => {
  expect(withheld('call-me-desk', NOBODY)).toBe('left-the-desk');
  expect(withheld('call-me-desk', standing({ atDesk: true }))).toBeUndefined();
  expect(withheld('incident-reported', standing({ atDesk: true }))).toBe('not-concerned');
  expect(withheld('incident-reported', standing({ reviews: true }))).toBe('left-the-desk');
});
