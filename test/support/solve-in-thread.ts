import { parentPort, workerData } from 'node:worker_threads';
import type { Effort, Problem } from '../../libs/matching/src/engine/index.js';
import { solve } from '../../libs/matching/src/engine/index.js';

/** The thread of `determinism.spec.ts`: one problem, one answer. */
const { problem, effort } = workerData as { readonly problem: Problem; readonly effort: Effort };
const nothingMoved: never[] = [];
parentPort!.postMessage(await solve(problem, { effort }), nothingMoved);
