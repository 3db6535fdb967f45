import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { makeInstance } from '../../../../../test/bench/matching-instances.js';
import type { Effort, Problem, Solution } from '../index.js';
import { solve } from '../index.js';

const fromRoot = (path: string): URL => pathToFileURL(resolve(path));

async function solveInThread(problem: Problem, effort: Effort): Promise<Solution> {
  const worker = new Worker(fromRoot('test/support/solve-in-thread.ts'), {
    workerData: { problem, effort },
    execArgv: ['--import', fromRoot('test/support/register-typescript.mjs').href],
  });
  const solution = await new Promise<Solution>((done, fail) => {
    worker.once('message', (answer) => done(answer as Solution));
    worker.once('error', fail);
  });
  await worker.terminate();
  return solution;
}

describe('the same problem', () => {
  it.each<[Effort, boolean]>([
    ['standard', true],
    ['proof', false],
  ])(
    'has the same answer alone, in a thread and in two threads at once (%s, travel %s)',
    async (effort, travel) => {
      const problem = makeInstance({ requests: 150, helpers: 100, seed: 12, travel });
      const here = await solve(problem, { effort });
      const alone = await solveInThread(problem, effort);
      const both = await Promise.all([solveInThread(problem, effort), solveInThread(problem, effort)]);
      expect([alone, ...both]).toEqual([here, here, here]);
    },
  );
});
