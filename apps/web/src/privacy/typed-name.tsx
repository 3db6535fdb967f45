import { t } from '../words/words.js';

const MOST_NAME = 100;

/** Leaving is for good: it is asked for by the name of whoever leaves. */
export function TypedName({
  of,
  value,
  change,
}: {
  readonly of: string | undefined;
  readonly value: string;
  readonly change: (name: string) => void;
}) {
  return (
    <label className="field">
      <span className="label">{t('privacy.typeName', { name: of ?? '' })}</span>
      <input
        required
        maxLength={MOST_NAME}
        autoComplete="off"
        value={value}
        onChange={({ target }) => change(target.value)}
      />
    </label>
  );
}
