import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';

type Requirement = Schemas['RequirementDto'];

const CONTACTS = ['any', 'unsupervised-minors'] as const;
const MOST = 20;

/** Which checks a kind of help demands: where, of whom, from which day. Whoever lacks one is not proposed. */
export function Demanded({ category, close }: { readonly category: Schemas['CategoryDto']; close(): void }) {
  const { municipalities } = useNames();
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const [wanted, setWanted] = useState<readonly Requirement[]>(category.requirements);
  const save = useAct(
    (requirements: readonly Requirement[]) =>
      answered(
        api.PUT('/v1/categories/{id}/requirements', {
          params: { path: { id: category.id }, header: ifMatch(category.version) },
          body: { requirements: [...requirements] },
        }),
      ),
    close,
  );
  const change = (place: number, part: Partial<Requirement>) =>
    setWanted(wanted.map((one, at) => (at === place ? { ...one, ...part } : one)));
  const first = types[0];
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        save.run(wanted);
      }}
    >
      <p className="hintbox">{t('demanded.hint')}</p>
      <ProblemBox problem={save.problem} />
      {wanted.map((one, place) => (
        <fieldset key={place}>
          <legend>{t('demanded.one', { number: place + 1 })}</legend>
          <div className="columns-two">
            <label className="field">
              <span className="label">{t('credentials.type')}</span>
              <select
                value={one.credentialTypeId}
                onChange={({ target }) => change(place, { credentialTypeId: target.value })}
              >
                {types.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span className="label">{t('queue.municipality')}</span>
              <select
                value={one.municipalityId ?? ''}
                onChange={({ target }) => change(place, { municipalityId: target.value || null })}
              >
                <option value="">{t('closures.everywhere')}</option>
                {municipalities.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span className="label">{t('demanded.contact')}</span>
              <select
                value={one.contact ?? 'any'}
                onChange={({ target }) =>
                  change(place, { contact: CONTACTS.find((contact) => contact === target.value) })
                }
              >
                {CONTACTS.map((contact) => (
                  <option key={contact} value={contact}>
                    {t(`demanded.contact.${contact}`)}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span className="label">{t('policies.from')}</span>
              <input
                type="date"
                required
                value={one.validFrom}
                onChange={({ target }) => change(place, { validFrom: target.value })}
              />
            </label>
          </div>
          <button
            className="button quiet bad"
            type="button"
            onClick={() => setWanted(wanted.filter((_, at) => at !== place))}
          >
            {t('demands.end')}
          </button>
        </fieldset>
      ))}
      <div className="acts">
        {first && wanted.length < MOST ? (
          <button
            className="button"
            type="button"
            onClick={() =>
              setWanted([
                ...wanted,
                { credentialTypeId: first.id, municipalityId: null, contact: 'any', validFrom: localDay() },
              ])
            }
          >
            {t('demands.add')}
          </button>
        ) : null}
        <button className="button main" type="submit" data-pending={save.pending || undefined}>
          {t('app.save')}
        </button>
        <button className="button quiet" type="button" onClick={close}>
          {t('app.cancel')}
        </button>
      </div>
    </form>
  );
}
