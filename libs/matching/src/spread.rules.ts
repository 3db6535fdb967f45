import type { Fairness } from '#matching/engine';
import type { HelperHistory } from './facts.js';

/** Work given lately and work planned count alike, in steps of a day's work. */
const STEP_MINUTES = 480;
const STEPS = 8;

/**
 * What it costs a plan that a helper gives much: each further day of work costs more than the one before, the last
 * half of what fairness weighs, so that no visit stays empty for it. Hours go to who gives little, unless somebody
 * else fits better.
 */
export function spreadOf(history: HelperHistory | undefined, fairness: number): { fairness?: Fairness } {
  const given = history?.recentMinutes ?? 0;
  const steps = Array.from({ length: STEPS }, (_, index) => ({
    above: (index + 1) * STEP_MINUTES - given,
    cost: Math.round((fairness * (index + 1)) / (2 * STEPS)),
  })).filter(({ above, cost }) => above >= 0 && cost > 0);
  return steps.length === 0
    ? {}
    : { fairness: { minutes: steps.map(({ above, cost }) => [above, cost] as const) } };
}
