import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import type { QueueSearch } from '../app/desk-search.js';

export type QueueItem = Schemas['QueueItemDto'];

const PAGE = 50;

function filters(search: QueueSearch, me: string) {
  return {
    ownerId: search.mine ? me : undefined,
    categoryId: search.category,
    municipalityId: search.municipality,
  };
}

export const queueQuery = (search: QueueSearch, me: string) =>
  infiniteQueryOptions({
    queryKey: ['queue', 'list', search.kind, search.mine, search.category, search.municipality],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/queue', {
          params: {
            query: {
              ...filters(search, me),
              kind: search.kind ? [search.kind] : undefined,
              limit: PAGE,
              cursor: pageParam,
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const queueCountsQuery = (search: QueueSearch, me: string) =>
  queryOptions({
    queryKey: ['queue', 'counts', search.mine, search.category, search.municipality],
    queryFn: async () =>
      (await answered(api.GET('/v1/queue/counts', { params: { query: filters(search, me) } }))).counts,
  });

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: ['proposal', id],
    queryFn: () => answered(api.GET('/v1/proposals/{id}', { params: { path: { id } } })),
  });

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['request', id],
    queryFn: () => answered(api.GET('/v1/requests/{id}', { params: { path: { id } } })),
  });
