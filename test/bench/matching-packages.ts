import type { Problem } from '../../libs/matching/src/engine/index.js';

/**
 * Assignment packages from npm that the planner is compared with. They know one visit a helper and a dense table of
 * costs, nothing of time or caps, and are no dependencies: `npm install --no-save munkres munkres-js` puts them there.
 */
export const ASSIGNMENT_PACKAGES: readonly string[] = ['munkres', 'munkres-js'];

/** Above any score. */
const IMPOSSIBLE = 1_000_000;

type Assign = (costs: number[][]) => readonly (readonly [row: number, column: number])[];

/** What the package makes of a problem of single visits; null where it is not installed. */
export async function assignWith(name: string, problem: Problem): Promise<number | null> {
  const assign = await load(name);
  if (!assign) return null;
  const size = Math.max(problem.requests.length, problem.helpers.length);
  const costs = Array.from({ length: size }, () => Array.from({ length: size }, () => IMPOSSIBLE));
  for (const [request, helper, score] of problem.edges) costs[request]![helper] = IMPOSSIBLE - score;
  return assign(costs).reduce((sum, [row, column]) => sum + IMPOSSIBLE - costs[row]![column]!, 0);
}

async function load(name: string): Promise<Assign | null> {
  try {
    const loaded = (await import(name)) as { readonly default?: unknown; readonly munkres?: unknown };
    return (loaded.munkres ?? loaded.default) as Assign;
  } catch {
    return null;
  }
}
