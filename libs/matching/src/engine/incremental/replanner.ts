import { InvalidProblem } from '../model/problem.js';
import type { Pair, Problem, ProblemRequest, Solution } from '../model/problem.js';
import { contract } from '../model/contraction.js';
import { freeTimes } from '../model/free-time.js';
import { explainUnmatched } from '../answer/unmatched.js';
import { visitsOf } from '../model/visits.js';
import { asItStands } from './as-it-stands.js';
import { refreshGains, repriceRequests } from './gains.js';
import { Market, type Offered } from './market.js';
import { ascending, neighbourhoodOf } from './neighbourhood.js';
import { rearrange } from './rearrange.js';

/** [index of the other side, score, minutes charged to the caps] */
export type Side = readonly [other: number, score: number, minutes: number];

/** What happens to a plan in force. Indices are those of the problem; a new request is given the next one. */
export type MarketEvent =
  | { readonly kind: 'request-opened'; readonly request: ProblemRequest; readonly edges: readonly Side[] }
  /** Withdrawn, cancelled, over. */
  | { readonly kind: 'request-closed'; readonly request: number }
  /** Availability, credentials: whom the helper may serve from now on. Approved work stays. */
  | { readonly kind: 'helper-changed'; readonly helper: number; readonly edges: readonly Side[] }
  /** Declined, expired, refused: the pair is no longer possible and its seat is open again. */
  | { readonly kind: 'pair-ended'; readonly request: number; readonly helper: number }
  | { readonly kind: 'pair-approved'; readonly request: number; readonly helper: number };

export interface Replanned {
  /** Pairs the event and the plan's answer to it made and unmade. */
  readonly added: readonly Pair[];
  readonly removed: readonly Pair[];
  readonly objective: number;
  /** No plan scores more. */
  readonly bound: number;
  readonly gap: number;
  /** How much further from the bound than when the plan was made. */
  readonly drift: number;
}

/** Requests that a helper with new time is offered, the most worth while first. */
const OFFERED = 12;

/** Prices renewed after an event. */
const REPRICED = 8;

/** What an event leaves to be done: seats to place, filled requests to offer around, helpers whose gain has changed. */
interface Work {
  readonly open: number[];
  readonly wanted: number[];
  readonly changed: Set<number>;
  readonly freed: number[];
}

/**
 * Keeps a plan good while events change the problem: each is answered in its neighbourhood under warm prices, and the
 * bound over the whole market moves along.
 */
export class Replanner {
  readonly market: Market;
  private readonly firstGap: number;

  /**
   * @param prices of the requests in points, as `solve` tells them
   * @throws InvalidProblem for what is worth more or less beside other visits: a bound piece by piece knows none of it
   */
  constructor(
    private readonly problem: Problem,
    solution: Pick<Solution, 'assignments' | 'starts'>,
    prices: ArrayLike<number>,
  ) {
    refuseExtras(problem);
    this.market = new Market(problem, asItStands(problem, solution), solution, prices);
    refreshGains(this.market, this.market.helpers.keys());
    this.firstGap = gapOf(this.market.objective, this.market.bound);
  }

  apply(event: MarketEvent): Replanned {
    const added = new Map<string, Pair>();
    const removed = new Map<string, Pair>();
    const log = { added, removed };
    const work = this.take(event, log);
    refreshGains(this.market, work.changed);
    if (work.open.length + work.wanted.length + work.freed.length > 0) this.settle(work, log);
    this.repriceMoved([...added.values(), ...removed.values()]);
    const { objective, bound } = this.market;
    const gap = gapOf(objective, bound);
    return {
      added: [...added.values()],
      removed: [...removed.values()],
      objective,
      bound,
      gap,
      drift: gap - this.firstGap,
    };
  }

  /** The problem as it is now, with the same indices: closed requests have no edges left. */
  currentProblem(): Problem {
    const { market } = this;
    const all = [...market.requests.keys()];
    return {
      ...market.cut([...market.helpers.keys()], all, false),
      stabilityBonus: this.problem.stabilityBonus,
    };
  }

  /** The plan in force, as `solve` would answer. */
  currentSolution(): Solution {
    const { objective, bound } = this.market;
    const problem = this.currentProblem();
    const assignments = this.market.assignments();
    return {
      version: 1,
      objective,
      bound,
      gap: gapOf(objective, bound),
      status: bound === objective ? 'optimal' : 'feasible',
      assignments,
      unmatched: explainUnmatched(
        {
          problem,
          contraction: contract(problem),
          visits: visitsOf(problem),
          freeTimes: freeTimes(problem),
        },
        assignments,
      ),
      stages: [],
    };
  }

  /** What moved has another scarcity now: each price anew, which can only lower the bound. */
  private repriceMoved(pairs: readonly Pair[]): void {
    const moved = [...new Set(pairs.map(([request]) => request))].sort(ascending).slice(0, REPRICED);
    repriceRequests(this.market, moved);
  }

