import type { PlanProblem } from '../plan-problem.js';

/** A time in minutes, and what it takes of the week. */
interface Taken {
  readonly from: number;
  readonly to: number;
  readonly charged: number;
}

const NONE: readonly Taken[] = [];

/**
 * What is promised already: busy time, and the series that were chosen on the template week. A helper whose time or
 * week it leaves no room in cannot serve a visit, however much they would score. Roads are left to the engine.
 */
export class Promised {
  private readonly takenBy = new Map<string, Taken[]>();
  private readonly helperOf: ReadonlyMap<string, PlanProblem['problem']['helpers'][number]>;

  constructor({ problem, helperIds }: PlanProblem) {
    this.helperOf = new Map(helperIds.map((id, index) => [id, problem.helpers[index]!]));
    const approved = new Set((problem.approved ?? []).map(([request, helper]) => `${request},${helper}`));
    for (const [request, helper, , charged] of approved.size > 0 ? problem.edges : []) {
      if (!approved.has(`${request},${helper}`)) continue;
      const { start, end } = problem.requests[request]!;
      const id = helperIds[helper]!;
      const taken = this.takenBy.get(id) ?? [];
      taken.push({ from: start!, to: end!, charged });
      this.takenBy.set(id, taken);
    }
  }

  /** Whether the helper may still serve a visit at this time, in minutes. */
  leavesRoom(helperId: string, from: number, to: number): boolean {
    const taken = this.takenBy.get(helperId) ?? NONE;
    const { breakMinutes, caps } = this.helperOf.get(helperId)!;
    const rest = breakMinutes ?? 0;
    if (taken.some((one) => one.from < to + rest && from < one.to + rest)) return false;
    const week = caps?.find((one) => one.from <= from && from < one.to);
    if (typeof week?.maxMinutes !== 'number') return true;
    const used = taken.reduce(
      (sum, one) => (week.from <= one.from && one.from < week.to ? sum + one.charged : sum),
      0,
    );
    return used + to - from <= week.maxMinutes;
  }
}
