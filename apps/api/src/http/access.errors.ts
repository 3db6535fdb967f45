import { defineErrors } from '#platform';

export const accessError = defineErrors({
  'sign-in-first': [401, 'Sign in first'],
  'second-factor-required': [403, 'Prove your second factor first, or set one up'],
  'not-your-role': [403, 'Your roles do not allow this'],
});
