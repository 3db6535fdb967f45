import { useNames } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Field, Group, type Wrong } from '../ui/field.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';
import type { StepProps } from './ask.js';

/** At home unless one says otherwise; a journey also has an end. */
export function Where({ draft, change, wrongs, household }: Omit<StepProps, 'addChildren'>) {
  const { categories } = useNames();
  const drives = categories.find(({ id }) => id === draft.categoryId)?.needsDropOff;
  return (
    <>
      <Group id="elsewhere" label={drives ? t('ask.pickUp') : t('ask.place')}>
        <div className="choices">
          <Choice
            kind="radio"
            name="elsewhere"
            value="home"
            icon="home"
            label={t('ask.atHome')}
            hint={<span dir="auto">{household?.address}</span>}
            chosen={!draft.elsewhere}
            onChoose={() => change({ elsewhere: false })}
          />
          <Choice
            kind="radio"
            name="elsewhere"
            value="elsewhere"
            icon="pin"
            label={t('ask.elsewhere')}
            chosen={draft.elsewhere}
            onChoose={() => change({ elsewhere: true })}
          />
        </div>
      </Group>
      {draft.elsewhere ? (
        <Place
          zone={['zoneId', draft.zoneId]}
          address={['address', draft.address]}
          wrongs={wrongs}
          change={change}
        />
      ) : null}
      {drives ? (
        <Group id="dropOff" label={t('ask.dropOff')}>
          <Place
            zone={['dropOffZoneId', draft.dropOffZoneId]}
            address={['dropOffAddress', draft.dropOffAddress]}
            wrongs={wrongs}
            change={change}
          />
        </Group>
      ) : null}
      <p className="hintbox">{t('ask.addressLate')}</p>
    </>
  );
}

function Place({
  zone: [zoneField, zoneId],
  address: [addressField, address],
  wrongs,
  change,
}: {
  readonly zone: readonly ['zoneId' | 'dropOffZoneId', string];
  readonly address: readonly ['address' | 'dropOffAddress', string];
  readonly wrongs: readonly Wrong[];
  readonly change: StepProps['change'];
}) {
  return (
    <>
      <Field id={zoneField} label={t('ask.zone')} wrongs={wrongs}>
        {(props) => (
          <ZoneSelect {...props} value={zoneId} onChange={(zone) => change({ [zoneField]: zone })} />
        )}
      </Field>
      <Field id={addressField} label={t('ask.address')} hint={t('ask.addressHint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            value={address}
            dir="auto"
            maxLength={200}
            autoComplete="street-address"
            onChange={(event) => change({ [addressField]: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
