import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { householdOfQuery, organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { Field, type Wrong } from '../ui/field.js';
import { OrganisationSelect } from '../ui/organisation-select.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { addDays, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const DAYS = 90;
const MOST_DAYS = 400;
const MOST_PURPOSE = 300;

/** Asks another organisation to help: it sees the person, or the whole family, once it says yes. */
export function Refer({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const others = organisations.some(({ id }) => id !== person.organisationId);
  if (!others || person.state === 'left') return null;
  return (
    <details className="section">
      <summary>{t('referrals.new')}</summary>
      <ReferForm person={person} />
    </details>
  );
}

interface Wanted {
  readonly toOrganisationId: string;
  readonly purpose: string;
  readonly scope: Schemas['NewReferralDto']['scope'];
  readonly until: string;
}

function ReferForm({ person }: { readonly person: Schemas['MemberDto'] }) {
  const family = person.roles?.includes('family') ?? false;
  const { data: homes = [] } = useQuery({ ...householdOfQuery(person.id), enabled: family });
  const [wanted, setWanted] = useState<Wanted>({
    toOrganisationId: '',
    purpose: '',
    scope: 'case',
    until: addDays(localDay(), DAYS),
  });
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Wanted>) => setWanted((before) => ({ ...before, ...part }));
  const refer = useAct((body: Schemas['NewReferralDto'], key) =>
    answered(api.POST('/v1/referrals', { params: { header: keyed(key) }, body })),
  );
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found: Wrong[] = [];
        if (!wanted.toOrganisationId) found.push({ field: 'refer-to', words: 'wrong.organisation' });
        if (!wanted.purpose.trim()) found.push({ field: 'refer-purpose', words: 'wrong.purpose' });
        setWrongs(found);
        if (found.length > 0) return;
        const home = homes[0];
        refer.run({
          ...wanted,
          purpose: wanted.purpose.trim(),
          ...(home ? { householdId: home.id } : { memberId: person.id }),
        });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={refer.problem} />
      <Field id="refer-to" label={t('referrals.to')} wrongs={wrongs}>
        {(props) => (
          <OrganisationSelect
            {...props}
            none={t('ask.choose')}
            except={person.organisationId}
            value={wanted.toOrganisationId}
            onChange={(toOrganisationId) => change({ toOrganisationId })}
          />
        )}
      </Field>
      <Field id="refer-purpose" label={t('referrals.purpose')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            dir="auto"
            maxLength={MOST_PURPOSE}
            value={wanted.purpose}
            onChange={(event) => change({ purpose: event.target.value })}
          />
        )}
      </Field>
      <Field id="refer-scope" label={t('referrals.scope')}>
        {(props) => (
          <select
            {...props}
            value={wanted.scope}
            onChange={(event) => change({ scope: event.target.value as Wanted['scope'] })}
          >
            {(['case', 'read'] as const).map((scope) => (
              <option key={scope} value={scope}>
                {t(`referrals.scope.${scope}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="refer-until" label={t('referrals.until')}>
        {(props) => (
          <input
            {...props}
            type="date"
            min={localDay()}
            max={addDays(localDay(), MOST_DAYS)}
            value={wanted.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        )}
      </Field>
      <div className="acts">
        <button className="button" type="submit" data-pending={refer.pending || undefined}>
          {t('referrals.new')}
        </button>
        {refer.done ? (
          <p className="mark good" role="status">
            {t('referrals.state.asked')}
          </p>
        ) : null}
      </div>
    </form>
  );
}
