import { defineErrors } from '#platform';

/** What the availability room refuses, and why. */
export const availabilityError = defineErrors({
  'no-helper-profile': [409, 'Set the helper’s limits first: zone, weekly minutes, break'],
  'offer-loosens-limits': [422, 'An offer may only tighten the limits of its helper'],
  'offer-names-unknown': [422, 'Something the offer names is not there'],
  'offer-withdrawn': [409, 'This offer is withdrawn; make a new one'],
  'seats-missing': [422, 'An offer to drive says how many seats of each kind the car has'],
  'hours-wrong': [422, 'The hours do not fit together'],
  'free-time-too-long': [422, 'Ask for at most 62 days at a time'],
  'too-many-exceptions': [422, 'A helper has at most 400 exceptions; remove past ones'],
});
