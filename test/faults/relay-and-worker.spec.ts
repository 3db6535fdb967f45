import { expect } from '@jest/globals';
import type { Prng } from '../../apps/cli/src/district/random.js';
import { until } from '../support/test-installation.js';
import type { ApprovedCase, FaultPlace } from './fault-place.js';
import { faultScenarios } from './scenario.js';
import { plantSqlFault, type SqlFault } from './sql-faults.js';

/** Where a worker can die on the way from an approval to its message, in the order of the way. */
const RELAY_CLAIMS: SqlFault = {
  at: 'WITH due AS MATERIALIZED[^]*UPDATE outbox',
  connection: 'intreccio-relay',
  effect: 'kill',
};
const EFFECT: SqlFault = { at: 'INSERT INTO notification ', effect: 'kill' };
const ACKNOWLEDGED: SqlFault = { at: 'UPDATE outbox SET done_at', effect: 'kill' };
const SENDING: SqlFault = { at: `UPDATE delivery d SET state = 'sending'`, when: 'after', effect: 'kill' };
const SENT: SqlFault = { at: `UPDATE delivery d SET state = 'sent'`, effect: 'kill' };

async function someCases(place: FaultPlace, random: Prng, most = 3): Promise<ApprovedCase[]> {
  const cases = [];
  for (let left = 1 + random.below(most); left > 0; left -= 1) cases.push(await place.approvedCase());
  return cases;
}

/** Some cases, and a worker that dies at the fault while it works on them. */
async function dieAt(place: FaultPlace, random: Prng, fault: SqlFault): Promise<void> {
  const before = random.chance(50);
  if (before) await someCases(place, random);
  const worker = await place.spawnWorker(fault);
  if (!before) await someCases(place, random);
  expect(await worker.gone).toBe('SIGKILL');
}

faultScenarios('a relay or a worker that dies', [
  {
    name: 'the relay is killed before it has claimed',
    steps: (place, random) => dieAt(place, random, { ...RELAY_CLAIMS, nth: 1 + random.below(2) }),
  },
  {
    name: 'the relay is killed when it has claimed, before the jobs are in the queue',
    steps: (place, random) => dieAt(place, random, { ...RELAY_CLAIMS, when: 'after', nth: 2 }),
  },
  {
    name: 'the worker is killed before it writes the effect',
    steps: (place, random) => dieAt(place, random, EFFECT),
  },
  {
    name: 'the worker is killed when the effect is written, before it is acknowledged',
    steps: (place, random) => dieAt(place, random, { ...EFFECT, when: 'after' }),
  },
  {
    name: 'the worker is killed when the effect is acknowledged, before the commit',
    steps: (place, random) => dieAt(place, random, { ...ACKNOWLEDGED, when: 'after' }),
  },
  {
    name: 'the worker is killed with a mail noted as leaving',
    steps: (place, random) => dieAt(place, random, SENDING),
  },
  {
    name: 'the worker is killed when the mail has left, before it could say so',
    steps: (place, random) => dieAt(place, random, SENT),
    doubledMessages: 4,
  },
  {
    name: 'the worker is killed at any statement at all',
    async steps(place, random) {
      await someCases(place, random);
      const worker = await place.spawnWorker({
        at: '.',
        connection: 'intreccio-worker',
        nth: 1 + random.below(40),
        when: random.pick(['before', 'after'] as const),
        effect: 'kill',
      });
      // It may come to the end before it comes to the statement.
      const done = until('the end', async () => (await place.waiting()).length === 0);
      await Promise.race([worker.gone, done.catch(() => undefined)]);
      await worker.kill();
    },
    doubledMessages: 4,
  },
  {
    name: 'workers are killed again and again at random moments',
    async steps(place, random) {
      for (let round = 0; round < 2; round += 1) {
        const worker = await place.spawnWorker();
        await someCases(place, random, 2);
        await new Promise((resume) => setTimeout(resume, random.below(150)));
        await worker.kill();
      }
    },
    doubledMessages: 8,
  },
  {
    name: 'the queue is wiped before anybody has worked',
    async steps(place, random) {
      const worker = await place.spawnWorker({ ...EFFECT, effect: 'kill' });
      await someCases(place, random);
      await worker.gone;
      await until('a job to lose', async () => (await place.wipeQueue()) > 0 || undefined);
    },
  },
  {
    name: 'the queue is wiped under a working worker, again and again',
    async steps(place, random) {
      await place.startWorker();
      for (let round = 0; round < 3; round += 1) {
        await someCases(place, random, 2);
        await new Promise((resume) => setTimeout(resume, random.below(60)));
        await place.wipeQueue();
      }
    },
  },
  {
    name: 'the disk is full (53100) at some statements of relay and worker: they come again, nothing half-written',
    async steps(place, random) {
      const remove = plantSqlFault({
        at: '.',
        connection: random.pick([
          'intreccio-worker',
          'intreccio-relay',
          'intreccio-queue-add',
          'intreccio-queue-notifications',
        ]),
        nth: 1 + random.below(30),
        times: 1 + random.below(4),
        effect: '53100',
      });
      await place.startWorker();
      await someCases(place, random);
      await until('the end', async () => (await place.waiting()).length === 0, 60_000);
      remove();
    },
    // Sent, and no room to write it down.
    doubledMessages: 4,
  },
  {
    name: 'every connection of the worker waits: its jobs come again, each is done once',
    async steps(place, random) {
      const release = await place.hold('notification');
      for (let left = 10; left > 0; left -= 1) await place.approvedCase();
      await place.startWorker();
      await until('all of them to wait', () => place.someoneWaitsFor('notification', 8));
      await new Promise((resume) => setTimeout(resume, random.below(7_000)));
      await release();
    },
  },
  {
    name: 'two relays and two workers take the same work',
    async steps(place, random) {
      await Promise.all([place.startWorker(), place.startWorker()]);
      for (let round = 0; round < 3; round += 1) await someCases(place, random);
    },
  },
  {
    name: 'every event is handed over twice',
    async steps(place, random) {
      await place.startWorker();
      await someCases(place, random);
      await until('the first time', async () => (await place.waiting()).length === 0);
      // As if every acknowledgement had been lost.
      await place.sql(`UPDATE outbox SET done_at = NULL, published_at = NULL, next_at = clock_timestamp()`);
    },
  },
  {
    name: 'a worker that is asked to stop lets its job end',
    async steps(place, random) {
      const worker = await place.startWorker();
      const release = await place.hold('notification');
      const [approved] = await someCases(place, random, 1);
      await until('the job to be running', () => place.someoneWaitsFor('notification'));
      const stopping = place.stopWorkers();
      const stopped = await Promise.race([
        stopping.then(() => true),
        new Promise((resume) => setTimeout(() => resume(false), 100 + random.below(300))),
      ]);
      expect(stopped).toBe(false);
      await release();
      await stopping;
      await worker.stop();
      expect((await place.reached(approved!)).notifications).toBe(1);
      expect(await place.waiting()).toEqual([]);
    },
  },
]);
