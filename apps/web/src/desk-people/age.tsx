import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';

/** Asked of whoever is to help: of age, or born when. Only the day a minor comes of age is kept. */
export function AgeFields() {
  const [ofAge, setOfAge] = useState(false);
  return (
    <fieldset>
      <legend>{t('age.title')}</legend>
      <label className="tick">
        <input
          type="checkbox"
          name="ofAge"
          checked={ofAge}
          onChange={({ target }) => setOfAge(target.checked)}
        />
        <span>{t('age.ofAge')}</span>
      </label>
      {ofAge ? null : (
        <label className="field">
          <span className="label">{t('age.bornOn')}</span>
          <input name="bornOn" type="date" required max={localDay()} />
          <span className="soft small">{t('age.hint')}</span>
        </label>
      )}
    </fieldset>
  );
}

/** What the fields say; nothing where they were not shown. */
export function ageIn(form: FormData): Pick<Schemas['RolesDto'], 'ofAge' | 'bornOn'> {
  if (form.get('ofAge')) return { ofAge: true };
  const bornOn = String(form.get('bornOn') ?? '');
  return bornOn ? { bornOn } : {};
}
