import { useNames } from '../app/session.js';
import { t } from '../words/words.js';

/** The community's zones, by municipality. */
export function ZoneSelect({
  value,
  onChange,
  ...props
}: {
  readonly id: string;
  readonly value: string;
  readonly onChange: (zoneId: string) => void;
  readonly 'aria-invalid'?: 'true' | undefined;
  readonly 'aria-describedby'?: string | undefined;
}) {
  const { municipalities } = useNames();
  return (
    <select {...props} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('ask.choose')}</option>
      {municipalities.map(({ id, name, zones }) => (
        <optgroup key={id} label={name}>
          {zones.map((zone) => (
            <option key={zone.id} value={zone.id}>
              {zone.name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
