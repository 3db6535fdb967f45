import { defineErrors } from '#platform';

export const accessError = defineErrors({
  'sign-in-first': [401, 'Sign in first'],
  'not-your-role': [403, 'Your roles do not allow this'],
});
