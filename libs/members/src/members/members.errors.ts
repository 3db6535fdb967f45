import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const memberError = defineErrors({
  'member-exists': [409, 'Somebody with this e-mail address or phone number is a member already'],
  'e-mail-at-the-desk': [422, 'You sign in with your e-mail address: ask the desk to change it'],
  'not-your-own': [422, 'Nobody grants, vets or suspends themselves: ask somebody else to do this'],
  'unknown-member': [422, 'A member named here does not exist in this community'],
  'credential-dates': [422, 'The dates of the check do not fit together'],
  'meeting-point-missing': [422, 'A protected household needs a neutral meeting point'],
  'guardian-missing': [422, 'A household needs at least one guardian'],
  'already-guardian': [409, 'This member is a guardian of the household already'],
  'names-too-much': [422, 'Use a nickname or an initial: no surname and no birth date'],
  'dependant-archived': [409, 'This dependant was archived'],
  'consent-missing': [422, 'A care card is kept only with the consent of the guardian who writes it'],
  'authorisation-expired': [422, 'The authorisation would have expired already'],
  'not-a-coordinator': [422, 'Only an active coordinator who reaches these people can be on duty for them'],
  'already-on-duty': [409, 'This coordinator is on duty at that time already'],
  'last-administrator': [422, 'A community keeps at least one administrator'],
});

const memberExists = () => memberError('member-exists');
meaningOfConstraint('member_identity_email', memberExists);
meaningOfConstraint('member_community_id_person_id_key', memberExists);
meaningOfConstraint('household_member_pkey', () => memberError('already-guardian'));
meaningOfConstraint('duty_shift_once_at_a_time', () => memberError('already-on-duty'));
