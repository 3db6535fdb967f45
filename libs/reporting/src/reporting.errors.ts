import { defineErrors } from '#platform';

export const reportingError = defineErrors({
  'erasure-unconfirmed': [422, 'Type the given name of whoever is to be erased'],
  'still-engaged': [
    409,
    'Coming visits, open requests, hours or a report still bind them: settle these first',
  ],
  'last-administrator-stays': [409, 'A community keeps at least one administrator'],
  'period-wrong': [422, 'The period has its days the wrong way round or is too long'],
});
