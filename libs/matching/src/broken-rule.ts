import { OVERRIDABLE, type HardRule } from './eligibility.rules.js';
import { matchingError } from './matching.errors.js';

/** What a broken hard rule means, said to whoever wanted the match; of nobody more than the rule's own name says. */
const RULE_SENTENCES: Readonly<Record<HardRule, string>> = {
  category: 'The offer is not for this kind of help, or not for being alone with minors.',
  regime: 'The request does not accept help of this kind: given as a gift, or for hours.',
  'own-household': 'Nobody helps their own household.',
  blocked: 'One side does not want to meet the other, or they are relatives who are kept apart.',
  'turned-down': 'This helper was turned down for this request before.',
  subjects: 'The offer lacks a subject that is asked for.',
  languages: 'The offer has none of the languages that are asked for.',
  'age-band': 'The offer is not for dependants of this age.',
  mobility: 'The offer does not fit a need of mobility.',
  'car-seats': 'The car lacks a seat that is needed.',
  municipality: 'The offer is not for this municipality.',
  funds: 'Neither the payer’s hours nor the pool can hold the next visits.',
  ceiling: 'The helper has earned as many hours as an account may hold.',
  'asked-enough': 'The helper was asked as often as the community allows.',
  'asked-today': 'The helper was asked as often as the community allows in a day.',
  reach: 'The helper would travel longer than they wish.',
  collection: 'Collecting from school needs an authorisation for this dependant, school and helper.',
  credential: 'A check that this help demands is missing or not valid on the day of a visit.',
  insurance: 'The helper is not registered and insured on the day of a visit.',
  availability: 'The helper is not free at that time.',
  overlap: 'The helper is promised elsewhere at that time.',
  travel: 'The helper cannot be there in time from their visit before, or from home.',
  'weekly-minutes': 'The helper would give more than their minutes of the week.',
};

export function brokenRule(rule: HardRule) {
  const sentence = RULE_SENTENCES[rule];
  return OVERRIDABLE.includes(rule)
    ? matchingError('override-needed', `${sentence} Propose again with an override of "${rule}".`, { rule })
    : matchingError('hard-rule-broken', sentence, { rule });
}
