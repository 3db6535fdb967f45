import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Prng } from '../../apps/cli/src/district/random.js';
import { FaultPlace } from './fault-place.js';
import { whatIsBroken } from './invariants.js';

/**
 * A fault and what the installation does meanwhile. The seed chooses how much is going on and when the fault strikes;
 * what must hold afterwards is the same for all of them.
 */
export interface Scenario {
  readonly name: string;
  readonly steps: (place: FaultPlace, random: Prng) => Promise<void>;
  /** One for each process that dies with a mail or a short message in its hands. Default 0. */
  readonly doubledMessages?: number;
  /** Each seed in a place of its own: what it builds cannot stand twice in one community. */
  readonly alone?: boolean;
}

/**
 * `npm test` runs every scenario with two seeds, `npm run test:full` with twenty. Odd seeds have their queue in
 * PostgreSQL, even ones in Redis, where there is one.
 */
const SEEDS = Array.from({ length: Number(process.env['FAULT_SEEDS'] ?? 2) }, (_, index) => index + 1);

const REDIS_URL = process.env['INTRECCIO_TEST_REDIS_URL'];
const PLACES = REDIS_URL
  ? [
      { queue: 'PostgreSQL', redisUrl: undefined, seeds: SEEDS.filter((seed) => seed % 2 === 1) },
      { queue: 'Redis', redisUrl: REDIS_URL, seeds: SEEDS.filter((seed) => seed % 2 === 0) },
    ]
  : [{ queue: 'PostgreSQL', redisUrl: undefined, seeds: SEEDS }];

const MOST_MS = 120_000;

/**
 * Runs the scenarios one after another in one place a queue, and looks at the invariants after each.
 * @param server starts a PostgreSQL for them alone, which they may stop
 */
export function faultScenarios(
  title: string,
  scenarios: readonly Scenario[],
  server?: { start(): Promise<void>; stop(): Promise<void> },
): void {
  describe.each(PLACES.filter(({ seeds }) => seeds.length > 0))(
    `${title}, queue on $queue`,
    ({ redisUrl, seeds }) => {
      let place: FaultPlace;
      beforeAll(async () => {
        await server?.start();
        place = await FaultPlace.open(redisUrl);
      });
      afterAll(async () => {
        await place?.close();
        await server?.stop();
      });

      describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
        '%s',
        (name, scenario) => {
          it.each(seeds)(
            'seed %i',
            (seed) => {
              const random = new Prng(name, seed);
              return scenario.alone ? playAlone(redisUrl, scenario, random) : play(place, scenario, random);
            },
            MOST_MS,
          );
        },
      );
    },
  );
}

async function playAlone(redisUrl: string | undefined, scenario: Scenario, random: Prng): Promise<void> {
  const place = await FaultPlace.open(redisUrl);
  try {
    await play(place, scenario, random);
  } finally {
    await place.close();
  }
}

async function play(place: FaultPlace, scenario: Scenario, random: Prng): Promise<void> {
  try {
    place.forget();
    await scenario.steps(place, random);
    expect(await whatIsBroken(place, { doubledMessages: scenario.doubledMessages ?? 0 })).toEqual([]);
  } finally {
    await place.rest();
  }
}
