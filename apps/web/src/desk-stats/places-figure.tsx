import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { useNames } from '../app/session.js';
import { locale } from '../words/time.js';
import { t } from '../words/words.js';
import { Bars } from './charts.js';
import { Figure } from './figure.js';
import { peak } from './peak.js';
import { openPerThousand, openVisits } from './places.rules.js';
import { TileMap } from './tile-map.js';

type Cell = Schemas['MunicipalityCellDto'];

const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const MEASURES = { count: openVisits, perThousand: openPerThousand } as const;
type Measure = keyof typeof MEASURES;

/** Where visits find nobody: how many, or how many for a thousand inhabitants, so that a small place is seen too. */
export function PlacesFigure({ cells }: { readonly cells: readonly Cell[] }) {
  const [measure, setMeasure] = useState<Measure>('count');
  const { municipalities } = useNames();
  const of = MEASURES[measure];
  const worst = peak(cells, of);
  const most = worst && of(worst);
  const known = cells.flatMap((cell) => {
    const value = of(cell);
    return value === null ? [] : [{ ...cell, value, label: number.format(value) }];
  });
  const places = known.flatMap(({ municipalityId: id, name, value, label }) => {
    const zone = municipalities.find((one) => one.id === id)?.zones[0];
    return zone ? [{ id, name, value, label, lat: zone.lat, lng: zone.lng }] : [];
  });
  return (
    <Figure
      name={measure === 'count' ? 'municipalities' : 'municipalities-per-1000'}
      finding={
        most
          ? t(measure === 'count' ? 'stats.places.finding' : 'stats.places.findingShare', {
              name: worst.name,
              count: number.format(most),
            })
          : t('stats.places.none')
      }
      note={t(measure === 'count' ? 'stats.places.note' : 'stats.places.noteShare')}
      table={tableOf(cells)}
      choice={<Switch measure={measure} choose={setMeasure} />}
    >
      {places.length > 0 ? (
        <TileMap places={places} />
      ) : (
        <Bars bars={known.toSorted((a, b) => b.value - a.value)} />
      )}
    </Figure>
  );
}

function Switch({ measure, choose }: { readonly measure: Measure; choose(measure: Measure): void }) {
  return (
    <div className="segments" role="group" aria-label={t('stats.places.measure')}>
      {(['count', 'perThousand'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={measure === one} onClick={() => choose(one)}>
          {t(`stats.places.${one}`)}
        </button>
      ))}
    </div>
  );
}

const tableOf = (cells: readonly Cell[]) => ({
  head: [
    t('queue.municipality'),
    t('stats.requests'),
    t('stats.visits'),
    t('stats.covered'),
    t('stats.uncovered'),
    t('stats.uncoveredShare'),
    t('stats.perThousand'),
  ],
  rows: cells.map((cell) => [
    cell.name,
    cell.requests,
    cell.visits,
    cell.coveredVisits,
    openVisits(cell),
    // Nobody hides what is no figure at all.
    cell.population ? openPerThousand(cell) : '–',
    cell.population ? cell.householdsPerThousand : '–',
  ]),
});
