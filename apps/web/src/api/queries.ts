import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { signInFirst } from '../app/sign-in-first.js';
import { checkName } from '../words/known-names.js';
import { answered, api } from './client.js';
import { problemOf, TRIES } from './problem.js';

const FRESH_MS = 15_000;

/** A session may end while the application is open. */
const onError = (error: Error) => void signInFirst(error);

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (count, error) => {
        const { busy, status } = problemOf(error);
        return count < TRIES && (busy || status === 0);
      },
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

const RARELY_MS = 10 * 60_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const asked = api.GET('/v1/me');
    const me = await answered(asked);
    // An answer that was kept for times without a network says when it was given.
    const keptAt = (await asked).response.headers.get('kept-at');
    return { ...me, toldAt: keptAt === null ? Date.now() : Number(keptAt) };
  },
});

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
  select: (types) => types.map((type) => ({ ...type, name: checkName(type) })),
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
