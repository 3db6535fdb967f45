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
  const helpersOf = households.map((): number[] => []);
  for (const [request, helper] of problem.edges) helpersOf[request]?.push(helper);
  /** By helper the request they were last noted for: one question after the other, without a set for each. */
  const notedFor = new Int32Array(helperIds.length).fill(-1);
  const hours = new Hours(problem, households.length);
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
      for (const helper of helpersOf[request]!) notedFor[helper] = request;
      const rivals = hours
        .overlapping(request)
        .filter(
          (other) =>
            helpersOf[other]!.some((helper) => notedFor[helper] === request) &&
            !households[other]!.some((id) => own.has(id)),
        );
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

/** Requests in the order of their starts: of tens of thousands a few hundred fall into the same hours. */
class Hours {
  private readonly inOrder: readonly number[];
  private readonly starts: Float64Array;
  private readonly longest: number;

  constructor(
    private readonly problem: Problem,
    count: number,
  ) {
    const timed = Array.from({ length: count }, (_, request) => request).filter(
      (request) => typeof problem.requests[request]!.start === 'number',
    );
    this.inOrder = timed.sort((a, b) => this.startOf(a) - this.startOf(b) || a - b);
    this.starts = Float64Array.from(this.inOrder, (request) => this.startOf(request));
    this.longest = timed.reduce((most, one) => Math.max(most, this.endOf(one) - this.startOf(one)), 0);
  }

  /** The requests with hours in common with this one, itself among them. */
  overlapping(request: number): number[] {
    if (typeof this.problem.requests[request]!.start !== 'number') return [];
    const [start, end] = [this.startOf(request), this.endOf(request)];
    const found: number[] = [];
    for (let at = this.firstAfter(start - this.longest); at < this.inOrder.length; at += 1) {
      if (this.starts[at]! >= end) break;
      if (this.endOf(this.inOrder[at]!) > start) found.push(this.inOrder[at]!);
    }
    return found;
  }

  private firstAfter(moment: number): number {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private startOf(request: number): number {
    return this.problem.requests[request]!.start!;
  }

  private endOf(request: number): number {
    return this.problem.requests[request]!.end!;
  }
}
