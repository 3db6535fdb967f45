import type { Alternative, Insight, Problem, Solution } from '#matching/engine';

/** Who else wants the people that could serve a request. */
export interface Competition {
  /** Helpers who could serve it. */
  readonly helpers: number;
  /** Other families who ask for one of them at hours that overlap. */
  readonly families: number;
  /** Of those, families with a seat still empty. */
  readonly waiting: number;
}

export type Cost = Pick<Alternative, 'atLeast' | 'about' | 'atMost'>;

/** A solved problem as explanations ask it, by request index and helper id. */
export interface Market {
  /** undefined: it was not looked at. */
  costOf(request: number, helperId: string): Cost | undefined;
  /** Points the same helper would give to others at least; 0 where nothing was to decide. */
  claimOf(request: number, helperId: string): number;
  priceOf(request: number): number;
  competitionFor(request: number): Competition;
}

/** @param households the families behind each request of the problem; requests beyond it are promised time */
export function marketOf(
  problem: Problem,
  solution: Solution,
  insight: Insight,
  helperIds: readonly string[],
  households: readonly (readonly string[])[],
): Market {
  const indexOf = new Map(helperIds.map((id, index) => [id, index]));
  const key = (request: number, helper: number) => request * helperIds.length + helper;
  const costs = new Map(insight.alternatives.map((one) => [key(one.request, one.helper), one]));
  const claims = new Map(insight.claims.map(({ request, helper, points }) => [key(request, helper), points]));
  const helpersOf = problem.requests.map((): number[] => []);
  const requestsOf = problem.helpers.map((): number[] => []);
  for (const [request, helper] of problem.edges) {
    if (request >= households.length) continue;
    helpersOf[request]!.push(helper);
    requestsOf[helper]!.push(request);
  }
  const short = new Set(solution.unmatched.map(({ request }) => request));
  const at = <T>(found: ReadonlyMap<number, T>, request: number, helperId: string): T | undefined =>
    found.get(key(request, indexOf.get(helperId) ?? -1));
  return {
    costOf(request, helperId) {
      const cost = at(costs, request, helperId);
      return cost && { atLeast: cost.atLeast, about: cost.about, atMost: cost.atMost };
    },
    claimOf: (request, helperId) => at(claims, request, helperId) ?? 0,
    priceOf: (request) => insight.prices[request] ?? 0,
    competitionFor(request) {
      const own = new Set(households[request]);
      const rivals = new Set<number>();
      for (const helper of helpersOf[request]!) {
        for (const other of requestsOf[helper]!)
          if (overlap(problem, request, other) && !households[other]!.some((id) => own.has(id)))
            rivals.add(other);
      }
      const families = new Set<string>();
      const waiting = new Set<string>();
      for (const rival of rivals) {
        for (const household of households[rival]!) {
          families.add(household);
          if (short.has(rival)) waiting.add(household);
        }
      }
      return { helpers: helpersOf[request]!.length, families: families.size, waiting: waiting.size };
    },
  };
}

function overlap({ requests }: Problem, a: number, b: number): boolean {
  const [one, other] = [requests[a]!, requests[b]!];
  return (one.start ?? 0) < (other.end ?? 0) && (other.start ?? 0) < (one.end ?? 0);
}
