interface Municipality {
  readonly id: string;
  readonly name: string;
  readonly zones: readonly { readonly id: string; readonly lat: number; readonly lng: number }[];
}

interface Way {
  readonly toZoneId: string;
  readonly minutes: number;
}

/** `in`: one may be asked to go there; `far`: it is too far; `left-out`: near enough, and not among those chosen. */
export type Reach = 'in' | 'far' | 'left-out';

export interface ReachedPlace {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  /** By road to its nearest zone; undefined where no way is known. */
  readonly minutes: number | undefined;
  readonly home: boolean;
  readonly reach: Reach;
}

export interface Going {
  readonly maxTravelMinutes: number;
  /** Empty: everywhere within reach. */
  readonly municipalityIds: readonly string[];
}

/**
 * Where one may be asked to go, as matching will see it. Without any way from home nothing is known to be far.
 * @param ways from home by road
 */
export function placesReached(
  municipalities: readonly Municipality[],
  homeZoneId: string | undefined,
  ways: readonly Way[],
  { maxTravelMinutes, municipalityIds }: Going,
): ReachedPlace[] {
  const minutesTo = new Map(ways.map(({ toZoneId, minutes }) => [toZoneId, minutes]));
  return municipalities
    .filter(({ zones }) => zones.length > 0)
    .map(({ id, name, zones }) => {
      const known = zones.flatMap((zone) => minutesTo.get(zone.id) ?? []);
      const minutes = known.length > 0 ? Math.min(...known) : undefined;
      const far = ways.length > 0 && !(minutes !== undefined && minutes <= maxTravelMinutes);
      const chosen = municipalityIds.length === 0 || municipalityIds.includes(id);
      return {
        id,
        name,
        lat: mean(zones.map(({ lat }) => lat)),
        lng: mean(zones.map(({ lng }) => lng)),
        minutes,
        home: zones.some((zone) => zone.id === homeZoneId),
        reach: far ? 'far' : chosen ? 'in' : 'left-out',
      };
    });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
