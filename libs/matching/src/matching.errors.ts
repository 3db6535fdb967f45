import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const matchingError = defineErrors({
  'proposal-not-open': [409, 'This proposal was already decided'],
  'already-proposed': [409, 'This helper is proposed for this request already; decide that proposal'],
  'own-proposal': [403, 'Nobody approves a proposal about themselves; another coordinator must'],
  'hard-rule-broken': [422, 'A rule that no one may set aside forbids this match'],
  'family-suspended': [422, 'Every guardian of this household is suspended: nobody is sent to them'],
  'override-needed': [422, 'This match needs an override with a written reason'],
  'asked-enough': [
    422,
    'This helper was asked as often as is allowed today or this week; ask another, or write down why you ask again',
  ],
  'nothing-to-cover': [409, 'All these visits are covered or past'],
  'no-offer': [422, 'This person has no live offer for this request'],
  'run-in-progress': [409, 'Matching is running; its answer will be here in a moment'],
  'snapshot-gone': [409, 'What this run saw is kept no more; a newer run can be replayed'],
  'replay-busy': [409, 'Another run is being replayed; ask again in a moment'],
  'what-if-busy': [
    409,
    'A comparison of plans is running for this community; its answer will be there in a moment',
  ],
  'what-if-too-large': [422, 'There are too many visits and offers to compare plans at once'],
});

meaningOfConstraint('proposal_live', () => matchingError('already-proposed'));
