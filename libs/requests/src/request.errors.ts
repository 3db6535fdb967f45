import { defineErrors } from '#platform';

/** What the requests room refuses, and why. */
export const requestError = defineErrors({
  'too-many-occurrences': [422, 'The schedule has too many dates; end it earlier or choose fewer weekdays'],
  'schedule-too-long': [422, 'A request runs at most 400 days; end it earlier and renew it then'],
  'too-far-ahead': [422, 'A request begins within 400 days; ask again when it is nearer'],
  'no-occurrences': [422, 'No date is left: every day is past, closed or not among the weekdays'],
  'times-wrong': [422, 'The times do not fit together'],
  'in-the-past': [422, 'The first day and time are already past'],
  'facts-missing': [422, 'This kind of help needs more facts'],
  'unknown-reference': [422, 'Something the request names is not there'],
  'payer-not-guardian': [422, 'Only a guardian of the household can pay with hours'],
  'one-payer': [422, 'Either a guardian pays or a shared account: leave one of them out'],
  'payer-consent-missing': [422, 'The hours of another guardian are spent only when that guardian says so'],
  'shared-payer-off': [
    422,
    'In this community organisations and groups do not pay; an administrator can allow it',
  ],
  'on-behalf-missing': [422, 'Say for which guardian of the household you ask'],
  'on-behalf-needless': [
    422,
    'Who asks for themselves names nobody else, and no channel, language or notice as the desk does',
  ],
  'on-behalf-incomplete': [
    422,
    'Say which language they spoke, and read them the notice on their data first',
  ],
  'category-fixed': [
    409,
    'The kind of help cannot change once the request is open; withdraw it and ask anew',
  ],
  'visits-assigned': [
    409,
    'A helper is already coming to visits that this would change; cancel those visits first',
  ],
  'request-over': [409, 'The request is over: nobody would be reminded to call back; add a note instead'],
  'visit-not-offered': [409, 'This visit is not offered again, or its time is over'],
  'visit-not-planned': [409, 'This visit has begun, is over or is cancelled'],
  'range-too-long': [422, 'Ask for at most 62 days at a time'],
  'session-times-differ': [422, 'Visits of one session take place at the same time'],
  'session-too-small': [422, 'The session has fewer places than its visits need'],
  'visit-in-session': [409, 'A visit is already part of a session, or a helper is already coming to it'],
});
