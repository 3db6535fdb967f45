import { describe, expect, test } from '@jest/globals';
import { InvalidJobError, outboxJobId, parsePayload, queueOf } from './catalogue.js';

const communityId = '0190a000-0000-7000-8000-000000000001';
const outboxId = '0190a000-0000-7000-8000-000000000002';

describe('a job name', () => {
  test.each([
    ['matching.community', 'matching'],
    ['notifications.request-received', 'notifications'],
    ['upkeep.next-best', 'upkeep'],
  ])('%s goes to %s', (name, queue) => {
    expect(queueOf(name)).toBe(queue);
  });

  test.each([
    '',
    'matching',
    'matching.',
    'other.thing',
    'matching.a:b',
    'matchingx.a',
    `upkeep.${'a'.repeat(61)}`,
  ])('"%s" is refused', (name) => {
    expect(() => queueOf(name)).toThrow(InvalidJobError);
  });
});

describe('a payload', () => {
  test('of a reaction keeps its ids and drops everything else', () => {
    const payload = parsePayload({ version: 1, communityId, outboxId, note: 'a private word' });
    expect(payload).toEqual({ version: 1, communityId, outboxId, subjectId: undefined });
  });

  test('of a tick keeps the schedule', () => {
    expect(parsePayload({ version: 1, schedule: 'upkeep.nightly' })).toEqual({
      version: 1,
      schedule: 'upkeep.nightly',
    });
  });

  test.each([
    [null],
    ['text'],
    [[]],
    [{ version: 2, communityId }],
    [{ version: 1 }],
    [{ version: 1, communityId: 'x' }],
    [{ version: 1, communityId, outboxId: 7 }],
    [{ version: 1, communityId, subjectId: communityId.toUpperCase() + '0' }],
    [{ version: 1, schedule: 'a b' }],
  ])('%j is refused', (data) => {
    expect(() => parsePayload(data)).toThrow(InvalidJobError);
  });
});

test('the id of an outbox job is neither a number nor has a colon, which BullMQ refuses', () => {
  expect(outboxJobId(outboxId)).toMatch(/^ob_[0-9a-f-]{36}$/);
});
