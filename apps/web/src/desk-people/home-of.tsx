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
import { EditPlace } from '../household/edit-place.js';
import { PlaceFields, wrongsOfPlace, type Place } from '../household/place-fields.js';
import type { Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { t } from '../words/words.js';
import { AdultsOf } from './adults.js';
import { RequestsOf } from './requests-of.js';

/** Where somebody's family lives and who is in it; from here the desk asks for help in their name. */
export function HomeOf({ person }: { readonly person: Schemas['MemberDto'] }) {
  const query = useQuery(householdOfQuery(person.id));
  return (
    <section className="section" aria-labelledby="home">
      <h2 id="home">{t('homeOf.title')}</h2>
      <Loaded query={query}>
        {([home]) =>
          home ? (
            <>
              <HomePlace home={home} memberId={person.id} />
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

function HomePlace({
  home,
  memberId,
}: {
  readonly home: Schemas['HouseholdDto'];
  readonly memberId: string;
}) {
  const { zone } = useNames();
  const [editing, edit] = useState(false);
  if (editing) return <EditPlace home={home} close={() => edit(false)} />;
  return (
    <div className="card">
      <p dir="auto">
        <strong>{home.address}</strong>
      </p>
      <p className="soft">{home.zoneId ? zone(home.zoneId) : ''}</p>
      <div className="acts">
        <Link className="button main" to="/co/ask/$memberId" params={{ memberId }}>
          <Icon name="phone" />
          {t('homeOf.ask')}
        </Link>
        <button className="button" type="button" onClick={() => edit(true)}>
          {t('household.editPlace')}
        </button>
      </div>
    </div>
  );
}

function NewHome({ person }: { readonly person: Schemas['MemberDto'] }) {
  const [place, setPlace] = useState<Place>({ zoneId: '', address: '' });
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
        const found = wrongsOfPlace(place);
        setWrongs(found);
        if (found.length > 0) return;
        enter.run({
          zoneId: place.zoneId,
          address: place.address.trim(),
          guardianIds: [person.id],
          organisationId: person.organisationId ?? undefined,
        });
      }}
    >
      <p>{t('homeOf.none')}</p>
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={enter.problem} />
      <PlaceFields place={place} change={setPlace} wrongs={wrongs} />
      <FormActs act={t('homeOf.enter')} pending={enter.pending} />
    </form>
  );
}
