import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';

const PAGE = 25;

/** A list of the desk: hours to settle, or those that count; of one person where one is named. */
export const deskHoursQuery = (list: 'disputed' | 'booked', memberId?: string) =>
  infiniteQueryOptions({
    queryKey: ['time-entries', list, memberId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/time-entries', {
          params: { query: { list, memberId, limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const timeEntryQuery = (id: string) =>
  queryOptions({
    queryKey: ['time-entries', 'one', id],
    queryFn: () => answered(api.GET('/v1/time-entries/{id}', { params: { path: { id } } })),
  });
