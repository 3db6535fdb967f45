import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { Subproblem } from '../choice/subproblem.js';

/** As in the local search: above any sum of weights, small enough to stay exact. */
const FORCED = 2 ** 51;
/** Sets that are tried in place of others; beyond, no plan is built any more. */
const BUDGET = 60_000;
const BUDGET_WITH_EXTRAS = 1_000;

/** Small changes of a plan that are made, measured and taken back: the plan is as before after each. */
export class Trial {
  private readonly kept = new Map<number, Int32Array>();
  private work = 0;

  constructor(
    private readonly instance: Instance,
    private readonly subproblem: Subproblem,
    private readonly plan: Plan,
  ) {}

  get spent(): boolean {
    return this.work > (this.instance.extras ? BUDGET_WITH_EXTRAS : BUDGET);
  }

  /** What the plan would gain beside this pair, were its helper free of its request: only open seats are taken. */
  without(edge: number): number {
    const { edgeHelper, edgeRequest } = this.instance;
    const before = this.totalWithout(edge);
    this.release(edgeHelper[edge]!);
    this.choose(edgeHelper[edge]!, edgeRequest[edge]!);
    const after = this.plan.total;
    this.restore();
    return Math.max(0, after - before);
  }

  /**
   * Worth of a plan in which this pair stands in the place of another of the same request (-1: of an open seat); the
   * two helpers choose again among open seats, and who has room takes what they drop. -Infinity: the pair fits no set,
   * or too much was tried already.
   */
  instead(edge: number, other: number): number {
    if (this.spent) return -Infinity;
    const { edgeHelper, edgeRequest } = this.instance;
    const helper = edgeHelper[edge]!;
    this.release(helper);
    if (other >= 0) this.release(edgeHelper[other]!);
    let worth = -Infinity;
    if (this.force(helper, edge)) {
      if (other >= 0) this.choose(edgeHelper[other]!, edgeRequest[edge]!);
      this.passOn();
      worth = this.plan.total;
    }
    this.restore();
    return worth;
  }

  private totalWithout(edge: number): number {
    const { edgeHelper, helperFirst, weight, extras } = this.instance;
    const helper = edgeHelper[edge]!;
    const first = helperFirst[helper]!;
    const others = this.plan.setOf(helper).filter((position) => position !== edge - first);
    const lost = extras ? this.plan.extraOf(helper) - extras.of(helper, others, others.length) : 0;
    return this.plan.total - weight[edge]! - lost;
  }

  private release(helper: number): void {
    this.keep(helper);
    this.plan.release(helper);
  }

  /** Remembers the helper's set as it was before the trial. */
  private keep(helper: number): void {
    if (this.kept.has(helper)) return;
    this.kept.set(helper, this.plan.setOf(helper));
  }

  private restore(): void {
    for (const helper of this.kept.keys()) this.plan.release(helper);
    for (const [helper, positions] of this.kept) this.plan.assign(helper, positions, positions.length);
    this.kept.clear();
  }

  /** Values of the helper's positions: weights where a seat is open and the request is not the closed one. */
  private value(helper: number, closed: number): void {
    const { helperFirst, edgeRequest, weight } = this.instance;
    const first = helperFirst[helper]!;
    for (let edge = first; edge < helperFirst[helper + 1]!; edge += 1) {
      const open = edgeRequest[edge] !== closed && this.plan.admits(edge);
      this.subproblem.value[edge - first] = open ? weight[edge]! : -Infinity;
    }
  }

  private choose(helper: number, closed: number): void {
    this.work += 1;
    this.value(helper, closed);
    this.subproblem.solve(helper);
    this.plan.assign(helper, this.subproblem.chosen, this.subproblem.count);
  }

  private force(helper: number, edge: number): boolean {
    const position = edge - this.instance.helperFirst[helper]!;
    this.work += 1;
    this.value(helper, -1);
    this.subproblem.value[position]! += FORCED;
    this.subproblem.solve(helper);
    if (!this.subproblem.chosen.subarray(0, this.subproblem.count).includes(position)) return false;
    this.plan.assign(helper, this.subproblem.chosen, this.subproblem.count);
    return true;
  }

  /** Requests that the changed helpers served and that have a seat open now go to whoever gains most and has room. */
  private passOn(): void {
    const { edgeRequest, edgeHelper, helperFirst, requestFirst, requestEdges, weight } = this.instance;
    const dropped = [...this.kept].flatMap(([helper, positions]) =>
      Array.from(positions, (position) => edgeRequest[helperFirst[helper]! + position]!),
    );
    for (const request of dropped) {
      if (this.plan.open[request] === 0) continue;
      const edges = Array.from(
        requestEdges.subarray(requestFirst[request]!, requestFirst[request + 1]!),
      ).sort((a, b) => weight[b]! - weight[a]!);
      for (const edge of edges) {
        if (this.plan.open[request] === 0) break;
        const helper = edgeHelper[edge]!;
        this.work += 1;
        this.keep(helper);
        this.plan.insert(helper, edge - helperFirst[helper]!);
      }
    }
  }
}
