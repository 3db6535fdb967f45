import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { householdQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { Field, type Wrong } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { NoHousehold } from '../ui/no-household.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';
import { Collections } from './collections.js';
import { Demands } from './demands.js';
import { Dependants } from './dependants.js';

export type Home = Schemas['HouseholdDto'];

/** Where a family lives, who lives there, and what a helper must know of each child. */
export function Household() {
  const query = useQuery(householdQuery);
  return (
    <Page title={t('household.title')} lead={t('household.lead')}>
      {query.isSuccess && !query.data ? (
        <NoHousehold />
      ) : (
        <Loaded query={query}>
          {(home) =>
            home ? (
              <>
                <Place home={home} />
                <Adults home={home} />
                <Dependants home={home} />
                <Collections home={home} />
                {home.limited ? <p className="hintbox">{t('sight.own')}</p> : <Demands home={home} />}
              </>
            ) : null
          }
        </Loaded>
      )}
    </Page>
  );
}

function Place({ home }: { readonly home: Home }) {
  const { zone } = useNames();
  const [editing, setEditing] = useState(false);
  return (
    <section className="section" aria-labelledby="place">
      <h2 id="place">{t('household.place')}</h2>
      {editing ? (
        <EditPlace home={home} close={() => setEditing(false)} />
      ) : (
        <div className="card">
          <p>
            <strong>
              <bdi>{home.address}</bdi>
            </strong>
          </p>
          <p className="soft">{home.zoneId ? zone(home.zoneId) : ''}</p>
          {home.protected ? (
            <p className="hintbox">{t('household.protected', { place: home.meetingPoint ?? '' })}</p>
          ) : null}
          {home.limited ? null : (
            <div className="acts">
              <button className="button" type="button" onClick={() => setEditing(true)}>
                {t('household.editPlace')}
              </button>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

const MOST_ADDRESS = 200;

function EditPlace({ home, close }: { readonly home: Home; readonly close: () => void }) {
  const [zoneId, setZone] = useState(home.zoneId ?? '');
  const [address, setAddress] = useState(home.address ?? '');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const save = useAct(
    (body: { zoneId: string; address: string }) =>
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
        const found: Wrong[] = [];
        if (!zoneId) found.push({ field: 'home-zone', words: 'wrong.zone' });
        if (!address.trim()) found.push({ field: 'home-address', words: 'wrong.address' });
        setWrongs(found);
        if (found.length === 0) save.run({ zoneId, address: address.trim() });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      <Field id="home-zone" label={t('ask.zone')} wrongs={wrongs}>
        {(props) => <ZoneSelect {...props} value={zoneId} onChange={setZone} />}
      </Field>
      <Field id="home-address" label={t('ask.address')} hint={t('ask.addressHint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            value={address}
            dir="auto"
            maxLength={MOST_ADDRESS}
            autoComplete="street-address"
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <p className="soft small">{t('household.placeHint')}</p>
      <div className="acts">
        <button className="button main" type="submit" data-pending={save.pending || undefined}>
          {t('app.save')}
        </button>
        <button className="button quiet" type="button" onClick={close}>
          {t('app.back')}
        </button>
      </div>
    </form>
  );
}

function Adults({ home }: { readonly home: Home }) {
  return (
    <section className="section" aria-labelledby="adults">
      <h2 id="adults">{t('household.adults')}</h2>
      <ul className="lines">
        {home.adults?.map(({ memberId, givenName, guardian }) => (
          <li key={memberId} className="row reading">
            <span dir="auto">{givenName}</span>
            {guardian ? <span className="mark soft">{t('household.guardian')}</span> : null}
          </li>
        ))}
      </ul>
      <p className="soft small">{t('household.adultsHint')}</p>
    </section>
  );
}
