/** A place with where it lies. */
export interface Place {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
}

/** A place's cell in a schematic map: north is up, each has a cell of its own. */
export interface Tile {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

/**
 * Lays places out as equal tiles near to where they lie: who is east of whom stays so as far as there is room. A small
 * municipality is as easy to see as a large one, and no outline has to be known.
 */
export function layTiles(places: readonly Place[]): Tile[] {
  if (places.length === 0) return [];
  const size = Math.ceil(Math.sqrt(places.length)) + 1;
  const scale = scaleOf(places, size);
  const taken = new Set<string>();
  // From the middle outwards: the crowd there finds room, the rim has it anyway.
  const wanted = places
    .map((place) => ({ id: place.id, ...scale(place) }))
    .sort((a, b) => fromMiddle(a, size) - fromMiddle(b, size) || a.id.localeCompare(b.id));
  return trimmed(
    wanted.map(({ id, x, y }) => {
      const cell = nearestFree(x, y, size, taken);
      taken.add(`${cell.column} ${cell.row}`);
      return { id, ...cell };
    }),
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Degrees of longitude are shorter than those of latitude, away from the equator. */
function scaleOf(places: readonly Place[], size: number): (place: Place) => Point {
  const middle = (Math.PI / 180) * (places.reduce((sum, { lat }) => sum + lat, 0) / places.length);
  const east = places.map(({ lng }) => lng * Math.cos(middle));
  const north = places.map(({ lat }) => lat);
  const [west, south] = [Math.min(...east), Math.min(...north)];
  const span = Math.max(Math.max(...east) - west, Math.max(...north) - south) || 1;
  return ({ lat, lng }) => ({
    x: ((lng * Math.cos(middle) - west) / span) * (size - 1),
    y: size - 1 - ((lat - south) / span) * (size - 1),
  });
}

const fromMiddle = ({ x, y }: Point, size: number) => Math.hypot(x - (size - 1) / 2, y - (size - 1) / 2);

function nearestFree(
  x: number,
  y: number,
  size: number,
  taken: ReadonlySet<string>,
): { column: number; row: number } {
  let best = { column: 0, row: 0 };
  let distance = Infinity;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const away = Math.hypot(column - x, row - y);
      if (away < distance && !taken.has(`${column} ${row}`)) {
        best = { column, row };
        distance = away;
      }
    }
  }
  return best;
}

/** Without the empty rim. */
function trimmed(tiles: readonly Tile[]): Tile[] {
  const left = Math.min(...tiles.map(({ column }) => column));
  const top = Math.min(...tiles.map(({ row }) => row));
  return tiles.map(({ id, column, row }) => ({ id, column: column - left, row: row - top }));
}

const LONGEST = 10;

/** A name in at most two short lines, for a tile. */
export function linesOf(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LONGEST)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 2).map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line));
}
