import { MatchingService, PlaceSolver, Planning } from '#matching';
import { createLogger } from '#platform';
import { openQueueBackend, prepareQueueBackend, type QueueBackend } from '#queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Relay } from '../../apps/worker/src/relay.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

describe('a burst of events', () => {
  let world: TestWorld;
  let backend: QueueBackend;
  let relay: Relay;
  let one: CommunityPeople;
  let other: CommunityPeople;

  beforeAll(async () => {
    world = await openWorld();
    await prepareQueueBackend(world.url);
    backend = await openQueueBackend({ databaseUrl: world.url });
    relay = new Relay(world.url, backend, createLogger('test', 'silent'));
  });

  beforeEach(async () => {
    one = await buildCommunity(world.uow, world.codec, world.clock);
    other = await buildCommunity(world.uow, world.codec, world.clock);
  });

  afterAll(async () => {
    await relay.stop();
    await backend.close();
    await world.close();
  });

  const happened = (people: CommunityPeople, times: number) =>
    world.uow.run(people.facts.system, async (tx) => {
      for (let k = 0; k < times; k += 1) await tx.announce('matching.asked', { subjectId: people.id });
    });

  it('makes one matching job for each community, and one run answers all of it', async () => {
    await happened(one, 20);
    await happened(other, 3);
    await relay.publishDue();
    expect(await backend.queue('matching').counts()).toMatchObject({ waiting: 2 });
    await happened(one, 5);
    await relay.publishDue();
    expect(await backend.queue('matching').counts()).toMatchObject({ waiting: 2 });

    const matching = new MatchingService(world.uow, new Planning(world.uow, new PlaceSolver()));
    expect(await matching.isWaiting(one.id)).toBe(true);
    await matching.answer(one.id);
    expect(await matching.isWaiting(one.id)).toBe(false);
    expect(await matching.isWaiting(other.id)).toBe(true);
  });

  it('is not there yet while its only event can still be undone', async () => {
    const matching = new MatchingService(world.uow, new Planning(world.uow, new PlaceSolver()));
    const later = (delayMs: number) =>
      world.uow.run(one.facts.system, (tx) => tx.announce('matching.asked', { subjectId: one.id, delayMs }));
    await matching.answer(one.id);
    await later(600_000);
    expect(await matching.isWaiting(one.id)).toBe(false);
    await later(0);
    expect(await matching.isWaiting(one.id)).toBe(true);
  });

  it('tells of each stage of its run in rising parts of the whole', async () => {
    const told: [string, number][] = [];
    const matching = new MatchingService(world.uow, new Planning(world.uow, new PlaceSolver()));
    await happened(one, 1);
    await matching.answer(one.id, [], (stage, fraction) => void told.push([stage, fraction]));
    expect(told.map(([stage]) => stage)).toEqual(
      expect.arrayContaining(['load', 'candidates', 'greedy', 'write']),
    );
    const fractions = told.map(([, fraction]) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });
});
