import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { answered, api } from './client.js';
import { problemOf } from './problem.js';

const FRESH_MS = 15_000;
const TRIES = 2;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (count, error) => count < TRIES && problemOf(error).status === 0,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

const RARELY_MS = 10 * 60_000;

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => answered(api.GET('/v1/me')) });

export const communityQuery = queryOptions({
  queryKey: ['community'],
  staleTime: RARELY_MS,
  queryFn: () => answered(api.GET('/v1/community')),
});

export const categoriesQuery = queryOptions({
  queryKey: ['categories'],
  staleTime: RARELY_MS,
  queryFn: async () =>
    (await answered(api.GET('/v1/categories', { params: { query: { limit: 100 } } }))).items,
});

export const credentialTypesQuery = queryOptions({
  queryKey: ['credential-types'],
  staleTime: RARELY_MS,
  queryFn: async () =>
    (await answered(api.GET('/v1/credential-types', { params: { query: { limit: 100 } } }))).items,
});

export const municipalitiesQuery = queryOptions({
  queryKey: ['municipalities'],
  staleTime: RARELY_MS,
  queryFn: async () =>
    (await answered(api.GET('/v1/municipalities', { params: { query: { limit: 100 } } }))).items,
});

/** The communities one may go on in. */
export const membershipsQuery = queryOptions({
  queryKey: ['memberships'],
  staleTime: RARELY_MS,
  queryFn: () => answered(api.GET('/v1/me/memberships')),
});

export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: async () =>
    (await answered(api.GET('/v1/me/notifications', { params: { query: { limit: 1 } } }))).unread,
});

/** What one reported, and what the desk reviews. */
export const incidentsQuery = infiniteQueryOptions({
  queryKey: ['incident', 'list'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }) =>
    answered(api.GET('/v1/incidents', { params: { query: { cursor: pageParam } } })),
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => answered(api.GET('/v1/me/notification-preferences')),
});
