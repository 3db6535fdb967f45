import type { Explanation } from './explain.js';
import type { ScoreTerm } from './score.rules.js';
import type { Saying } from './words/words.js';

type Term = Pick<ScoreTerm, 'term' | 'points' | 'values'>;

/**
 * Why a helper is asked, said to themselves: what speaks for them. Points, other people and how the family fares
 * (how long it waits, how urgent it is) are the desk's; what a helper owes or lacks is held against nobody.
 */
export function whyHelper(explanation: Explanation): Saying[] {
  const reasons = (explanation.terms ?? []).flatMap((term) => reasonOf(term) ?? []);
  const free = (explanation.checks ?? []).some(({ check }) => check === 'free');
  return free ? [...reasons, { id: 'why-free', values: {} }] : reasons;
}

function reasonOf({ term, points, values }: Term): Saying | undefined {
  if (points <= 0) return undefined;
  switch (term) {
    case 'preference':
      return values['asked'] ? { id: 'why-preference', values: {} } : undefined;
    case 'continuity':
      return Number(values['visitsTogether']) > 0 ? { id: 'why-continuity', values } : undefined;
    case 'travel':
      return { id: 'why-travel', values };
    case 'skill':
      return Number(values['subjects']) > 0 ? { id: 'why-skill', values: {} } : undefined;
    case 'language':
      return Number(values['asked']) > 0 ? { id: 'why-language', values: {} } : undefined;
    case 'fairness':
      return values['neverPlaced'] ? { id: 'why-newcomer', values: {} } : undefined;
    default:
      return undefined;
  }
}
