import { useId } from 'react';
import { t } from '../words/words.js';
import { Icon } from './icon.js';

/** A small number with a button on each side. */
export function Stepper({
  label,
  value,
  least,
  most,
  step = 1,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}) {
  const id = useId();
  const set = (wanted: number) =>
    onChange(Math.min(most, Math.max(least, Number.isNaN(wanted) ? least : wanted)));
  return (
    <div className="stepper">
      <label htmlFor={id}>{label}</label>
      <div role="group" aria-label={label}>
        <button
          type="button"
          aria-label={t('app.fewer')}
          disabled={value <= least}
          onClick={() => set(value - step)}
        >
          <Icon name="minus" />
        </button>
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={least}
          max={most}
          step={step}
          value={value}
          onChange={(event) => set(event.target.valueAsNumber)}
        />
        <button
          type="button"
          aria-label={t('app.moreOf')}
          disabled={value >= most}
          onClick={() => set(value + step)}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}
