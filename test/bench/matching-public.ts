import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem, ProblemEdge, ProblemHelper } from '../../libs/matching/src/engine/model/problem.js';

/** Above any cost of the instances in `instances/`, so that serving an item always pays. */
export const SERVED = 1000;

/** What serving a task is worth where the team shall be small: more than the helper it may add. */
const COVERED = 2;

/** Name and minimum cost of each instance in `instances/`. */
export const PUBLIC_INSTANCES = [
  ['assign100.txt', 305],
  ['gap1-0', 261],
  ['gap2-0', 277],
  ['gap3-0', 438],
  ['gap4-0', 423],
  ['gap5-0', 403],
  ['gap6-0', 525],
] as const;

/** A public instance as a matching problem, and what a score says of it. */
export interface PublicInstance {
  readonly name: string;
  readonly problem: Problem;
  /** What every item together would score, were it free; the cost of a plan is what its score lacks. */
  readonly free: number;
  /** No plan that serves everything costs less: known without solving. */
  readonly atLeast: number;
}

/** @param file one of `PUBLIC_INSTANCES` */
export function readPublic(file: string): Problem {
  return readInstances(fileURLToPath(new URL(`./instances/${file}`, import.meta.url)))[0]!.problem;
}

/** By the file's name: `assign...` and `...dat` (shift minimisation), else generalised assignment. */
export function readInstances(path: string): PublicInstance[] {
  const text = readFileSync(path, 'utf8');
  const name = basename(path).replace(/\.(txt|dat)$/, '');
  if (path.endsWith('.dat')) return [taskScheduling(name, text)];
  const numbers = text.trim().split(/\s+/).map(Number);
  if (name.startsWith('assignp')) return [sparseAssignment(name, numbers)];
  if (name.startsWith('assign')) return [assignment(name, numbers)];
  if (numbers.length === lengthOf(numbers, 0)) return [generalisedAssignment(name, numbers)];
  return severalIn(name, numbers);
}

/** As the OR-Library has them: their number, then one after another; those of gapa to gapd are named by their size. */
function severalIn(name: string, numbers: readonly number[]): PublicInstance[] {
  const instances: PublicInstance[] = [];
  for (let at = 1; at < numbers.length; at += lengthOf(numbers, at)) {
    const [agents, items] = [numbers[at]!, numbers[at + 1]!];
    const type = /^gap([a-e])$/.exec(name)?.[1];
    const own = type ? `${type}${String(agents).padStart(2, '0')}${items}` : `${name}-${instances.length}`;
    instances.push(generalisedAssignment(own, numbers.slice(at, at + lengthOf(numbers, at))));
  }
  return instances;
}

/** How many numbers the generalised assignment that begins there has. */
function lengthOf(numbers: readonly number[], at: number): number {
  const [agents, items] = [numbers[at]!, numbers[at + 1]!];
  return 2 + 2 * agents * items + agents;
}

/** Cost matrix, row by row, with or without its size in front. */
function assignment(name: string, numbers: readonly number[]): PublicInstance {
  const size = Math.floor(Math.sqrt(numbers.length));
  const costs = numbers.slice(numbers.length - size * size);
  const helpers = Array.from({ length: size }, () => ({ maxRequests: 1 }));
  const edges = costs.map((cost, k) => [k % size, Math.floor(k / size), SERVED - cost, 0] as const);
  return { name, problem: bare(size, helpers, edges), free: SERVED * size, atLeast: 0 };
}

/**
 * Size, then `item agent cost` for each pair that may be. Few pairs: that everything is served has to outweigh a whole
 * plan's costs, not one item's.
 */
function sparseAssignment(name: string, [size = 0, ...pairs]: readonly number[]): PublicInstance {
  const served = SERVED * SERVED;
  const edges: ProblemEdge[] = [];
  for (let k = 0; k < pairs.length; k += 3)
    edges.push([pairs[k]! - 1, pairs[k + 1]! - 1, served - pairs[k + 2]!, 0]);
  const helpers = Array.from({ length: size }, () => ({ maxRequests: 1 }));
  return { name, problem: bare(size, helpers, edges), free: served * size, atLeast: 0 };
}

/** Agents, items, cost matrix, resource matrix (agent by agent), capacities. */
function generalisedAssignment(name: string, numbers: readonly number[]): PublicInstance {
  const [agents, items] = [numbers[0]!, numbers[1]!];
  const cell = (table: number, agent: number, item: number): number =>
    numbers[2 + table * agents * items + agent * items + item]!;
  const capacities = numbers.slice(2 + 2 * agents * items);
  const dearest = numbers.slice(2, 2 + agents * items).reduce((most, cost) => Math.max(most, cost), 0);
  const served = SERVED * Math.ceil((dearest + 1) / SERVED);
  const edges: ProblemEdge[] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    for (let item = 0; item < items; item += 1) {
      edges.push([item, agent, served - cell(0, agent, item), cell(1, agent, item)]);
    }
  }
  const helpers = capacities.map((maxMinutes) => ({ maxMinutes }));
  return { name, problem: bare(items, helpers, edges), free: served * items, atLeast: 0 };
}

/**
 * `Jobs = n`, start and end of each; `Qualifications = m`, `count: jobs` of each helper. The cost is the team: who
 * helps at all costs one point. It has as many members at least as there are tasks at the busiest moment.
 */
function taskScheduling(name: string, text: string): PublicInstance {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const tasksAt = lines.findIndex((line) => line.startsWith('Jobs')) + 1;
  const teamAt = lines.findIndex((line) => line.startsWith('Qualifications')) + 1;
  const times = lines.slice(tasksAt, teamAt - 1).map((line) => line.trim().split(/\s+/).map(Number));
  const edges = lines
    .slice(teamAt)
    .flatMap((line, helper) =>
      (line.split(':')[1]!.match(/\d+/g) ?? []).map((task): ProblemEdge => [
        Number(task),
        helper,
        COVERED,
        0,
      ]),
    );
  const fairness = { visits: [[0, 1]] } as const;
  const helpers = lines.slice(teamAt).map(() => ({ fairness }));
  const problem = bare(times.length, helpers, edges);
  return {
    name,
    problem: {
      ...problem,
      requests: problem.requests.map((request, k) => ({
        ...request,
        start: times[k]![0]!,
        end: times[k]![1]!,
      })),
    },
    free: COVERED * times.length,
    atLeast: Math.max(
      ...times.map(([moment]) => times.filter(([a, b]) => a! <= moment! && moment! < b!).length),
    ),
  };
}

function bare(
  requests: number,
  helpers: readonly Omit<ProblemHelper, 'id'>[],
  edges: readonly ProblemEdge[],
): Problem {
  return {
    version: 1,
    requests: Array.from({ length: requests }, (_, index) => ({ id: `r${index}`, needed: 1 })),
    helpers: helpers.map((helper, index) => ({ id: `h${index}`, ...helper })),
    edges,
  };
}
