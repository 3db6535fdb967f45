import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';

const MOST_VISITS = 100;

export type FreeVisit = Schemas['VisitDto'];

/** The visits of a day that may join: to which nobody is coming, and that are in no session yet. */
export const freeVisitsQuery = (day: string) =>
  queryOptions({
    queryKey: ['visits', 'free', day],
    queryFn: async () => {
      const query = {
        side: 'coordinator',
        from: day,
        to: day,
        uncovered: true,
        limit: MOST_VISITS,
      } as const;
      const { items } = await answered(api.GET('/v1/visits', { params: { query } }));
      return items.filter(
        ({ state, sessionId, seatsTaken }) => state === 'planned' && !sessionId && seatsTaken === 0,
      );
    },
  });

/** Visits at the same time, by that time; a time of one visit alone joins nothing. */
export function atOneTime(visits: readonly FreeVisit[]): readonly (readonly FreeVisit[])[] {
  const times = new Map<string, FreeVisit[]>();
  for (const visit of visits) {
    const time = timeOf(visit);
    times.set(time, [...(times.get(time) ?? []), visit]);
  }
  return [...times.values()]
    .filter((together) => together.length > 1)
    .sort(([a], [b]) => a!.startsAt.localeCompare(b!.startsAt));
}

export const timeOf = ({ startsAt, endsAt }: Pick<FreeVisit, 'startsAt' | 'endsAt'>): string =>
  `${startsAt} ${endsAt}`;
