import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

/** What the ledger refuses, and why. */
export const ledgerError = defineErrors({
  'idempotency-key-reused': [422, 'This Idempotency-Key was used for another request; make a new key'],
  'idempotency-key-missing': [400, 'A post to the ledger needs an Idempotency-Key'],
  'balance-too-low': [422, 'The account would fall below what it may go down to'],
  'transfer-unbalanced': [422, 'A transfer needs at least two entries that sum to zero'],
  'unknown-account': [422, 'The account or member named here does not exist in this community'],
  'account-exists': [409, 'This organisation has an account, or a group has this name'],
  'organisation-missing': [422, 'Say whose account it is'],
  'name-missing': [422, 'A group’s account needs a name'],
  'payments-off': [422, 'The community’s policy does not let shared accounts pay'],
  'already-reversed': [409, 'This transfer was reversed already'],
  'reversal-is-final': [422, 'A reversal cannot be reversed; post the transfer again'],
  'reverse-the-visit': [422, 'The hours of a visit are taken back through its seat'],
  'same-account': [422, 'Giver and receiver are the same'],
  'member-not-active': [422, 'The other member is not active'],
  'category-needs-approval': [422, 'Hours of this category go through a coordinator'],
  'not-the-other-side': [403, 'Only the other side can answer; you recorded this yourself'],
  'exchange-between-adults': [
    422,
    'Swaps are between adults who are not related and have not blocked each other',
  ],
  'exchange-day': [422, 'A swap is recorded after it happened and within three months'],
});

meaningOfConstraint('account_organisation', () => ledgerError('account-exists'));
meaningOfConstraint('account_group', () => ledgerError('account-exists'));
meaningOfConstraint('account_floor', () => ledgerError('balance-too-low'));
meaningOfConstraint('transfer_reversed_once', () => ledgerError('already-reversed'));
meaningOfConstraint('transfer_sums_to_zero', () => ledgerError('transfer-unbalanced'));
