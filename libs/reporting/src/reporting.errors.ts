import { defineErrors } from '#platform';

export const reportingError = defineErrors({
  'period-wrong': [422, 'The period has its days the wrong way round or is too long'],
});
