import type { Schemas } from '../api/client.js';
import { now } from '../words/time.js';

type Visit = Schemas['VisitDto'];

export const isToCome = ({ state, startsAt }: Visit) => state === 'planned' && new Date(startsAt) > now();

/** The visit and all that follow it; a date is one, also where one is brought and fetched. */
export const followingOf = (visit: Visit, all: readonly Visit[]) =>
  all.filter((one) => isToCome(one) && one.leg === 0 && one.startsAt >= visit.startsAt);
