import { describe, expect, test } from '@jest/globals';
import { ProcessorRegistry } from './processor-registry.js';
import type { RunningJob } from './queue-types.js';

const nothing = (): Promise<void> => Promise.resolve();
const lists = { reactions: ['matching.community'], ticks: ['upkeep.nightly'] };
const communityId = '0190a000-0000-7000-8000-000000000001';

function job(name: string, data: RunningJob['data']): RunningJob {
  return { id: 'ob_1', name, data, attempt: 1, progress: () => Promise.resolve() };
}

describe('the registry', () => {
  test('accepts exactly one processor for each job of the lists', () => {
    const registry = new ProcessorRegistry()
      .reaction('matching.community', nothing)
      .tick('upkeep.nightly', nothing);
    expect(() => registry.seal(lists)).not.toThrow();
  });

  test('names everything that is missing, doubled or superfluous', () => {
    const registry = new ProcessorRegistry()
      .reaction('notifications.stray', nothing)
      .tick('upkeep.nightly', nothing)
      .tick('upkeep.nightly', nothing);
    expect(() => registry.seal(lists)).toThrow(
      'matching.community (reaction) has no processor; upkeep.nightly has two processors; notifications.stray is in no list',
    );
  });

  test('takes no tick for a reaction', () => {
    const registry = new ProcessorRegistry()
      .tick('matching.community', nothing)
      .tick('upkeep.nightly', nothing);
    expect(() => registry.seal(lists)).toThrow('matching.community (reaction) has no processor');
  });

  test('gives no processor before it was compared with the lists', () => {
    expect(() => new ProcessorRegistry().processorOf('matching')).toThrow('seal()');
  });

  test('runs a job with its processor and refuses the payload of another kind', async () => {
    const seen: string[] = [];
    const registry = new ProcessorRegistry()
      .reaction('matching.community', (payload) => Promise.resolve(void seen.push(payload.communityId)))
      .tick('upkeep.nightly', nothing);
    registry.seal(lists);
    const process = registry.processorOf('matching');
    await process(job('matching.community', { version: 1, communityId }));
    expect(seen).toEqual([communityId]);
    await expect(process(job('matching.community', { version: 1, schedule: 'a' }))).rejects.toThrow(
      'another kind',
    );
    await expect(process(job('upkeep.nightly', { version: 1, schedule: 'a' }))).rejects.toThrow(
      'no processor',
    );
  });
});
