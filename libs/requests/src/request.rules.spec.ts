import { describe, expect, test } from '@jest/globals';
import {
  checkFacts,
  checkNote,
  keepComing,
  readSchedule,
  shiftSchedule,
  type ScheduleInput,
} from './request.rules.js';
import { expandSchedule } from './recurrence.rules.js';
import { requestMachine } from './request.machine.js';

const ONCE: ScheduleInput = {
  frequency: 'once',
  firstDay: '2026-10-07',
  startTime: '16:00',
  endTime: '18:00',
};
const WEEKLY: ScheduleInput = { ...ONCE, frequency: 'weekly', untilDay: '2026-11-04' };
const code = (name: string) => expect.objectContaining({ code: name });

describe('a schedule as people write it', () => {
  test('weekly without weekdays means the first day’s', () => {
    expect(readSchedule(WEEKLY)).toMatchObject({
      weekdays: [3],
      durationMinutes: 120,
      startMinute: 960,
      endMinute: 1_080,
    });
  });

  test('an evening may end after midnight, for at most 24 hours', () => {
    expect(readSchedule({ ...ONCE, startTime: '22:00', endTime: '01:00', endsNextDay: true }).endMinute).toBe(
      1_500,
    );
    expect(readSchedule({ ...ONCE, endTime: '16:00', endsNextDay: true }).durationMinutes).toBe(1_440);
    expect(() => readSchedule({ ...ONCE, endTime: '16:01', endsNextDay: true })).toThrow(code('times-wrong'));
  });

  test('a return at night may be on the next day, never before the way there has ended', () => {
    const out = { ...ONCE, startTime: '22:00', endTime: '22:30' };
    const back = { startTime: '00:30', endTime: '01:00' };
    expect(readSchedule({ ...out, returnLeg: { ...back, startsNextDay: true } }).returnLeg).toEqual({
      startMinute: 1_470,
      endMinute: 1_500,
    });
    expect(() => readSchedule({ ...out, returnLeg: back })).toThrow(code('times-wrong'));
  });

  test.each<[string, Partial<ScheduleInput>]>([
    ['ends when it starts', { endTime: '16:00' }],
    ['lasts 14 minutes', { endTime: '16:14' }],
    ['has weekdays but is needed once', { weekdays: [1] }],
    ['is needed once but has a last day', { untilDay: '2026-10-08' }],
    ['is weekly without a last day', { frequency: 'weekly' }],
    ['is on a day that does not exist', { firstDay: '2026-02-29' }],
  ])('is refused when it %s', (_, parts) => {
    expect(() => readSchedule({ ...ONCE, ...parts })).toThrow(code('times-wrong'));
  });

  test('again like last time runs as long', () => {
    expect(shiftSchedule(WEEKLY, '2026-12-02')).toMatchObject({
      firstDay: '2026-12-02',
      untilDay: '2026-12-30',
    });
    expect(shiftSchedule(ONCE, '2026-12-02')).toMatchObject({ firstDay: '2026-12-02', untilDay: undefined });
  });
});

describe('what is still to come', () => {
  const at = (now: string, startedOn?: string) => ({
    now: new Date(now),
    today: now.slice(0, 10),
    startedOn,
  });
  const coming = (input: ScheduleInput, when: ReturnType<typeof at>) => {
    const schedule = readSchedule(input);
    return keepComing(expandSchedule(schedule, 'Europe/Rome'), schedule, when);
  };

  test('a start a second ahead counts, the same second does not', () => {
    expect(coming(ONCE, at('2026-10-07T13:59:59Z'))).toHaveLength(1);
    expect(() => coming(ONCE, at('2026-10-07T14:00:00Z'))).toThrow(code('in-the-past'));
  });

  test('a running series keeps its first day, a new one may not begin yesterday', () => {
    expect(coming(WEEKLY, at('2026-10-08T08:00:00Z', '2026-10-07'))).toHaveLength(4);
    expect(() => coming(WEEKLY, at('2026-10-08T08:00:00Z'))).toThrow(code('in-the-past'));
    expect(() => coming(WEEKLY, at('2026-11-05T08:00:00Z', '2026-10-07'))).toThrow(code('no-occurrences'));
  });

  test.each([
    ['once', ONCE],
    ['weekly', WEEKLY],
  ])('help that is needed %s begins 400 days ahead, and not a day later', (_, input) => {
    // 400 days before 7 October 2026.
    expect(coming(input, at('2025-09-02T08:00:00Z')).length).toBeGreaterThan(0);
    expect(() => coming(input, at('2025-09-01T08:00:00Z'))).toThrow(
      expect.objectContaining({
        code: 'too-far-ahead',
        facts: { field: 'firstDay', lastDay: '2026-10-06', limit: 400 },
      }),
    );
  });
});

describe('facts and payers', () => {
  const demands = { code: 'transport', needsDependants: true, needsSubjects: false, needsDropOff: true };
  const facts = { dependants: 1, subjects: 0, hasDropOff: true, hasReturn: false };

  test('every missing fact is named at once', () => {
    expect(() => checkFacts(demands, facts)).not.toThrow();
    expect(() => checkFacts(demands, { ...facts, dependants: 0, hasDropOff: false })).toThrow(
      expect.objectContaining({ code: 'facts-missing', facts: { missing: ['dependantIds', 'dropOff'] } }),
    );
  });

  test('a note has at most 300 characters, counted as people count them', () => {
    expect(() => checkNote('😀'.repeat(300))).not.toThrow();
    expect(() => checkNote('x'.repeat(301))).toThrow(code('facts-missing'));
  });
});

describe('the life of a request', () => {
  test('ends in four ways, and nothing leads out of an end', () => {
    const ends = requestMachine.states.filter((state) => requestMachine.isFinal(state));
    expect(ends).toEqual(['closed', 'withdrawn', 'expired', 'unmet']);
  });

  test.each(requestMachine.steps.map((step) => [step.name, step] as const))(
    '%s leads where the table says',
    (name, step) => {
      for (const state of requestMachine.states) {
        const known = requestMachine.steps.some((row) => row.name === name && row.from.includes(state));
        expect(requestMachine.can(state, name)).toBe(known);
      }
      expect(requestMachine.next(step.from[0]!, name).to).toBe(step.to);
    },
  );
});
