import { readFileSync } from 'node:fs';
import type { Problem, ProblemEdge } from '../../libs/matching/src/engine/model/problem.js';

/** Above any cost of the instances, so that serving an item always pays. */
export const SERVED = 1000;

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

/** @param file relative to this folder's `instances/`, or absolute */
export function readPublic(file: string): Problem {
  const numbers = readFileSync(new URL(`./instances/${file}`, import.meta.url), 'utf8')
    .trim()
    .split(/\s+/)
    .map(Number);
  return file.startsWith('gap') ? generalisedAssignment(numbers) : assignment(numbers);
}

/** Cost matrix, row by row, with or without its size in front. */
function assignment(numbers: readonly number[]): Problem {
  const size = Math.floor(Math.sqrt(numbers.length));
  const costs = numbers.slice(numbers.length - size * size);
  return bare(
    size,
    Array.from({ length: size }, () => ({ maxMinutes: null, maxRequests: 1 })),
    costs.map((cost, index) => [index % size, Math.floor(index / size), SERVED - cost, 0] as const),
  );
}

/** Agents, items, cost matrix, resource matrix (agent by agent), capacities. */
function generalisedAssignment(numbers: readonly number[]): Problem {
  const [agents, items] = [numbers[0]!, numbers[1]!];
  const cell = (table: number, agent: number, item: number): number =>
    numbers[2 + table * agents * items + agent * items + item]!;
  const capacities = numbers.slice(2 + 2 * agents * items);
  const edges: ProblemEdge[] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    for (let item = 0; item < items; item += 1) {
      edges.push([item, agent, SERVED - cell(0, agent, item), cell(1, agent, item)]);
    }
  }
  return bare(
    items,
    capacities.map((maxMinutes) => ({ maxMinutes, maxRequests: null })),
    edges,
  );
}

function bare(
  requests: number,
  caps: readonly { readonly maxMinutes: number | null; readonly maxRequests: number | null }[],
  edges: readonly ProblemEdge[],
): Problem {
  return {
    version: 1,
    requests: Array.from({ length: requests }, (_, index) => ({
      id: `r${index}`,
      needed: 1,
      start: null,
      end: null,
    })),
    helpers: caps.map((cap, index) => ({ id: `h${index}`, ...cap, breakMinutes: 0 })),
    edges,
    approved: [],
    current: [],
    stabilityBonus: 0,
  };
}
