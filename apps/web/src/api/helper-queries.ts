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
