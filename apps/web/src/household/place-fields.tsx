import { Field, type Wrong } from '../ui/field.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';

/** Where a family lives, as it is typed. */
export interface Place {
  readonly zoneId: string;
  readonly address: string;
}

const MOST_ADDRESS = 200;

export function wrongsOfPlace({ zoneId, address }: Place): Wrong[] {
  const found: Wrong[] = [];
  if (!zoneId) found.push({ field: 'home-zone', words: 'wrong.zone' });
  if (!address.trim()) found.push({ field: 'home-address', words: 'wrong.address' });
  return found;
}

export function PlaceFields({
  place,
  change,
  wrongs,
}: {
  readonly place: Place;
  readonly change: (place: Place) => void;
  readonly wrongs: readonly Wrong[];
}) {
  return (
    <>
      <Field id="home-zone" label={t('ask.zone')} wrongs={wrongs}>
        {(props) => (
          <ZoneSelect {...props} value={place.zoneId} onChange={(zoneId) => change({ ...place, zoneId })} />
        )}
      </Field>
      <Field id="home-address" label={t('ask.address')} hint={t('ask.addressHint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            value={place.address}
            dir="auto"
            maxLength={MOST_ADDRESS}
            autoComplete="street-address"
            onChange={(event) => change({ ...place, address: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
