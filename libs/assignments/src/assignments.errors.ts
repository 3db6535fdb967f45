import { meaningOfConstraint } from '#database';
import { defineErrors } from '#platform';

/** What the assignments room refuses, and why. */
export const assignmentError = defineErrors({
  'helper-already-booked': [409, 'This helper is already somewhere else at that time'],
  'visit-already-covered': [409, 'Every place in this visit is taken'],
  'visit-not-coming': [409, 'This visit is cancelled or past'],
  'helper-not-available': [422, 'This member has not said how they help'],
  'funds-missing': [422, 'Neither the payer nor the pool can pay the coming visits'],
  'already-approved': [409, 'This proposal was approved already'],
  'undo-too-late': [409, 'The time to undo is over: the helper was asked'],
  'own-record': [403, 'Nobody confirms, settles or consents for themselves: ask somebody else'],
  'not-yet-confirmed': [409, 'This assignment is not confirmed'],
  'too-early': [422, 'It is too early for this step'],
  'helper-not-active': [422, 'This helper is suspended or gone: nobody can say yes now, a no stays possible'],
  'no-longer-matched': [
    422,
    'This helper and this family are not brought together any more: say no, or ask the desk',
  ],
  'first-visit-recorded': [409, 'A call or a presence is on record for these two already'],
  'not-covered': [
    422,
    'The helper is not covered on a coming visit: not insured, or a minor without consent or alone with minors',
  ],
  'credential-missing': [422, 'A check this help requires is not valid on the day of a coming visit'],
  'collection-missing': [
    422,
    'The family’s authorisation to collect from school is missing or over for a coming visit',
  ],
  'side-missing': [422, 'Say for which side you speak'],
  'visit-begun': [409, 'The visit has begun: record its hours, or that somebody did not come'],
  'contest-too-late': [409, 'The days to say otherwise are over; call the desk'],
  'hours-declared': [409, 'The hours of this visit were declared already'],
  'regime-not-asked': [409, 'The family is not asked about help of this kind for this visit'],
  'replacement-taken': [409, 'Somebody else was quicker, or the visit is called off. Thank you all the same'],
});

const booked = () => assignmentError('helper-already-booked');
const covered = () => assignmentError('visit-already-covered');
meaningOfConstraint('seat_helper_once_at_a_time', booked);
meaningOfConstraint('seat_taken_once', covered);
meaningOfConstraint('seat_helper_once_a_visit', covered);
meaningOfConstraint('assignment_live_proposal', () => assignmentError('already-approved'));
meaningOfConstraint('time_entry_once_a_seat', () => assignmentError('hours-declared'));
meaningOfConstraint('time_entry_two_people', () => assignmentError('own-record'));
