import {
  checkSolution,
  Replanner,
  solve,
  type MarketEvent,
  type Problem,
  type ProblemRequest,
  type Side,
} from '../../libs/matching/src/engine/index.js';
import { Prng } from '../../libs/matching/src/engine/model/prng.js';
import { makeInstance, type InstanceShape } from './matching-instances.js';

/**
 * Draws what may happen next to a plan in force: requests from `pool` that open one after the other, declines,
 * withdrawals, lost and regained time, approvals.
 */
export class EventSource {
  private readonly prng: Prng;
  /** What helpers could do before they lost time. */
  private readonly lost = new Map<number, readonly Side[]>();
  private opened = 0;

  constructor(
    private readonly replanner: Replanner,
    private readonly pool: Problem,
    private readonly helpers: number,
    seed: number,
  ) {
    this.prng = new Prng(seed);
  }

  next(): MarketEvent {
    const { market } = this.replanner;
    const draw = this.prng.below(100);
    if (draw < 45 && this.opened < this.pool.requests.length) return this.opening();
    const pair = this.movablePair();
    if (!pair || draw >= 90) return this.changing();
    const [request, helper] = pair;
    if (draw < 70) return { kind: 'pair-ended', request, helper };
    if (draw < 80) return { kind: 'request-closed', request };
    return market.requests[request]!.approved.has(helper)
      ? { kind: 'pair-ended', request, helper }
      : { kind: 'pair-approved', request, helper };
  }

  private opening(): MarketEvent {
    const index = this.opened;
    this.opened += 1;
    const edges = this.pool.edges
      .filter(([request, helper]) => request === index && helper < this.helpers)
      .map(([, helper, score, minutes]): Side => [helper, score, minutes]);
    const request = this.pool.requests[index]!;
    return { kind: 'request-opened', request: { ...request, id: `new-${request.id}` }, edges };
  }

  /** A helper loses half of what they could do, or gets it back. */
  private changing(): MarketEvent {
    const { market } = this.replanner;
    const [before] = this.lost;
    if (before && this.prng.below(2) === 0) {
      this.lost.delete(before[0]);
      const edges = before[1].filter(([request]) => market.requests[request]!.edges.size > 0);
      return { kind: 'helper-changed', helper: before[0], edges };
    }
    const helper = this.prng.below(this.helpers);
    const edges = [...market.helpers[helper]!.edges].map(([request, { score, minutes }]): Side => [
      request,
      score,
      minutes,
    ]);
    this.lost.set(helper, edges);
    return { kind: 'helper-changed', helper, edges: edges.filter((_, index) => index % 2 === 0) };
  }

  private movablePair(): readonly [number, number] | undefined {
    const { market } = this.replanner;
    for (let tries = 0; tries < 50; tries += 1) {
      const request = this.prng.below(market.requests.length);
      const [holder] = market.requests[request]!.holders;
      if (holder !== undefined) return [request, holder];
    }
    return undefined;
  }
}

/** The first `requests` of an instance as the problem, the others as the pool from which new ones come. */
export function splitInstance(whole: Problem, requests: number): [Problem, Problem] {
  const later = whole.edges.filter(([request]) => request >= requests);
  return [
    {
      ...whole,
      requests: whole.requests.slice(0, requests),
      edges: whole.edges.filter(([request]) => request < requests),
    },
    {
      ...whole,
      requests: whole.requests.slice(requests),
      edges: later.map(([request, helper, score, minutes]) => [request - requests, helper, score, minutes]),
    },
  ];
}

export interface EventFigures {
  readonly events: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  /** Proven distance from the bound before and after. */
  readonly gapBefore: number;
  readonly gapAfter: number;
  /** What the plan lacks of one made anew at the end. */
  readonly behind: number;
  readonly changedPairs: number;
  readonly approvedBroken: number;
  readonly faults: number;
}

/** Runs events over a planned instance; every answer is checked, and the last plan compared with one made anew. */
export async function measureEvents(
  shape: InstanceShape,
  events: number,
  processorMs: () => number,
): Promise<EventFigures> {
  const whole = makeInstance({ ...shape, requests: shape.requests + events });
  const [problem, pool] = splitInstance({ ...whole, stabilityBonus: 15 }, shape.requests);
  let prices: ArrayLike<number> = [];
  const solution = await solve(problem, {
    onPrices: (told) => {
      prices = told;
    },
  });
  const replanner = new Replanner(problem, solution, prices);
  const source = new EventSource(replanner, pool, shape.helpers, shape.seed);
  const gapBefore = replanner.currentSolution().gap;
  const times: number[] = [];
  let [changedPairs, approvedBroken, faults] = [0, 0, 0];
  for (let k = 0; k < events; k += 1) {
    const event = source.next();
    const approved = approvedPairs(replanner, 'request' in event ? event.request : -1);
    const began = processorMs();
    const { added, removed } = replanner.apply(event);
    times.push(processorMs() - began);
    changedPairs += added.length + removed.length;
    const { requests } = replanner.market;
    approvedBroken += approved.filter(([request, helper]) => !requests[request]!.holders.has(helper)).length;
    faults += checkSolution(replanner.currentProblem(), replanner.currentSolution()).length;
  }
  const last = replanner.currentSolution();
  const anew = await solve({ ...replanner.currentProblem(), stabilityBonus: 0 });
  times.sort((a, b) => a - b);
  return {
    events,
    p50: times[Math.floor(events / 2)]!,
    p95: times[Math.floor(events * 0.95)]!,
    p99: times[Math.floor(events * 0.99)]!,
    most: times.at(-1)!,
    gapBefore,
    gapAfter: last.gap,
    behind: (anew.objective - last.objective) / Math.max(1, anew.objective),
    changedPairs,
    approvedBroken,
    faults,
  };
}

/** Approved pairs, those of the event's own request aside. */
function approvedPairs(replanner: Replanner, apart: number | ProblemRequest): [number, number][] {
  return replanner.market.requests.flatMap(({ approved }, request) =>
    request === apart ? [] : [...approved].map((helper): [number, number] => [request, helper]),
  );
}
