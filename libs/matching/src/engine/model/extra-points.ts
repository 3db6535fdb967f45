import type { Contraction } from './contraction.js';
import type { FairnessStep, Problem } from './problem.js';

/** Points of `together` that approved work decides: by `request * helpers + helper` of the pair that earns them. */
export function besideApproved(problem: Problem, contraction: Contraction): Map<number, number> | null {
  const together = problem.together ?? [];
  const { approvedKeys } = contraction;
  if (together.length === 0 || approvedKeys.size === 0) return null;
  const helpers = problem.helpers.length;
  const helpersOf = new Map<number, number[]>();
  for (const key of approvedKeys) {
    const request = Math.floor(key / helpers);
    helpersOf.set(request, [...(helpersOf.get(request) ?? []), key % helpers]);
  }
  const points = new Map<number, number>();
  for (const [a, b, worth] of together) {
    for (const [fixed, other] of [
      [a, b],
      [b, a],
    ] as const) {
      for (const helper of helpersOf.get(fixed) ?? []) {
        const key = other * helpers + helper;
        if (!approvedKeys.has(key)) points.set(key, (points.get(key) ?? 0) + worth);
      }
    }
  }
  return points;
}

/** What approved work alone earns for togetherness, less what it costs in fairness. */
export function approvedExtraPoints(problem: Problem, contraction: Contraction): number {
  const helpers = problem.helpers.length;
  const { approvedKeys } = contraction;
  let points = 0;
  for (const [a, b, worth] of problem.together ?? []) {
    for (let helper = 0; helper < (approvedKeys.size === 0 ? 0 : helpers); helper += 1)
      if (approvedKeys.has(a * helpers + helper) && approvedKeys.has(b * helpers + helper)) points += worth;
  }
  const given = approvedLoad(problem, contraction);
  problem.helpers.forEach(({ fairness }, helper) => {
    const { visits, minutes } = given.get(helper) ?? { visits: 0, minutes: 0 };
    points -= stepPoints(fairness?.visits, visits) + stepPoints(fairness?.minutes, minutes);
  });
  return points;
}

/** Visits and minutes of approved work, by helper. */
export function approvedLoad(
  problem: Problem,
  { approvedKeys }: Contraction,
): Map<number, { visits: number; minutes: number }> {
  const load = new Map<number, { visits: number; minutes: number }>();
  if (approvedKeys.size === 0) return load;
  for (const [request, helper, , minutes] of problem.edges) {
    if (!approvedKeys.has(request * problem.helpers.length + helper)) continue;
    const known = load.get(helper) ?? { visits: 0, minutes: 0 };
    load.set(helper, { visits: known.visits + 1, minutes: known.minutes + minutes });
  }
  return load;
}

/** Points of all steps that the amount is above. */
export function stepPoints(steps: readonly FairnessStep[] | null | undefined, amount: number): number {
  let points = 0;
  for (const [above, cost] of steps ?? []) if (amount > above) points += cost;
  return points;
}

/** Above what extras can add to a plan. */
export function mostExtraPoints(problem: Problem): number {
  return (problem.together ?? []).reduce(
    (sum, [a, b, points]) =>
      sum + points * Math.min(problem.requests[a]!.needed, problem.requests[b]!.needed),
    0,
  );
}
