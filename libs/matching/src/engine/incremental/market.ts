import type {
  Pair,
  Problem,
  ProblemEdge,
  ProblemHelper,
  ProblemRequest,
  Solution,
} from '../model/problem.js';

/** One helper who may serve one request. */
export interface Offered {
  readonly score: number;
  readonly minutes: number;
}

export interface OpenRequest {
  readonly request: ProblemRequest;
  /** By helper index; empty once the request is closed. */
  readonly edges: Map<number, Offered>;
  /** Helpers who hold a seat; the approved ones among them never move. */
  readonly holders: Set<number>;
  readonly approved: Set<number>;
  /** In points, a multiple of 1 / 1024: exact in the units of every problem cut from the market. */
  price: number;
}

export interface LiveHelper {
  readonly helper: ProblemHelper;
  readonly edges: Map<number, Offered>;
  readonly held: Set<number>;
  /** Most that the helper's free time is worth at the present prices, beside approved work. */
  gain: number;
}

export const PRICE_UNIT = 1024;

/**
 * The plan in force with its prices, as events change it. The bound is the sum of the helpers' gains, the price of
 * every free seat and the score of approved work.
 */
export class Market {
  readonly requests: OpenRequest[] = [];
  readonly helpers: LiveHelper[] = [];
  objective = 0;
  private approvedScore = 0;

  constructor(
    private readonly base: Pick<Problem, 'travel' | 'stabilityBonus'>,
    problem: Problem,
    solution: Pick<Solution, 'assignments'>,
    prices: ArrayLike<number>,
  ) {
    problem.helpers.forEach((helper) => {
      this.helpers.push({ helper, edges: new Map(), held: new Set(), gain: 0 });
    });
    problem.requests.forEach((request, index) => this.open(request, prices[index] ?? 0));
    for (const [request, helper, score, minutes] of problem.edges)
      this.connect(request, helper, { score, minutes });
    const approved = new Set((problem.approved ?? []).map(([request, helper]) => `${request} ${helper}`));
    for (const [request, helper] of solution.assignments) {
      this.assign(request, helper);
      if (approved.has(`${request} ${helper}`)) this.approve(request, helper);
    }
  }

  /** No plan scores more. */
  get bound(): number {
    let sum = this.approvedScore;
    for (const { gain } of this.helpers) sum += gain;
    for (const { request, approved, edges, price } of this.requests) {
      // No more seats than there are candidates.
      if (price > 0) sum += price * (Math.min(request.needed, edges.size) - approved.size);
    }
    return Math.floor(sum + 1e-6);
  }

  open(request: ProblemRequest, price: number): number {
    this.requests.push({
      request,
      edges: new Map(),
      holders: new Set(),
      approved: new Set(),
      price: 0,
    });
    const index = this.requests.length - 1;
    this.reprice(index, price);
    return index;
  }

  connect(request: number, helper: number, offered: Offered): void {
    this.requests[request]!.edges.set(helper, offered);
    this.helpers[helper]!.edges.set(request, offered);
  }

  disconnect(request: number, helper: number): void {
    this.requests[request]!.edges.delete(helper);
    this.helpers[helper]!.edges.delete(request);
  }

  assign(request: number, helper: number): void {
    this.requests[request]!.holders.add(helper);
    this.helpers[helper]!.held.add(request);
    this.objective += this.requests[request]!.edges.get(helper)!.score;
  }

  release(request: number, helper: number): void {
    this.requests[request]!.holders.delete(helper);
    this.helpers[helper]!.held.delete(request);
    this.objective -= this.requests[request]!.edges.get(helper)!.score;
  }

  /** From now on the pair stays. */
  approve(request: number, helper: number): void {
    const open = this.requests[request]!;
    open.approved.add(helper);
    this.approvedScore += open.edges.get(helper)!.score;
  }

  /** Takes an approved pair back into what may move. */
  unapprove(request: number, helper: number): void {
    const open = this.requests[request]!;
    open.approved.delete(helper);
    this.approvedScore -= open.edges.get(helper)!.score;
  }

  reprice(request: number, price: number): void {
    this.requests[request]!.price = Math.max(0, Math.round(price * PRICE_UNIT) / PRICE_UNIT);
  }

  regain(helper: number, gain: number): void {
    this.helpers[helper]!.gain = gain;
  }

  /** Seats that approved work leaves; some may be filled. */
  seatsLeft(request: number): number {
    const { request: asked, approved } = this.requests[request]!;
    return asked.needed - approved.size;
  }

  seatsOpen(request: number): number {
    const { request: asked, holders } = this.requests[request]!;
    return asked.needed - holders.size;
  }

  /**
   * The part of the market between these helpers and requests, as a problem of its own: seats that others hold are
   * gone, what is approved stays approved.
   * @param keep the plan in force enters as `current`; without it the part is weighed by scores alone
   */
  cut(helpers: readonly number[], requests: readonly number[], keep: boolean): Problem {
    const inside = new Uint8Array(this.helpers.length);
    for (const helper of helpers) inside[helper] = 1;
    const rows = new Int32Array(this.requests.length).fill(-1);
    const kept = requests.map((index, row) => {
      const { request, holders, approved } = this.requests[index]!;
      let outside = 0;
      for (const helper of keep ? holders : approved) outside += 1 - inside[helper]!;
      if (outside < request.needed) rows[index] = row;
      return { ...request, needed: Math.max(1, request.needed - outside) };
    });
    const edges: ProblemEdge[] = [];
    const approved: Pair[] = [];
    const current: Pair[] = [];
    helpers.forEach((helper, column) => {
      for (const [index, { score, minutes }] of this.helpers[helper]!.edges) {
        const row = rows[index]!;
        if (row < 0) continue;
        edges.push([row, column, score, minutes]);
        const open = this.requests[index]!;
        if (open.approved.has(helper)) approved.push([row, column]);
        else if (keep && open.holders.has(helper)) current.push([row, column]);
      }
    });
    return {
      version: 1,
      requests: kept,
      helpers: helpers.map((helper) => this.helpers[helper]!.helper),
      travel: this.base.travel ?? null,
      edges,
      approved,
      current,
      stabilityBonus: keep ? (this.base.stabilityBonus ?? 0) : 0,
    };
  }

  /** Every pair of the plan, by request, then helper. */
  assignments(): Pair[] {
    const pairs: Pair[] = [];
    this.requests.forEach(({ holders }, request) => {
      for (const helper of [...holders].sort((a, b) => a - b)) pairs.push([request, helper]);
    });
    return pairs;
  }
}
