/** What of a person's records is kept on the device for times without a network, under which name, and how long. */

interface KeptAnswer {
  /** Asked for with this parameter alone, as a person's own screens do: what the desk reads is not kept. */
  readonly only?: string;
  /** Parameters that move with the clock: tomorrow's agenda is asked for from tomorrow, and is the same agenda. */
  readonly moving?: readonly string[];
}

const KEPT: Readonly<Record<string, KeptAnswer>> = {
  '/v1/me': {},
  '/v1/me/notifications': {},
  '/v1/community': {},
  '/v1/categories': {},
  '/v1/municipalities': {},
  '/v1/requests': {},
  '/v1/visits': { only: 'side', moving: ['from', 'to'] },
  '/v1/seats': { moving: ['from'] },
  '/v1/assignments': { only: 'current' },
  '/v1/time-entries': { only: 'list=mine' },
  '/v1/replacement-asks': {},
};

const DAY_MS = 86_400_000;
const LONGEST_KEPT_MS = 3 * DAY_MS;

/** The name an answer is kept under; undefined for what is not kept. */
export function keptUnder(address: string): string | undefined {
  const { pathname, searchParams } = new URL(address);
  const kept = KEPT[pathname];
  if (!kept || searchParams.has('cursor')) return undefined;
  const [name = '', value] = kept.only?.split('=') ?? [];
  if (name && (value ? searchParams.get(name) !== value : !searchParams.has(name))) return undefined;
  for (const moving of kept.moving ?? []) searchParams.delete(moving);
  searchParams.sort();
  return `${pathname}?${searchParams.toString()}`;
}

const FRESH_MS = 60_000;

/** Whether it may have changed since: it is asked for anew at the next contact. @param keptAt in ms, as text */
export const isStale = (keptAt: string | null, now: number): boolean => !(now - Number(keptAt) < FRESH_MS);

/** @param keptAt in ms, as text; none for what an earlier version of the application kept */
export const isOfUse = (keptAt: string | null, now: number): boolean =>
  keptAt !== null && now - Number(keptAt) < LONGEST_KEPT_MS;
