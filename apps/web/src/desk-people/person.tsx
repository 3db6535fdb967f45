import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { Icon } from '../ui/icon.js';
import { Loaded, Waiting } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { Phone } from '../ui/phone.js';
import { dateOf, dayAndTime, languageName } from '../words/time.js';
import { said, t } from '../words/words.js';

/** Each part comes by itself: one who only looks up a number waits for none of them. */
const HomeOf = lazy(async () => ({ default: (await import('./home-of.js')).HomeOf }));
const HelperRecord = lazy(async () => ({ default: (await import('./helper-record.js')).HelperRecord }));
const Acts = lazy(async () => ({ default: (await import('./acts.js')).Acts }));
const EditPerson = lazy(async () => ({ default: (await import('./edit-person.js')).EditPerson }));
const ClaimCode = lazy(async () => ({ default: (await import('./claim-code.js')).ClaimCode }));

const STEPS = 20;

/** One person as the desk sees them: how to reach them, what they may do, their checks, what happened. */
export function Person() {
  const { id } = useParams({ from: '/co/people/$id' });
  const query = useQuery({
    queryKey: ['member', id],
    queryFn: () => answered(api.GET('/v1/members/{id}', { params: { path: { id } } })),
  });
  const { data: member } = query;
  return (
    <Page
      title={member ? [member.givenName, member.familyName].filter(Boolean).join(' ') : t('people.person')}
    >
      <Loaded query={query}>
        {(person) => (
          <>
            <Reach person={person} />
            <Suspense fallback={<Waiting />}>
              {person.roles?.includes('family') ? <HomeOf person={person} /> : null}
              {person.roles?.includes('helper') ? <HelperRecord person={person} /> : null}
              <Acts person={person} />
            </Suspense>
            <p>
              <Link to="/co/hours" search={{ person: id }}>
                {t('people.hours')}
              </Link>
            </p>
            <Steps memberId={id} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Reach({ person }: { readonly person: Schemas['MemberDto'] }) {
  return (
    <section className="card">
      <div className="marks">
        {person.roles?.map((role) => (
          <span key={role} className="mark">
            {t(`role.${role}`)}
          </span>
        ))}
        {person.state === 'active' ? null : (
          <span className="mark bad">{t(`people.state.${person.state ?? 'left'}`)}</span>
        )}
      </div>
      {person.phone ? (
        <p className="with-icon">
          <Icon name="phone" />
          <Phone phone={person.phone} />
        </p>
      ) : null}
      {person.email ? (
        <p>
          <a href={`mailto:${person.email}`} dir="ltr">
            {person.email}
          </a>
        </p>
      ) : null}
      {person.reachable ? null : (
        <Suspense fallback={<Waiting />}>
          <ClaimCode person={person} />
        </Suspense>
      )}
      <dl className="facts">
        <div>
          <dt>{t('people.language')}</dt>
          <dd>{person.language ? languageName(person.language) : '–'}</dd>
        </div>
        {person.registeredAt ? (
          <div>
            <dt>{t('people.registered')}</dt>
            <dd>{dateOf(person.registeredAt)}</dd>
          </div>
        ) : null}
        {person.insuredFrom ? (
          <div>
            <dt>{t('people.insuredFrom')}</dt>
            <dd>{dayAndTime(person.insuredFrom)}</dd>
          </div>
        ) : null}
      </dl>
      <Suspense fallback={<Waiting />}>
        <EditPerson person={person} />
      </Suspense>
    </section>
  );
}

/** What happened to the record: who, what, why, when. */
function Steps({ memberId }: { readonly memberId: string }) {
  const { data } = useQuery({
    queryKey: ['history', memberId],
    queryFn: () =>
      answered(
        api.GET('/v1/history/{subjectId}', {
          params: { path: { subjectId: memberId }, query: { limit: STEPS } },
        }),
      ),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="section">
      <h2>{t('people.history')}</h2>
      <ul className="notes card">
        {data.items.map((step) => (
          <li key={step.id}>
            <p>
              {said(`step.${step.machine}.${step.name}`) ?? `${step.from ?? ''} → ${step.to}`}
              {step.reason ? <span dir="auto"> · {step.reason}</span> : null}
            </p>
            <span className="soft small">{dayAndTime(step.at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
