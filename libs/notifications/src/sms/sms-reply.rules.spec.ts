import { describe, expect, test } from '@jest/globals';
import { decideReply, readReply, type OpenQuestion, type Reply } from './sms-reply.rules.js';

const question = (
  kind: OpenQuestion['kind'],
  phase: OpenQuestion['phase'] = kind === 'visit' ? 'coming' : 'open',
  startsAt: Date | null = null,
): OpenQuestion => ({
  communityId: 'c',
  memberId: 'm',
  kind,
  subjectId: `${kind} ${phase}`,
  phase,
  startsAt,
});

const doing = (reply: Reply | undefined, ...asked: [OpenQuestion, ...OpenQuestion[]]) => {
  const decision = decideReply(reply, asked);
  return decision.does === 'act' ? `${decision.act} ${decision.question.subjectId}` : decision.does;
};

describe('what a reply says', () => {
  test.each([
    ['1', 'yes'],
    [' 1. ', 'yes'],
    ['Sì!', 'yes'],
    ['si', 'yes'],
    ['OK', 'yes'],
    ['نعم', 'yes'],
    ['١', 'yes'],
    ['１', 'yes'],
    ['2', 'no'],
    ['لا', 'no'],
    ['3', 'call-me'],
    ['4', 'arrived'],
    ['5', 'handed-over'],
  ])('%j is %s', (text, reply) => expect(readReply(text)).toBe(reply));

  test.each(['', '6', '11', '1 2', 'forse', 'toString', '1️⃣2', '-1', 'yes but later'])(
    '%j is nothing',
    (text) => expect(readReply(text)).toBeUndefined(),
  );
});

describe('a yes or a no', () => {
  test.each([
    ['assignment', 'accept', 'decline'],
    ['guardian', 'guardian-yes', 'guardian-no'],
    ['replacement', 'take-place', 'leave-place'],
  ] as const)('answers the one open question (%s)', (kind, yes, no) => {
    expect(doing('yes', question(kind))).toBe(`${yes} ${kind} open`);
    expect(doing('no', question(kind))).toBe(`${no} ${kind} open`);
  });

  test('about hours confirms them, or has the desk call', () => {
    expect(doing('yes', question('hours'))).toBe('confirm-hours hours open');
    expect(doing('no', question('hours'))).toBe('call');
  });

  test('never guesses between two questions', () => {
    expect(doing('yes', question('assignment'), question('guardian'))).toBe('several');
    expect(doing('yes', question('assignment'), question('guardian', 'closed'))).toBe(
      'accept assignment open',
    );
  });

  test('to a reminder says again that they come, or has the desk call; it is no arrival', () => {
    expect(doing('yes', question('visit'))).toBe('reconfirm visit coming');
    expect(doing('no', question('visit'))).toBe('call');
    expect(doing('yes', question('visit', 'due'))).toBe('unclear');
  });

  test('after a question is closed changes nothing', () => {
    expect(doing('yes', question('assignment', 'closed'))).toBe('late');
    expect(doing('yes', question('assignment', 'closed'), question('visit'))).toBe('late');
    expect(doing('yes', question('visit', 'closed'))).toBe('late');
  });
});

describe('an arrival, a hand-over', () => {
  const early = question('visit', 'due', new Date('2026-10-05T14:00:00Z'));
  const later = { ...early, subjectId: 'later', startsAt: new Date('2026-10-05T15:00:00Z') };

  test('is the visit’s that begins first, also beside other questions', () => {
    expect(doing('arrived', later, early, question('assignment'))).toBe('arrive visit due');
  });

  test('said twice changes nothing more', () => {
    expect(doing('arrived', question('visit', 'here'))).toBe('noted');
    expect(doing('handed-over', question('visit', 'closed'))).toBe('late');
  });

  test('handed over without an arrival says both', () => {
    expect(doing('handed-over', question('visit', 'here'))).toBe('hand-over visit here');
    expect(doing('handed-over', early)).toBe('arrive-and-hand-over visit due');
  });

  test('too early, or asked of nobody, changes nothing', () => {
    expect(doing('arrived', question('visit'))).toBe('late');
    expect(doing('arrived', question('assignment'))).toBe('late');
  });
});

test('whoever wants a call gets one; what cannot be read is answered', () => {
  expect(doing('call-me', question('assignment', 'closed'))).toBe('call');
  expect(doing(undefined, question('assignment'))).toBe('unclear');
});
