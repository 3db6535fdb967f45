import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';
import { saveCsv } from './figure.js';

const hours = (minutes: number | null) => (minutes === null ? null : Math.round(minutes / 60));

/** How things stand now and what the period brought, each a number with its words. */
export function Counters({ figures }: { readonly figures: Schemas['StatisticsDto'] }) {
  const { counters, from, to } = figures;
  const shown = [
    { name: 'toApprove', value: counters.toApprove },
    { name: 'unanswered', value: counters.unanswered },
    { name: 'openRequests', value: counters.openRequests },
    { name: 'medianHours', value: counters.medianHoursToMatch && Math.round(counters.medianHoursToMatch) },
    { name: 'confirmedHours', value: hours(counters.confirmedMinutes) },
    { name: 'fatigue', value: counters.fatigueRisk },
  ] as const;
  const table = {
    head: [t('stats.counter'), t('stats.counterValue')],
    rows: shown.map(({ name, value }) => [t(`stats.counter.${name}`), value]),
  };
  return (
    <>
      <dl className="counters">
        {shown.map(({ name, value }) => (
          <div key={name} className="card">
            <dt>{t(`stats.counter.${name}`)}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      <div className="acts">
        <button
          className="button quiet"
          type="button"
          onClick={() => saveCsv(`counters-${from}-${to}`, table)}
        >
          {t('stats.countersCsv')}
        </button>
      </div>
    </>
  );
}
