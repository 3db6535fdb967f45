import { clock } from '../words/time.js';
import { t } from '../words/words.js';
import { Field, type Wrong } from './field.js';

const QUARTERS = Array.from({ length: 4 * 24 }, (_, place) => clock(place * 15));

/** From when to when, in quarters of an hour. */
export function Times<Name extends string>({
  from,
  to,
  wrongs,
  change,
}: {
  readonly from: readonly [Name, string];
  readonly to: readonly [Name, string];
  readonly wrongs: readonly Wrong[];
  readonly change: (part: Partial<Record<Name, string>>) => void;
}) {
  return (
    <div className="pair">
      {([from, to] as const).map(([id, value], place) => (
        <Field key={id} id={id} label={place === 0 ? t('ask.start') : t('ask.end')} wrongs={wrongs}>
          {(props) => (
            <select
              {...props}
              value={value}
              onChange={(event) => change({ [id]: event.target.value } as Partial<Record<Name, string>>)}
            >
              {QUARTERS.includes(value) ? null : <option>{value}</option>}
              {QUARTERS.map((time) => (
                <option key={time}>{time}</option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </div>
  );
}
