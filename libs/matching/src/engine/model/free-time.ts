import { roadMinutes } from './contraction.js';
import type { FreeWindow, Problem } from './problem.js';
import type { Visit } from './visits.js';

/** A helper's free times in order, and where they begin and end; null: always free. */
export interface FreeTime {
  readonly windows: readonly FreeWindow[];
  readonly home: Visit;
}

/** By helper; null where nobody's time is limited. */
export function freeTimes(problem: Problem): readonly (FreeTime | null)[] | null {
  if (!problem.helpers.some(({ free }) => free)) return null;
  return problem.helpers.map(({ free, home }) =>
    free ? { windows: [...free].sort((a, b) => a[0] - b[0]), home: { place: home } } : null,
  );
}

/** The free time that holds the whole visit, or -1. */
export function windowAround(free: FreeTime, visit: Visit): number {
  return free.windows.findIndex(([from, to]) => from <= visit.start! && visit.end! <= to);
}

/** Whether the helper can come from home after the window opens. */
export function reachedFromHome(problem: Problem, free: FreeTime, window: number, visit: Visit): boolean {
  return free.windows[window]![0] + roadMinutes(problem, free.home, visit) <= visit.start!;
}

/** Whether the helper is home before the window closes. */
export function backHome(problem: Problem, free: FreeTime, window: number, visit: Visit): boolean {
  return visit.end! + roadMinutes(problem, visit, free.home) <= free.windows[window]![1];
}
