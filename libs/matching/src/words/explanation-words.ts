import type { Check, Explanation, NextBest, PlanCost, Scarcity } from '../explain.js';
import { say, type Reading, type Said, type Saying, type WordValues } from './words.js';

/** An explanation with a sentence beside each of its parts. */
export interface SaidExplanation {
  readonly terms: readonly (Explanation['terms'][number] & Said)[];
  readonly checks: readonly (Check & Said)[];
  readonly scarcity?: Scarcity & Said;
  readonly nextBest: readonly (NextBest & { readonly says: readonly Said[] })[];
}

/** Says a stored explanation in a language. */
export function sayExplanation(reading: Reading, explanation: Explanation): SaidExplanation {
  const { scarcity } = explanation;
  return {
    ...explanation,
    terms: (explanation.terms ?? []).map((term) => ({
      ...term,
      ...say(reading, { id: `term-${term.term}`, values: term.values }),
    })) as SaidExplanation['terms'],
    checks: (explanation.checks ?? []).map((check) => ({
      ...check,
      ...say(reading, checkSaying(check)),
    })) as SaidExplanation['checks'],
    scarcity: scarcity && {
      ...scarcity,
      ...say(reading, { id: `scarcity-${scarcity.level}`, values: scarcity.values }),
      values: scarcity.values,
    },
    nextBest: (explanation.nextBest ?? []).map((one) => ({
      ...one,
      says: nextSayings(one).map((saying) => say(reading, saying)),
    })),
  };
}

function checkSaying({ check, values }: Check): Saying {
  if (check === 'credentials' && (values['required'] === 0 || values['until'] === undefined))
    return { id: 'check-no-credentials', values };
  if (check === 'insured' && values['since'] === undefined) return { id: 'check-no-insurance', values };
  // Explanations written before this figure was kept add nothing that is known.
  return { id: `check-${check}`, values: check === 'weekly-minutes' ? { adds: 0, ...values } : values };
}

function nextSayings({ why, fewer, cost }: NextBest): Saying[] {
  const first: Saying =
    why === 'needed-elsewhere'
      ? { id: 'next-needed-elsewhere', values: {} }
      : { id: 'next-lower-score', values: { fewer } };
  if (cost === undefined) return [first];
  return [first, costSaying(cost)];
}

function costSaying(cost: PlanCost | null): Saying {
  if (cost === null) return { id: 'cost-unknown', values: {} };
  const { atLeast, about, atMost, visits } = cost;
  const values: WordValues = {
    points: about,
    least: atLeast,
    visits,
    ...(atMost === null ? {} : { most: atMost }),
  };
  if (visits > 0) return { id: 'cost-visits', values };
  if (atMost === 0) return { id: 'cost-nothing', values };
  if (atMost === null) return { id: 'cost-at-least', values };
  return { id: atLeast === atMost ? 'cost-exact' : 'cost-about', values };
}