  private take(event: MarketEvent, log: Log): Work {
    const { market } = this;
    const work: Work = { open: [], wanted: [], changed: new Set(), freed: [] };
    if (event.kind === 'request-opened') {
      const request = market.open(event.request, 0);
      for (const [helper, score, minutes] of event.edges) market.connect(request, helper, { score, minutes });
      repriceRequests(market, [request]);
      work.open.push(request);
    } else if (event.kind === 'request-closed') {
      this.close(event.request, work, log);
    } else if (event.kind === 'helper-changed') {
      this.change(
        event.helper,
        new Map(event.edges.map(([r, score, minutes]) => [r, { score, minutes }])),
        work,
        log,
      );
    } else if (event.kind === 'pair-ended') {
      this.end(event.request, event.helper, work, log);
      work.freed.push(event.helper);
    } else {
      market.approve(event.request, event.helper);
      for (const helper of market.requests[event.request]!.edges.keys()) work.changed.add(helper);
    }
    return work;
  }

  private close(request: number, work: Work, log: Log): void {
    const { edges, holders } = this.market.requests[request]!;
    work.freed.push(...holders);
    for (const helper of edges.keys()) this.end(request, helper, work, log);
    work.open.length = 0;
    this.market.reprice(request, 0);
  }

  /** The pair is possible no more. */
  private end(request: number, helper: number, work: Work, log: Log): void {
    const { market } = this;
    const { holders, approved } = market.requests[request]!;
    if (approved.has(helper)) {
      market.unapprove(request, helper);
      // The seat is free for the others again.
      for (const other of market.requests[request]!.edges.keys()) work.changed.add(other);
    }
    if (holders.has(helper)) {
      unmake(log, market, request, helper);
      work.open.push(request);
    }
    market.disconnect(request, helper);
    work.changed.add(helper);
  }

  private change(helper: number, edges: ReadonlyMap<number, Offered>, work: Work, log: Log): void {
    const { market } = this;
    for (const request of market.helpers[helper]!.edges.keys()) {
      if (market.requests[request]!.approved.has(helper)) continue;
      if (!edges.has(request)) this.end(request, helper, work, log);
    }
    for (const [request, offered] of edges) {
      if (market.requests[request]!.approved.has(helper)) continue;
      const held = market.requests[request]!.holders.has(helper);
      if (held) market.release(request, helper);
      market.connect(request, helper, offered);
      if (held) market.assign(request, helper);
    }
    work.changed.add(helper);
    work.freed.push(helper);
  }

  /** Answers in the neighbourhood: one small problem, planned on from the plan in force. */
  private settle(work: Work, log: Log): void {
    const { market } = this;
    for (const helper of work.freed) {
      const { edges, held } = market.helpers[helper]!;
      const gainful = [...edges]
        .map(([request, { score }]) => ({ request, worth: score - market.requests[request]!.price }))
        .filter(({ request, worth }) => !held.has(request) && (worth > 0 || market.seatsOpen(request) > 0))
        .sort((a, b) => b.worth - a.worth || a.request - b.request)
        .slice(0, OFFERED);
      for (const { request } of gainful) work.wanted.push(request);
    }
    const inHand = [...new Set([...work.open, ...work.wanted])];
    const { helpers, requests } = neighbourhoodOf(market, inHand, work.freed);
    const row = new Map(requests.map((request, index) => [request, index]));
    const part = market.cut(helpers, requests, true);
    const solution = rearrange(part, {
      prices: requests.map((request) => market.requests[request]!.price),
      wanted: [...new Set(work.wanted)].map((request) => row.get(request)!),
    });
    const wished = new Set(solution.assignments.map(([r, h]) => `${requests[r]!} ${helpers[h]!}`));
    const standing = part.current!.map(([r, h]): Pair => [requests[r]!, helpers[h]!]);
    for (const [request, helper] of standing) {
      if (!wished.delete(`${request} ${helper}`)) unmake(log, market, request, helper);
    }
    for (const [r, h] of solution.assignments) {
      const pair: Pair = [requests[r]!, helpers[h]!];
      if (!wished.has(`${pair[0]} ${pair[1]}`) || market.requests[pair[0]]!.approved.has(pair[1])) continue;
      make(log, market, ...pair);
    }
  }
}

function refuseExtras({ together, helpers, requests }: Problem): void {
  if (
    (together ?? []).length > 0 ||
    helpers.some(({ fairness }) => fairness) ||
    requests.some(({ starts }) => starts)
  )
    throw new InvalidProblem('$', 'has other starts, linked requests or fairness: solve it anew');
}

function gapOf(objective: number, bound: number): number {
  return (bound - objective) / Math.max(1, bound);
}

interface Log {
  readonly added: Map<string, Pair>;
  readonly removed: Map<string, Pair>;
}

function make(log: Log, market: Market, request: number, helper: number): void {
  market.assign(request, helper);
  const key = `${request} ${helper}`;
  if (!log.removed.delete(key)) log.added.set(key, [request, helper]);
}

function unmake(log: Log, market: Market, request: number, helper: number): void {
  market.release(request, helper);
  const key = `${request} ${helper}`;
  if (!log.added.delete(key)) log.removed.set(key, [request, helper]);
}
