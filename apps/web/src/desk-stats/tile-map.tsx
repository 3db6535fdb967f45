import { layTiles, linesOf, type Place } from '../ui/tile-map.rules.js';

export interface ValuedPlace extends Place {
  readonly name: string;
  readonly value: number;
  /** The value as one writes it. */
  readonly label: string;
}

const TILE = 74;
const GAP = 4;
const LINE = 13;
/** A few places do not fill the screen. */
const LEAST_COLUMNS = 4;

/**
 * The district as equal tiles, each about where it lies; the darker, the more. For the eye: the table says the
 * same.
 */
export function TileMap({ places }: { readonly places: readonly ValuedPlace[] }) {
  const tiles = layTiles(places);
  const most = Math.max(1, ...places.map(({ value }) => value));
  const step = TILE + GAP;
  const columns = Math.max(0, ...tiles.map(({ column }) => column)) + 1;
  const shown = Math.max(LEAST_COLUMNS, columns);
  const rows = Math.max(0, ...tiles.map(({ row }) => row)) + 1;
  return (
    <svg viewBox={`0 0 ${shown * step} ${rows * step}`} className="chart tiles" aria-hidden="true">
      {tiles.map(({ id, column, row }) => {
        const { name, value, label } = places.find((place) => place.id === id)!;
        const shade = value === 0 ? 0 : Math.ceil((value / most) * 4);
        const words = shade > 2 ? 'on-dark' : '';
        return (
          <g key={id} transform={`translate(${column * step} ${row * step})`}>
            <rect width={TILE} height={TILE} rx="8" className={`heat-${shade}`} />
            <text x={TILE / 2} y={28} textAnchor="middle" className={`strong tile-value ${words}`}>
              {label}
            </text>
            {linesOf(name).map((line, at) => (
              <text key={line} x={TILE / 2} y={46 + at * LINE} textAnchor="middle" className={words}>
                {line}
              </text>
            ))}
          </g>
        );
      })}
    </svg>
  );
}
