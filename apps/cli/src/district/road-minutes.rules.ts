import { MUNICIPALITIES, type Zone } from './pavia.data.js';

export interface Road {
  readonly minutes: number;
  /** Kilometres by road, one decimal; information only. */
  readonly kilometres: number;
}

/** The only crossings of the Ticino in the district, all close to Pavia. */
const CROSSINGS = [
  { name: 'Ponte Coperto', lat: 45.1806, lng: 9.1537 },
  { name: 'Ponte della Libertà', lat: 45.1818, lng: 9.1462 },
  { name: 'western ring road', lat: 45.1832, lng: 9.1265 },
] as const;

const DETOUR = 1.3;
const TOWN_KM_H = 26;
const COUNTRY_KM_H = 42;
/** Getting to the car and parking; keeps a stop on the way from ever looking shorter than going straight. */
const START_AND_PARK_MINUTES = 3;
/** Queues at the bridges. */
const CROSSING_MINUTES = 6;
const WITHIN_ZONE: Road = { minutes: 5, kilometres: 1 };

interface Point {
  readonly lat: number;
  readonly lng: number;
}

/** Kilometres as the crow flies; flat enough at this scale (1 degree = 111.2 km, cos 45.16° = 0.705). */
export function straightKilometres(from: Point, to: Point): number {
  return Math.hypot((from.lat - to.lat) * 111.2, (from.lng - to.lng) * 111.2 * 0.705);
}

/** Minutes and kilometres by car from zone to zone: over a bridge when the river lies between, also inside Pavia. */
export function roadBetween(from: Zone, to: Zone): Road {
  if (from.index === to.index) return WITHIN_ZONE;
  const crosses = from.bank !== to.bank;
  const straight = crosses
    ? Math.min(
        ...CROSSINGS.map((bridge) => straightKilometres(from, bridge) + straightKilometres(bridge, to)),
      )
    : straightKilometres(from, to);
  const road = straight * DETOUR;
  const inTown = MUNICIPALITIES[from.municipality]!.name === 'Pavia' && from.municipality === to.municipality;
  const driving = (road / (inTown ? TOWN_KM_H : COUNTRY_KM_H)) * 60;
  return {
    minutes:
      Math.round(driving + START_AND_PARK_MINUTES + (crosses ? CROSSING_MINUTES : 0)) +
      oneWayMinutes(from, to),
    kilometres: Math.round(road * 10) / 10,
  };
}

/** One-way streets and level crossings: a minute more in one of the two directions of some pairs. */
function oneWayMinutes(from: Zone, to: Zone): number {
  return from.index > to.index && (from.index * 7 + to.index * 3) % 4 === 0 ? 1 : 0;
}
