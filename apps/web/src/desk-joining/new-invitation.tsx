import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Field } from '../ui/field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';

const FOR = ['family', 'helper', 'refer'] as const;
type For = (typeof FOR)[number];

/** A link and a code for one person or a group: to join as a family or a helper, or to propose families. */
export function NewInvitation({ done }: { readonly done: (made: Schemas['MadeInvitationDto']) => void }) {
  const { community } = useSession();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [wanted, setWanted] = useState<For>('family');
  const make = useAct(
    (body: Schemas['NewInvitationDto'], key) =>
      answered(api.POST('/v1/invitations', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
        const address = text('address');
        make.run({
          ...(wanted === 'refer' ? { kind: 'refer' as const } : { kind: 'join' as const, role: wanted }),
          name: text('name'),
          ...(address?.includes('@') ? { email: address } : { phone: address }),
          organisationId: text('organisationId'),
          language: text('language') ?? community.defaultLanguage,
          days: Number(text('days')),
          mostUses: Number(text('mostUses')),
        });
      }}
    >
      <h3>{t('invitations.make')}</h3>
      <ProblemBox problem={make.problem} />
      <fieldset>
        <legend>{t('invitations.for')}</legend>
        {FOR.map((one) => (
          <label key={one} className="tick">
            <input
              type="radio"
              name="for"
              value={one}
              checked={wanted === one}
              onChange={() => setWanted(one)}
            />
            <span>{t(`invitations.for.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <div className="columns-two">
        <Field id="invitation-name" label={t('invitations.name')}>
          {(props) => <input {...props} name="name" maxLength={120} dir="auto" />}
        </Field>
        <Field id="invitation-address" label={t('invitations.address')} hint={t('invitations.addressHint')}>
          {(props) => <input {...props} name="address" maxLength={254} dir="ltr" autoComplete="off" />}
        </Field>
        <Field id="invitation-organisation" label={t('people.organisation')}>
          {(props) => (
            <select {...props} name="organisationId" required={wanted === 'refer'} defaultValue="">
              <option value="">{t('people.noOrganisation')}</option>
              {organisations.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="invitation-language" label={t('people.language')}>
          {(props) => (
            <select {...props} name="language" defaultValue={community.defaultLanguage}>
              {community.languages.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="invitation-days" label={t('invitations.days')}>
          {(props) => (
            <input {...props} name="days" type="number" min={1} max={60} defaultValue={14} required />
          )}
        </Field>
        <Field id="invitation-uses" label={t('invitations.mostUses')}>
          {(props) => (
            <input {...props} name="mostUses" type="number" min={1} max={200} defaultValue={1} required />
          )}
        </Field>
      </div>
      <button className="button main" type="submit" data-pending={make.pending || undefined}>
        {t('invitations.make')}
      </button>
    </form>
  );
}
