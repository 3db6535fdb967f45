import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { householdQuery } from '../api/family-queries.js';
import { useNames } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { NoHousehold } from '../ui/no-household.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { Collections } from './collections.js';
import { Demands } from './demands.js';
import { Dependants } from './dependants.js';
import { EditPlace } from './edit-place.js';

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
