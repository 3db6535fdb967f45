import { defineErrors } from '#platform';

export const secondFactorError = defineErrors({
  'wrong-factor-code': [422, 'This code is not right, or it was used already; wait for the next one'],
  'factor-locked': [429, 'Too many wrong codes; wait a while, or use a passkey'],
  'passkey-refused': [422, 'This passkey could not be checked here; try again, or use another way'],
  'recent-proof-needed': [403, 'Prove again that it is you, then repeat your change'],
  'proof-failed': [422, 'This code is not right or not valid any more; ask for a new one'],
  'last-factor': [409, 'Your roles need a second factor; add another before you remove this one'],
  'too-many-passkeys': [409, 'You have as many passkeys as one may have; remove one first'],
  'no-second-factor': [409, 'There is no second factor to have codes for; set one up first'],
  'nothing-to-confirm': [409, 'No authenticator is being set up; begin again'],
});
