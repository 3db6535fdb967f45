/**
 * The matching problem and its answer, as the JSON interface of `npm run solve` writes them.
 *
 * Indices are positions in `requests`, `helpers` and `travel`. Times and durations are integer minutes from any
 * epoch, periods are half-open, scores are integer points.
 */

/** A visit that needs help; `start` and `end` both null: no fixed interval. */
export interface ProblemRequest {
  readonly id: string;
  /** Seats; fewer may be filled. */
  readonly needed: number;
  readonly start?: number | null;
  readonly end?: number | null;
  /** Row of `travel` where the visit begins; absent: no travel. */
  readonly place?: number | null;
  /** Where it ends; absent: at `place`. */
  readonly endPlace?: number | null;
  /** Other starts that serve as well, for the same duration; all seats share the one that is chosen. */
  readonly starts?: readonly number[] | null;
}

/** Caps on the visits of one helper that start in [from, to); the windows of a helper are disjoint. */
export interface CapWindow {
  readonly from: number;
  readonly to: number;
  readonly maxMinutes?: number | null;
  readonly maxRequests?: number | null;
}

export interface ProblemHelper {
  readonly id: string;
  /** Minutes over the whole horizon; null or absent: no cap. */
  readonly maxMinutes?: number | null;
  /** Visits over the whole horizon; null or absent: no cap. */
  readonly maxRequests?: number | null;
  /** Rest between consecutive visits, beside travel; absent: 0. */
  readonly breakMinutes?: number | null;
  readonly caps?: readonly CapWindow[] | null;
  /** Times of which each timed visit needs one around it, [from, to) and apart; null or absent: always free. */
  readonly free?: readonly FreeWindow[] | null;
  /** Row of `travel` where free times begin and end: the way from there and back must fit in. */
  readonly home?: number | null;
  readonly fairness?: Fairness | null;
}

export type FreeWindow = readonly [from: number, to: number];

/** [above, points]: costs so many points as soon as the amount is above so much. */
export type FairnessStep = readonly [above: number, points: number];

/** What giving much costs a plan, over all visits of the helper, approved ones included. Rising points: convex. */
export interface Fairness {
  /** By number of visits. */
  readonly visits?: readonly FairnessStep[] | null;
  /** By minutes charged to the caps. */
  readonly minutes?: readonly FairnessStep[] | null;
}

/** [request index, helper index, score >= 0, minutes charged to the caps, the starts this helper can make: all] */
export type ProblemEdge = readonly [
  request: number,
  helper: number,
  score: number,
  minutes: number,
  starts?: readonly number[] | null,
];

/** [request index, helper index] */
export type Pair = readonly [request: number, helper: number];

/** [request index, helper index, the start that earns the bonus: any] */
export type CurrentPair = readonly [request: number, helper: number, start?: number | null];

/** [request index, request index, points for each helper who serves both] */
export type Together = readonly [request: number, other: number, points: number];

export interface Problem {
  readonly version: 1;
  readonly requests: readonly ProblemRequest[];
  readonly helpers: readonly ProblemHelper[];
  /** Road minutes, row = from, column = to; need not be symmetric nor obey the triangle inequality. */
  readonly travel?: readonly (readonly number[])[] | null;
  readonly edges: readonly ProblemEdge[];
  /** Fixed: they stay, and their time and caps are taken. */
  readonly approved?: readonly Pair[] | null;
  /** Proposals of the plan in force; each one kept earns `stabilityBonus` while solving. */
  readonly current?: readonly CurrentPair[] | null;
  readonly stabilityBonus?: number | null;
  /** Requests that one helper should serve: the legs of a journey, the weekdays of a request. */
  readonly together?: readonly Together[] | null;
}

export type Effort = 'quick' | 'standard' | 'proof';

export const EFFORTS: readonly Effort[] = ['quick', 'standard', 'proof'];

export type StageName = 'greedy' | 'prices' | 'dive' | 'local-search' | 'core' | 'proof';

/** What one stage reached; `bound` is null while none is known; `ms` is 0 without a clock. */
export interface Stage {
  readonly name: StageName;
  readonly objective: number;
  readonly bound: number | null;
  readonly ms: number;
}

/** The first reason that holds for every edge that could still fill the seat. */
export type UnmatchedReason = 'no-candidate' | 'busy' | 'cap' | 'outbid';

export interface Unmatched {
  readonly request: number;
  /** Seats left empty. */
  readonly short: number;
  readonly why: UnmatchedReason;
}

export interface Solution {
  readonly version: 1;
  /** Scores of `assignments`, and points of `together` less those of `fairness`; without the stability bonus. */
  readonly objective: number;
  /** No plan scores more; with a non-empty `current`: best score + bonus, less this plan's bonus. */
  readonly bound: number;
  /** (bound - objective) / max(1, bound), a fraction. */
  readonly gap: number;
  /** `optimal` only when proven. */
  readonly status: 'optimal' | 'feasible';
  /** Sorted by request, then helper; approved pairs included. */
  readonly assignments: Pair[];
  /** [index in `assignments`, chosen start] of each pair whose request has other starts; absent where none has. */
  readonly starts?: [pair: number, start: number][];
  readonly unmatched: Unmatched[];
  readonly stages: Stage[];
}

/** What the rest of the plan would gain at least, in points, were this helper free of this request. */
export interface Claim {
  readonly request: number;
  readonly helper: number;
  readonly points: number;
}

/** What choosing this pair instead would cost the plan in hand, in points: never negative. */
export interface Alternative {
  readonly request: number;
  readonly helper: number;
  /** Proven by prices: every plan with this pair loses as much; null: no plan has it. */
  readonly atLeast: number | null;
  /** By the same prices, were the plan in hand as good as its bound; between the other two. */
  readonly about: number | null;
  /** Shown by a plan that has it; null: none was found. */
  readonly atMost: number | null;
}

/** What explanations need beside the plan. Points are scores and stability bonus; indices are the problem's. */
export interface Insight {
  /** By request: what one more seat in it would be worth at the prices of the bound. Low where help is scarce. */
  readonly prices: readonly number[];
  /** One for each pair that was decided. */
  readonly claims: readonly Claim[];
  /** For each request the best pairs that the plan does not use. */
  readonly alternatives: readonly Alternative[];
}

/** A problem that breaks its contract; `path` is the JSON path of the culprit. */
export class InvalidProblem extends Error {
  readonly code = 'invalid-problem';

  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: ${reason}.`);
    this.name = 'InvalidProblem';
  }
}
