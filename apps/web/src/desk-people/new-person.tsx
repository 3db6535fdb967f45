import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { municipalitiesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';
import { AgeFields, ageIn } from './age.js';
import { MaybeTheSame } from './maybe-the-same.js';
import { NameAndReach } from './name-and-reach.js';

const ENTERED_ROLES = ['family', 'helper'] as const;

/** Somebody whom the desk enters, perhaps on the phone: the notice is read aloud first. */
export function NewPerson({ done, cancel }: { done(member: Schemas['MemberDto']): void; cancel(): void }) {
  const { community } = useSession();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [noticed, setNoticed] = useState(false);
  const [helps, setHelps] = useState(false);
  const [asked, setAsked] = useState<Schemas['NewMemberDto']>();
  const enter = useAct(
    (body: Schemas['NewMemberDto'], key) =>
      answered(api.POST('/v1/members', { params: { header: keyed(key) }, body })),
    done,
  );
  const doubtful = ['maybe-the-same', 'member-exists'].includes(enter.problem?.code ?? '');
  const ask = (body: Schemas['NewMemberDto']) => {
    setAsked(body);
    enter.run(body);
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
        ask({
          givenName: text('givenName') ?? '',
          familyName: text('familyName') ?? '',
          email: text('email'),
          phone: text('phone'),
          language: text('language') ?? community.defaultLanguage,
          organisationId: text('organisationId'),
          municipalityId: text('municipalityId'),
          roles: form.getAll('roles') as Schemas['NewMemberDto']['roles'],
          ...ageIn(form),
        });
      }}
    >
      <h2>{t('people.add')}</h2>
      <div className="hintbox">
        <p>
          <strong>{t('people.noticeTitle')}</strong>
        </p>
        <p>{t('people.notice')}</p>
        <label className="tick">
          <input
            type="checkbox"
            required
            checked={noticed}
            onChange={({ target }) => setNoticed(target.checked)}
          />
          <span>{t('people.noticeRead')}</span>
        </label>
      </div>
      {doubtful && asked ? (
        <MaybeTheSame
          sought={asked}
          pending={enter.pending}
          goOn={
            enter.problem?.code === 'maybe-the-same' ? () => ask({ ...asked, different: true }) : undefined
          }
        />
      ) : (
        <ProblemBox problem={enter.problem} />
      )}
      <NameAndReach problem={enter.problem?.fields ?? []} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('people.language')}</span>
          <select name="language" defaultValue={community.defaultLanguage}>
            {community.languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('people.organisation')}</span>
          <select name="organisationId" defaultValue="">
            <option value="">{t('people.noOrganisation')}</option>
            {organisations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <MunicipalitySelect />
      </div>
      <fieldset>
        <legend>{t('people.roles')}</legend>
        {ENTERED_ROLES.map((role) => (
          <label key={role} className="tick">
            <input
              type="checkbox"
              name="roles"
              value={role}
              defaultChecked={role === 'family'}
              onChange={({ target }) => (role === 'helper' ? setHelps(target.checked) : undefined)}
            />
            <span>{t(`role.${role}`)}</span>
          </label>
        ))}
      </fieldset>
      {helps ? <AgeFields /> : null}
      <FormActs act={t('people.enter')} pending={enter.pending} cancel={cancel} />
    </form>
  );
}

function MunicipalitySelect() {
  const { data: municipalities = [] } = useQuery(municipalitiesQuery);
  return (
    <label className="field">
      <span className="label">{t('people.municipality')}</span>
      <select name="municipalityId" defaultValue="">
        <option value="">{t('people.municipalityUnknown')}</option>
        {municipalities.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
