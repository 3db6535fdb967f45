import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

/** One's second factors, and whether one proved lately that it is oneself. */
export const factorsQuery = queryOptions({
  queryKey: ['second-factors'],
  queryFn: () => answered(api.GET('/v1/me/second-factors')),
});
