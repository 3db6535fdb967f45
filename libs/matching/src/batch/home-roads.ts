import type { LiveOffer } from '#availability';
import { roadMinutes, type Roads } from '../facts.js';

/** The ways from and to the homes behind all offers in milliseconds, zone by zone. */
export class HomeRoads {
  private readonly there = new Map<string, Float64Array>();
  private readonly home = new Map<string, Float64Array>();

  constructor(
    private readonly roads: Roads,
    private readonly offers: readonly LiveOffer[],
  ) {}

  from(zoneId: string): Float64Array {
    return this.of(this.there, zoneId, ({ zoneId: home }) => roadMinutes(this.roads, home, zoneId));
  }

  back(zoneId: string): Float64Array {
    return this.of(this.home, zoneId, ({ zoneId: home }) => roadMinutes(this.roads, zoneId, home));
  }

  private of(
    known: Map<string, Float64Array>,
    zoneId: string,
    minutes: (offer: LiveOffer) => number,
  ): Float64Array {
    let ways = known.get(zoneId);
    if (!ways) {
      ways = Float64Array.from(this.offers, (offer) => minutes(offer) * 60_000);
      known.set(zoneId, ways);
    }
    return ways;
  }
}
