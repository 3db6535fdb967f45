import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { householdOfQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { Collections } from '../household/collections.js';
import { Demands } from '../household/demands.js';
import { Dependants } from '../household/dependants.js';
import { Field, type Wrong } from '../ui/field.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';
import { AdultsOf } from './adults.js';
import { RequestsOf } from './requests-of.js';

/** Where somebody's family lives and who is in it; from here the desk asks for help in their name. */
export function HomeOf({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { zone } = useNames();
  const query = useQuery(householdOfQuery(person.id));
  return (
    <section className="section" aria-labelledby="home">
      <h2 id="home">{t('homeOf.title')}</h2>
      <Loaded query={query}>
        {([home]) =>
          home ? (
            <>
              <div className="card">
                <p dir="auto">
                  <strong>{home.address}</strong>
                </p>
                <p className="soft">{home.zoneId ? zone(home.zoneId) : ''}</p>
                <div className="acts">
                  <Link className="button main" to="/co/ask/$memberId" params={{ memberId: person.id }}>
                    <Icon name="phone" />
                    {t('homeOf.ask')}
                  </Link>
                </div>
              </div>
              <RequestsOf householdId={home.id} />
              <AdultsOf home={home} />
              <Dependants home={home} byDesk />
              <Collections home={home} byDesk />
              <Demands home={home} />
            </>
          ) : (
            <NewHome person={person} />
          )
        }
      </Loaded>
    </section>
  );
}

const MOST_ADDRESS = 200;

function NewHome({ person }: { readonly person: Schemas['MemberDto'] }) {
  const [zoneId, setZone] = useState('');
  const [address, setAddress] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const enter = useAct((body: Schemas['NewHouseholdDto'], key) =>
    answered(api.POST('/v1/households', { params: { header: keyed(key) }, body })),
  );
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found: Wrong[] = [];
        if (!zoneId) found.push({ field: 'new-home-zone', words: 'wrong.zone' });
        if (!address.trim()) found.push({ field: 'new-home-address', words: 'wrong.address' });
        setWrongs(found);
        if (found.length > 0) return;
        enter.run({
          zoneId,
          address: address.trim(),
          guardianIds: [person.id],
          organisationId: person.organisationId ?? undefined,
        });
      }}
    >
      <p>{t('homeOf.none')}</p>
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={enter.problem} />
      <Field id="new-home-zone" label={t('ask.zone')} wrongs={wrongs}>
        {(props) => <ZoneSelect {...props} value={zoneId} onChange={setZone} />}
      </Field>
      <Field id="new-home-address" label={t('ask.address')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            dir="auto"
            maxLength={MOST_ADDRESS}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <div className="acts">
        <button className="button main" type="submit" data-pending={enter.pending || undefined}>
          {t('homeOf.enter')}
        </button>
      </div>
    </form>
  );
}
