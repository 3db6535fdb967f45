import { queryOptions } from '@tanstack/react-query';
import { addDays, localDay } from '../words/time.js';
import { answered, api } from './client.js';

const RARELY_MS = 5 * 60_000;
const AGENDA_DAYS = 60;

/** A screen says as much without it: nobody is told when it could not be read. */
export const ASIDE = { aside: true };

/** The household one asks for: the first, for those few who have several. */
export const householdQuery = queryOptions({
  queryKey: ['household'],
  staleTime: RARELY_MS,
  queryFn: async () => {
    const { items } = await answered(api.GET('/v1/households', { params: { query: { limit: 1 } } }));
    if (!items[0]) return null;
    return answered(api.GET('/v1/households/{id}', { params: { path: { id: items[0].id } } }));
  },
  select: (household) => household ?? undefined,
});

export const memberQuery = (id: string) =>
  queryOptions({
    queryKey: ['member', id],
    staleTime: RARELY_MS,
    queryFn: () => answered(api.GET('/v1/members/{id}', { params: { path: { id } } })),
  });

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => answered(api.GET('/v1/me/account')),
});

const MOST_SHARED = 100;

/** The accounts of groups and organisations. */
export const sharedAccountsQuery = queryOptions({
  queryKey: ['account', 'shared'],
  queryFn: async () =>
    (await answered(api.GET('/v1/shared-accounts', { params: { query: { limit: MOST_SHARED } } }))).items,
});

export const requestsQuery = queryOptions({
  queryKey: ['requests', 'list'],
  queryFn: async () => (await answered(api.GET('/v1/requests', { params: { query: { limit: 50 } } }))).items,
});

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', id],
    queryFn: () => answered(api.GET('/v1/requests/{id}', { params: { path: { id } } })),
  });

export const requestVisitsQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', id, 'visits'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/requests/{id}/visits', { params: { path: { id }, query: { limit: 100 } } }),
        )
      ).items,
  });

export const agendaQuery = (side: 'family' | 'helper') =>
  queryOptions({
    queryKey: ['agenda', side],
    queryFn: async () => {
      const from = localDay();
      const query = { side, from, to: addDays(from, AGENDA_DAYS), limit: 50 } as const;
      const { items } = await answered(api.GET('/v1/visits', { params: { query } }));
      return items.filter(({ state }) => state === 'planned');
    },
  });

/** What waits for an answer or is confirmed, with whom and where one meets as far as it may be told now: one request. */
export const assignmentsQuery = queryOptions({
  queryKey: ['assignments', 'current'],
  queryFn: async () =>
    (await answered(api.GET('/v1/assignments', { params: { query: { current: true, limit: 50 } } }))).items,
});

/** The assignments of a request in full. Each look is recorded, so only a few at a time. */
export const requestAssignmentsQuery = (requestId: string) =>
  queryOptions({
    queryKey: ['assignments', 'request', requestId],
    queryFn: async () => {
      const { items } = await answered(
        api.GET('/v1/assignments', { params: { query: { requestId, limit: 10 } } }),
      );
      return Promise.all(
        items.map(({ id }) => answered(api.GET('/v1/assignments/{id}', { params: { path: { id } } }))),
      );
    },
  });

const startOfDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`)).toISOString();
const SEAT_DAYS_BACK = 14;

export const seatsQuery = queryOptions({
  queryKey: ['seats'],
  queryFn: async () => {
    const from = startOfDay(addDays(localDay(), -SEAT_DAYS_BACK));
    return (await answered(api.GET('/v1/seats', { params: { query: { from, limit: 100 } } }))).items;
  },
});

const DECLARE_DAYS_BACK = 60;

/** Visits of one's own that are over, and how long they took nobody has said yet. */
export const toDeclareQuery = queryOptions({
  queryKey: ['seats', 'to-declare'],
  queryFn: async () => {
    const from = startOfDay(addDays(localDay(), -DECLARE_DAYS_BACK));
    const query = { toDeclare: true, mine: true, from, limit: 100 };
    return (await answered(api.GET('/v1/seats', { params: { query } }))).items;
  },
});

export const toConfirmQuery = queryOptions({
  queryKey: ['time-entries', 'mine'],
  queryFn: async () =>
    (await answered(api.GET('/v1/time-entries', { params: { query: { list: 'mine', limit: 50 } } }))).items,
});
