import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const joiningError = defineErrors({
  'invitation-over': [404, 'This invitation is not valid; ask who gave it to you for a new one'],
  'invitation-days': [422, 'An invitation is good for 1 to 60 days'],
  'invitation-shape': [422, 'This kind of invitation needs other facts'],
  'claim-needless': [409, 'This member signs in already: there is nothing to claim'],
  'registration-closed': [422, 'Nobody registers by themselves here: call the desk'],
  'join-failed': [422, 'This code is not valid any more; ask for a new one'],
  'too-many-tries': [429, 'Too many tries; wait a quarter of an hour'],
  'contact-missing': [422, 'Give an e-mail address or a mobile phone'],
  'waits-already': [409, 'Somebody with this address waits for an answer already'],
  'own-request': [422, 'Nobody decides on their own request: ask somebody else of the desk'],
});

meaningOfConstraint('join_request_once', () => joiningError('waits-already'));
