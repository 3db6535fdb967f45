import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const identityError = defineErrors({
  'too-many-attempts': [429, 'Too many attempts to sign in; wait a quarter of an hour'],
  'provider-unreachable': [
    503,
    'The sign-in service does not answer now; try again later or sign in with a code',
  ],
  'provider-refused': [401, 'You came back without having signed in'],
  'level-too-low': [401, 'This sign-in was at too low a level; choose a stronger one at the service'],
  'identity-linked-elsewhere': [409, 'This identity signs in as another member already'],
  'too-many-links': [
    409,
    'Too many requests of this kind wait for this member; the desk answers those first',
  ],
});

meaningOfConstraint('identity_link_confirmed', () => identityError('identity-linked-elsewhere'));
