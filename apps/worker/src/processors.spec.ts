import type { AddressChangesService, JoinRequestService } from '#members';
import { REACTIONS, type UnitOfWork } from '#database';
import type { MatchingService, ProposalsService } from '#matching';
import type { DeliveryService, NotifyService, PushDeliveryService } from '#notifications';
import { createLogger } from '#platform';
import { QUEUES, queueOf } from '#queue';
import { describe, expect, test } from '@jest/globals';
import { Processors } from './processors.js';
import type { Relay } from './relay.js';
import { COMMUNITY_DUTIES, DELIVER_TICK, FORGET_TICK, NIGHTLY_TICK } from './schedules.js';

const none = {} as unknown;
const processors = new Processors(
  none as UnitOfWork,
  none as MatchingService,
  none as ProposalsService,
  none as NotifyService,
  none as DeliveryService,
  none as PushDeliveryService,
  none as JoinRequestService,
  none as AddressChangesService,
  createLogger('test', 'silent'),
);
const reactions = [...new Set<string>(Object.values(REACTIONS).flat())];
const ticks = [...COMMUNITY_DUTIES.map(({ name }) => name), DELIVER_TICK, FORGET_TICK, NIGHTLY_TICK];

describe('the worker', () => {
  test('has exactly one processor for each reaction and each schedule', () => {
    expect(() => processors.register(none as Relay)).not.toThrow();
  });

  test.each(reactions)('%s belongs to a queue', (reaction) => {
    expect(QUEUES).toContain(queueOf(reaction));
  });

  test.each(ticks)('%s belongs to a queue and comes once', (tick) => {
    expect(QUEUES).toContain(queueOf(tick));
    expect(ticks.filter((other) => other === tick)).toHaveLength(1);
  });

  test('no schedule bears the name of a reaction', () => {
    expect(ticks.filter((tick) => reactions.includes(tick))).toEqual([]);
  });

  test.each(COMMUNITY_DUTIES.map(({ name, everySeconds }) => [name, everySeconds] as const))(
    '%s comes at least once an hour, at most once a minute; what is kept too long goes once a day',
    (name, everySeconds) => {
      expect(everySeconds).toBeGreaterThanOrEqual(60);
      expect(everySeconds).toBeLessThanOrEqual(name === 'upkeep.retention' ? 86_400 : 3_600);
    },
  );
});
