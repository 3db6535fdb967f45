import type { Instance } from '../model/instance.js';
import type { Plan } from '../model/plan.js';
import type { Prices } from '../stages/prices.js';
import type { CoreAnswer } from './highs-runtime.js';

/**
 * The better plan, and the bound lowered by what was proven: a plan within `reach` of the bound is one of the core and
 * loses what the solver says at least, any other loses more than `reach`.
 */
export function conclude(
  instance: Instance,
  prices: Prices,
  best: Plan,
  found: Plan,
  settledLoss: number,
  reach: number,
  answer: CoreAnswer,
): Plan {
  const winner = found.isFeasible() && found.total > best.total ? found : best;
  if (answer.lossBound === null) return winner;
  // The margin covers the solver's tolerance: half a weight unit, or a millionth of the loss.
  const loss = answer.lossBound * instance.scale;
  const margin = loss === Infinity ? 0 : Math.max(0.5, Math.abs(loss) * 1e-6);
  const least = Math.min(reach, settledLoss + loss - margin);
  prices.lower(Math.max(winner.total, Math.floor(prices.priced - least)));
  return winner;
}
