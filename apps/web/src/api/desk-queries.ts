import { queryOptions } from '@tanstack/react-query';
import { answered, api } from './client.js';

const RARELY_MS = 5 * 60_000;

/** The households somebody lives in, as far as the desk reaches them. */
export const householdOfQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['household', 'of', memberId],
    queryFn: async () =>
      (await answered(api.GET('/v1/households', { params: { query: { memberId, limit: 5 } } }))).items,
  });

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  staleTime: RARELY_MS,
  queryFn: async () =>
    (await answered(api.GET('/v1/organisations', { params: { query: { limit: 100 } } }))).items,
});

/** Those who may be on duty. */
export const coordinatorsQuery = queryOptions({
  queryKey: ['members', 'coordinators'],
  staleTime: RARELY_MS,
  queryFn: async () =>
    (
      await answered(
        api.GET('/v1/members', { params: { query: { role: 'coordinator', state: 'active', limit: 100 } } }),
      )
    ).items,
});

/** Those who may be named to decide in somebody's place: coordinators and administrators, each once. */
export const decidersQuery = queryOptions({
  queryKey: ['members', 'deciders'],
  staleTime: RARELY_MS,
  queryFn: async () => {
    const pages = await Promise.all(
      (['administrator', 'coordinator'] as const).map((role) =>
        answered(api.GET('/v1/members', { params: { query: { role, state: 'active', limit: 100 } } })),
      ),
    );
    return [...new Map(pages.flatMap(({ items }) => items).map((one) => [one.id, one])).values()];
  },
});
