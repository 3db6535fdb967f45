import type { VisitCandidates } from './candidates.js';
import type { HardRule } from './eligibility.rules.js';

/** Why a visit found nobody: the engine's word, and the rules that kept helpers out, most first. */
export function explainUnmatched(part: VisitCandidates, why: string): Record<string, unknown> {
  const keptOut = Object.entries(part.excluded) as [HardRule, number][];
  keptOut.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    candidates: part.candidates.length,
    rule: why === 'no-candidate' ? (keptOut[0]?.[0] ?? 'category') : why,
    keptOut: Object.fromEntries(keptOut),
    start: new Date(part.start).toISOString(),
  };
}
