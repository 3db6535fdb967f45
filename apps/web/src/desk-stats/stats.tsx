import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { addDays, dateOf, localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { Counters } from './counters.js';
import { BalancesFigure, FunnelFigure, MatchTimeFigure, NeedFigure, WeeksFigure } from './figures.js';
import { PlacesFigure } from './places-figure.js';

const AHEAD_DAYS = 27;
const PERIODS = [28, 84, 182, 364] as const;

/** The community's figures, each picture titled by what it shows. */
export function Stats() {
  const { community } = useSession();
  const [days, setDays] = useState<number>(84);
  const [shared, setShared] = useState(false);
  const from = addDays(localDay(), 1 - days);
  const query = useQuery({
    queryKey: ['statistics', from, shared],
    queryFn: () => answered(api.GET('/v1/statistics', { params: { query: { from, shared } } })),
  });
  // Who is missing matters for what is to come; all else is what was.
  const ahead = { from: localDay(), to: addDays(localDay(), AHEAD_DAYS), shared };
  const { data: coming } = useQuery({
    queryKey: ['statistics', 'coming', ahead],
    queryFn: () => answered(api.GET('/v1/statistics', { params: { query: ahead } })),
  });
  return (
    <Page title={t('stats.title')} lead={t('stats.lead')}>
      <div className="filter-fields">
        <label className="filter">
          <span className="visually-hidden">{t('stats.period')}</span>
          <select value={days} onChange={({ target }) => setDays(Number(target.value))}>
            {PERIODS.map((one) => (
              <option key={one} value={one}>
                {t('stats.weeks', { weeks: one / 7 })}
              </option>
            ))}
          </select>
        </label>
        <label className="tick">
          <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
          <span>{t('stats.shared')}</span>
        </label>
      </div>
      <Loaded query={query}>
        {(figures) => (
          <>
            <p className="soft small">
              {t('stats.fromTo', {
                from: dateOf(`${figures.from}T12:00:00Z`),
                to: dateOf(`${figures.to}T12:00:00Z`),
              })}
            </p>
            <Counters figures={figures} />
            <div className="figures">
              {coming ? <NeedFigure cells={coming.unmetNeed} /> : null}
              {coming ? <PlacesFigure cells={coming.municipalities} /> : null}
              <FunnelFigure funnel={figures.funnel} />
              <WeeksFigure cells={figures.weeks} />
              <MatchTimeFigure cells={figures.timeToMatch} />
              {community.timebank ? <BalancesFigure balances={figures.balances} /> : null}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
