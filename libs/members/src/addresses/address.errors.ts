import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const addressError = defineErrors({
  'address-code-wrong': [422, 'This code is not right or not valid any more; ask for a new one'],
  'last-address': [409, 'You sign in with this address alone; add the other kind before you remove it'],
  'proven-by-code': [
    422,
    'You sign in with this address: change it in your settings, where a code proves the new one',
  ],
});

/** Somebody else was quicker: nothing tells that the address is theirs. */
for (const constraint of ['person_email_index_key', 'person_phone_index_key']) {
  meaningOfConstraint(constraint, () => addressError('address-code-wrong'));
}
