import { rearrangeExplained, solve, type Solution } from '#matching/engine';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Step } from './recorder.js';

/** What comes of asking the engine the kept questions of a run again. */
export interface Replayed {
  /** Whether every answer of the engine is the one the run was given. */
  readonly equal: boolean;
  /** Questions the run asked the engine. */
  readonly steps: number;
  /** Pairs given now and not then, or then and not now. */
  readonly differentPairs: number;
  readonly objective: number;
}

const unzip = promisify(gunzip);

/** Asks the engine the questions again that a run keeps, and compares its answers; null where they are not kept whole. */
export async function replay(snapshot: Uint8Array): Promise<Replayed | null> {
  const steps = JSON.parse((await unzip(snapshot)).toString()) as unknown;
  // Runs of earlier releases kept the last problem alone, without its answer.
  if (!Array.isArray(steps)) return null;
  let differentPairs = 0;
  let objective = 0;
  for (const step of steps as Step[]) {
    const solution = await repeat(step);
    const then = new Set(step.assignments.map(String));
    const same = solution.assignments.filter((pair) => then.has(String(pair))).length;
    differentPairs += then.size + solution.assignments.length - 2 * same;
    objective = solution.objective;
  }
  return { equal: differentPairs === 0, steps: steps.length, differentPairs, objective };
}

async function repeat(step: Step): Promise<Solution> {
  if (step.call === 'rearrange') return rearrangeExplained(step.problem, step.warm).solution;
  // With or without the numbers of explanations: the plan is the same.
  return solve(step.problem, { effort: step.effort });
}
