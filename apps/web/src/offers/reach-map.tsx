import '../look/reach-map.css';
import { layTiles, linesOf } from '../ui/tile-map.rules.js';
import { listOf } from '../words/time.js';
import { t } from '../words/words.js';
import type { ReachedPlace } from './reach.rules.js';

const TILE = 78;
const GAP = 4;
const LINE = 13;

/** The district as equal tiles, each about where it lies. For the eye: the words below say the same. */
export function ReachMap({ places }: { readonly places: readonly ReachedPlace[] }) {
  const tiles = layTiles(places);
  const step = TILE + GAP;
  const columns = Math.max(0, ...tiles.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...tiles.map(({ row }) => row)) + 1;
  const reached = places.filter(({ reach }) => reach === 'in').map(({ name }) => name);
  return (
    <figure className="reach-map">
      <svg viewBox={`-2 -2 ${columns * step} ${rows * step}`} width={columns * step} aria-hidden="true">
        {tiles.map(({ id, column, row }) => (
          <Tile key={id} place={places.find((place) => place.id === id)!} x={column * step} y={row * step} />
        ))}
      </svg>
      <figcaption className="soft small" dir="auto">
        {reached.length > 0 ? t('offers.reached', { places: listOf(reached) }) : t('offers.reachedNone')}
      </figcaption>
    </figure>
  );
}

function Tile({ place, x, y }: { readonly place: ReachedPlace; readonly x: number; readonly y: number }) {
  const { name, minutes, home, reach } = place;
  return (
    <g transform={`translate(${x} ${y})`} className={reach}>
      <rect width={TILE} height={TILE} rx="8" strokeWidth={home ? 3 : 1} />
      <text x={TILE / 2} y={26} textAnchor="middle" className="minutes">
        {home ? '⌂' : minutes === undefined ? '' : `${minutes}′`}
      </text>
      {linesOf(name).map((line, at) => (
        <text key={line} x={TILE / 2} y={46 + at * LINE} textAnchor="middle">
          {line}
        </text>
      ))}
    </g>
  );
}
