import { defineErrors } from '#platform';

export const signInError = defineErrors({
  'sign-in-failed': [401, 'This code or link is not valid any more; ask for a new one'],
  'sign-in-other-browser': [401, 'Open the link in the browser that asked for it, or type the code there'],
  'too-many-sign-ins': [429, 'Too many codes were asked for; wait a quarter of an hour'],
  'phone-not-served': [
    422,
    'Codes go to mobile phones of this country alone; sign in by e-mail or call the desk',
  ],
  'no-short-messages': [422, 'No codes go out by SMS here; sign in by e-mail or call the desk'],
  'no-such-membership': [404, 'You are not a member of this community'],
});
