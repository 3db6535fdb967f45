import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

export const memberError = defineErrors({
  'data-destroyed': [409, 'The personal data of this community was destroyed, with its keys'],
  'member-exists': [409, 'Somebody with this e-mail address or phone number is a member already'],
  'maybe-the-same': [409, 'Somebody who sounds alike is a member: look whether it is the same person'],
  'member-left': [409, 'Whoever has left is written about no more: what named them was destroyed'],
  'channel-missing': [422, 'Say whether you heard it on the phone or at the desk, and in which language'],
  'guardian-not-asked': [
    422,
    'Say which guardian of the household answered; this one is none, or is not asked',
  ],
  'not-your-own': [422, 'Nobody grants, vets or suspends themselves: ask somebody else to do this'],
  'unknown-member': [422, 'A member named here does not exist in this community'],
  'credential-dates': [422, 'The dates of the check do not fit together'],
  'credential-too-old': [422, 'The paper is older than this check allows on the day it is shown'],
  'exemption-days': [422, 'An exemption begins today or later and lasts at most 366 days'],
  'unknown-category': [422, 'The category named here does not exist in this community'],
  'already-registered': [409, 'They stand in a register already; write them out first'],
  'not-registered': [409, 'They stand in no register'],
  'sits-at-desk': [422, 'Who sits at the desk gives that role back first: it decides whom they reach'],
  'comes-today': [
    409,
    'Somebody counts on them today, under the cover they have: move them from tomorrow on',
  ],
  'not-a-helper': [422, 'Only a member with the role of a helper is registered'],
  'insurance-days': [422, 'An insurance ends today or later, and not before it begins'],
  'registered-in-future': [422, 'A registration is of today or earlier'],
  'occasional-days': [422, 'An occasional volunteer comes for days from today on, within 60 days'],
  'age-missing': [422, 'Say of whoever is to help that they are of age, or when they were born'],
  'too-young': [422, 'They are younger than the community takes volunteers'],
  'of-age': [422, 'They are of age: no consent is needed'],
  'consents-alone': [422, 'They are old enough to consent to a record of their own'],
  'consent-days': [422, 'A consent ends today or later, before they come of age and within 366 days'],
  'reviewer-unfit': [
    422,
    'A report is reviewed by an active coordinator or administrator whom it does not concern',
  ],
  'stale-notice': [409, 'There is a newer privacy notice: read that one'],
  'guardian-consents': [422, 'A guardian agrees for somebody so young'],
  'meeting-point-missing': [422, 'A protected household needs a neutral meeting point'],
  'guardian-missing': [422, 'A household needs at least one guardian'],
  'not-a-guardian': [422, 'Who is named here is no guardian of this household'],
  'last-guardian': [409, 'The last guardian of the household: make somebody else one first'],
  'guardian-pays': [
    409,
    'Their hours pay for a request that is not over: let somebody else pay first, or withdraw it',
  ],
  'guardian-whole-missing': [422, 'One guardian at least sees all of the household'],
  'unknown-dependant': [422, 'A dependant named here does not belong to this household'],
  'already-guardian': [409, 'This member is a guardian of the household already'],
  'names-too-much': [422, 'Use a nickname or an initial: no surname and no birth date'],
  'dependant-archived': [409, 'This dependant was archived'],
  'consent-missing': [422, 'A care card is kept only with the consent of the guardian who writes it'],
  'authorisation-expired': [422, 'The authorisation would have expired already'],
  'already-away': [409, 'This coordinator is away on some of these days already'],
  'not-a-coordinator': [422, 'Only an active coordinator who reaches these people can be on duty for them'],
  'already-on-duty': [409, 'This coordinator is on duty at that time already'],
  'referral-of-nobody': [422, 'Name either a member or a household'],
  'referral-needless': [422, 'This organisation reaches the person already'],
  'referral-days': [422, 'A referral ends today or later, and within 400 days'],
  'referral-over': [409, 'The last day of this referral is over'],
  'already-referred': [409, 'An open referral shares the person with this organisation already'],
  'not-concerned': [422, 'You can decide this yourself: it does not concern you'],
  'not-sole': [422, 'Another coordinator reaches this case and can decide it'],
  'approver-unfit': [
    422,
    'The second approver must be an active coordinator or administrator whom the case does not concern',
  ],
  'second-approver-named': [409, 'Somebody is named for this case already'],
  'last-administrator': [422, 'A community keeps at least one administrator'],
});

meaningOfConstraint('second_approver_open', () => memberError('second-approver-named'));
meaningOfConstraint('referral_open', () => memberError('already-referred'));

const memberExists = () => memberError('member-exists');
meaningOfConstraint('member_identity_email', memberExists);
meaningOfConstraint('member_community_id_person_id_key', memberExists);
meaningOfConstraint('household_member_pkey', () => memberError('already-guardian'));
meaningOfConstraint('duty_shift_once_at_a_time', () => memberError('already-on-duty'));
