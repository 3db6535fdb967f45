import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

const PAGE = 100;

const of = (memberId: string) => ({ params: { path: { id: memberId }, query: { limit: PAGE } } });

/** What speaks for a helper: checks, exemptions from them, guardians' consents. Newest first. */
export const credentialsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['credentials', memberId],
    queryFn: async () => (await answered(api.GET('/v1/members/{id}/credentials', of(memberId)))).items,
  });

export const exemptionsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['credentials', memberId, 'exemptions'],
    queryFn: async () => (await answered(api.GET('/v1/members/{id}/exemptions', of(memberId)))).items,
  });

export const consentsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['credentials', memberId, 'consents'],
    queryFn: async () => (await answered(api.GET('/v1/members/{id}/minor-consents', of(memberId)))).items,
  });
