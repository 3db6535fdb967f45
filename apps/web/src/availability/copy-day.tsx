import { useState } from 'react';
import { weekdayName } from '../words/time.js';
import { t } from '../words/words.js';
import { copiedDay, type Week } from './grid.rules.js';

const DAYS = [0, 1, 2, 3, 4, 5, 6];

/** One day's hours on others: for whom every weekday is the same. */
export function CopyDay({
  week,
  onChange,
}: {
  readonly week: Week;
  readonly onChange: (week: Week) => void;
}) {
  const [from, setFrom] = useState(0);
  const targets = { weekdays: [0, 1, 2, 3, 4], all: DAYS } as const;
  return (
    <details>
      <summary>{t('week.copy')}</summary>
      <div className="field">
        <label htmlFor="copy-from">{t('week.copyFrom')}</label>
        <select id="copy-from" value={from} onChange={(event) => setFrom(Number(event.target.value))}>
          {DAYS.map((day) => (
            <option key={day} value={day}>
              {weekdayName(day + 1)}
            </option>
          ))}
        </select>
      </div>
      <div className="chips">
        {(['weekdays', 'all'] as const).map((which) => (
          <button
            key={which}
            type="button"
            onClick={() =>
              onChange(
                copiedDay(
                  week,
                  from,
                  targets[which].filter((day) => day !== from),
                ),
              )
            }
          >
            {t(`week.copy.${which}`)}
          </button>
        ))}
      </div>
    </details>
  );
}
