import { queryOptions } from '@tanstack/react-query';
import { answered, api } from './client.js';

export const profileQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['helper', memberId, 'profile'],
    queryFn: () => answered(api.GET('/v1/helpers/{memberId}/profile', { params: { path: { memberId } } })),
  });

export const weeklyHoursQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['helper', memberId, 'hours'],
    // What somebody is painting is not painted over by a look at the server.
    refetchOnWindowFocus: false,
    queryFn: () =>
      answered(api.GET('/v1/helpers/{memberId}/weekly-hours', { params: { path: { memberId } } })),
  });

export const exceptionsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['helper', memberId, 'exceptions'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/helpers/{memberId}/exceptions', {
            params: { path: { memberId }, query: { limit: 100 } },
          }),
        )
      ).items,
  });

const RARELY_MS = 10 * 60_000;
const WAYS_PAGES = 5;

/** By road from a zone to the others. */
export const waysQuery = (fromZoneId: string) =>
  queryOptions({
    queryKey: ['road-minutes', fromZoneId, 'all'],
    staleTime: RARELY_MS,
    queryFn: async () => {
      const ways = [];
      let cursor: string | undefined;
      for (let page = 0; page < WAYS_PAGES; page += 1) {
        const query = { fromZoneId, limit: 100, cursor };
        const { items, nextCursor } = await answered(api.GET('/v1/road-minutes', { params: { query } }));
        ways.push(...items);
        if (!nextCursor) break;
        cursor = nextCursor;
      }
      return ways;
    },
  });

export const offersQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['offers', memberId],
    queryFn: async () =>
      (await answered(api.GET('/v1/offers', { params: { query: { memberId, state: 'live', limit: 50 } } })))
        .items,
  });

export const assignmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['assignments', 'one', id],
    queryFn: () => answered(api.GET('/v1/assignments/{id}', { params: { path: { id } } })),
  });

export const assignmentReasonsQuery = (id: string) =>
  queryOptions({
    queryKey: ['assignments', 'one', id, 'reasons'],
    queryFn: () => answered(api.GET('/v1/assignments/{id}/reasons', { params: { path: { id } } })),
  });
