import { describe, expect, it } from '@jest/globals';
import { layTiles, linesOf } from './tile-map.rules.js';

const PAVIA = [
  ['Pavia', 45.185, 9.16],
  ['Cava Manara', 45.139, 9.107],
  ['San Martino', 45.157, 9.135],
  ['Travacò', 45.152, 9.162],
  ['San Genesio', 45.233, 9.18],
  ['Zinasco', 45.128, 9.028],
  ['Torre d’Isola', 45.217, 9.076],
  ['Zerbolò', 45.207, 9.014],
  ['Carbonara', 45.165, 9.059],
  ['Sommo', 45.132, 9.084],
  ['Villanova', 45.171, 9.043],
  ['Mezzana', 45.095, 9.032],
].map(([id, lat, lng]) => ({ id: id as string, lat: lat as number, lng: lng as number }));

describe('the schematic map', () => {
  const tiles = layTiles(PAVIA);
  const at = (id: string) => tiles.find((tile) => tile.id === id)!;

  it('gives each place a tile of its own, from the first row and column on', () => {
    expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(PAVIA.length);
    expect(Math.min(...tiles.map(({ column }) => column))).toBe(0);
    expect(Math.min(...tiles.map(({ row }) => row))).toBe(0);
  });

  it('keeps north up and west left', () => {
    expect(at('San Genesio').row).toBeLessThan(at('Pavia').row);
    expect(at('Mezzana').row).toBeGreaterThan(at('Pavia').row);
    expect(at('Zerbolò').column).toBeLessThan(at('Pavia').column);
    expect(at('Zinasco').column).toBeLessThan(at('Sommo').column);
  });

  it('is the same whatever the order, and holds places on one spot, one place, and none', () => {
    const again = layTiles(PAVIA.toReversed());
    expect(again.find(({ id }) => id === 'Sommo')).toEqual(at('Sommo'));
    const spot = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, lat: 45, lng: 9 }));
    expect(new Set(layTiles(spot).map(({ column, row }) => `${column} ${row}`)).size).toBe(5);
    expect(layTiles(spot.slice(0, 1))).toEqual([{ id: 'a', column: 0, row: 0 }]);
    expect(layTiles([])).toEqual([]);
  });
});

describe('a name on a tile', () => {
  it('stands in two lines at most, each of ten letters at most', () => {
    expect(linesOf('Pavia')).toEqual(['Pavia']);
    expect(linesOf('San Genesio ed Uniti')).toEqual(['San', 'Genesio ed']);
    expect(linesOf('Carbonara al Ticino')).toEqual(['Carbonara', 'al Ticino']);
    expect(linesOf('Villanovagrande')).toEqual(['Villanova…']);
  });
});
