import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import type { Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { t } from '../words/words.js';
import { PlaceFields, wrongsOfPlace, type Place } from './place-fields.js';

/** The family lives somewhere else now. */
export function EditPlace({
  home,
  close,
}: {
  readonly home: Schemas['HouseholdDto'];
  readonly close: () => void;
}) {
  const [place, setPlace] = useState<Place>({ zoneId: home.zoneId ?? '', address: home.address ?? '' });
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const save = useAct(
    (body: Place) =>
      answered(
        api.PATCH('/v1/households/{id}', {
          params: { path: { id: home.id }, header: ifMatch(home.version) },
          body,
        }),
      ),
    close,
  );
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = wrongsOfPlace(place);
        setWrongs(found);
        if (found.length === 0) save.run({ ...place, address: place.address.trim() });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      <PlaceFields place={place} change={setPlace} wrongs={wrongs} />
      <p className="soft small">{t('household.placeHint')}</p>
      <FormActs pending={save.pending} cancel={close} out={t('app.back')} />
    </form>
  );
}
