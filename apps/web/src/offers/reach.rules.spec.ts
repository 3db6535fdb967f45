import { describe, expect, it } from '@jest/globals';
import { placesReached } from './reach.rules.js';

const zone = (id: string, lat = 45, lng = 9) => ({ id, lat, lng });
const PLACES = [
  { id: 'pavia', name: 'Pavia', zones: [zone('centre', 45, 9), zone('station', 47, 11)] },
  { id: 'cava', name: 'Cava', zones: [zone('cava')] },
  { id: 'zerbolo', name: 'Zerbolò', zones: [zone('zerbolo')] },
  { id: 'new', name: 'Nuovo', zones: [] },
];
const WAYS = [
  { toZoneId: 'centre', minutes: 5 },
  { toZoneId: 'station', minutes: 25 },
  { toZoneId: 'cava', minutes: 20 },
];

const reached = (maxTravelMinutes: number, municipalityIds: string[] = [], ways = WAYS) =>
  Object.fromEntries(
    placesReached(PLACES, 'station', ways, { maxTravelMinutes, municipalityIds }).map((place) => [
      place.id,
      place.reach,
    ]),
  );

describe('where one may be asked to go', () => {
  it('is what lies within the minutes by road, to its nearest zone; where no way is known is far', () => {
    expect(reached(20)).toEqual({ pavia: 'in', cava: 'in', zerbolo: 'far' });
    expect(reached(19)).toEqual({ pavia: 'in', cava: 'far', zerbolo: 'far' });
    expect(reached(4)).toEqual({ pavia: 'far', cava: 'far', zerbolo: 'far' });
  });

  it('is of these only what was chosen, where something was', () => {
    expect(reached(20, ['cava', 'zerbolo'])).toEqual({ pavia: 'left-out', cava: 'in', zerbolo: 'far' });
  });

  it('is everything while no way from home is known at all', () => {
    expect(reached(1, [], [])).toEqual({ pavia: 'in', cava: 'in', zerbolo: 'in' });
  });

  it('lies in the middle of its zones, and one of them is home', () => {
    const going = { maxTravelMinutes: 20, municipalityIds: [] };
    const [pavia, cava] = placesReached(PLACES, 'station', WAYS, going);
    expect(pavia).toMatchObject({ lat: 46, lng: 10, home: true, minutes: 5 });
    expect(cava).toMatchObject({ home: false, minutes: 20 });
  });
});
