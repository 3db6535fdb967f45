import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { PEOPLE_ROLES, PEOPLE_STATES, type PeopleSearch } from '../app/desk-search.js';
import { Icon } from '../ui/icon.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { usePaused } from '../ui/person-pick.js';
import { t } from '../words/words.js';
import { NewPerson } from './new-person.js';

const PAGE = 50;

/** The people this desk reaches. */
export function People() {
  const search = useSearch({ from: '/co/people' });
  const navigate = useNavigate({ from: '/co/people' });
  const [adding, setAdding] = useState(false);
  // Names stay out of the address, which is kept in histories.
  const [typed, setTyped] = useState('');
  const named = usePaused(typed.trim());
  const show = (change: Partial<PeopleSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const query = useInfiniteQuery({
    queryKey: ['members', search, named],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/members', {
          params: { query: { ...search, named: named || undefined, limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page
      title={t('people.title')}
      aside={
        <button className="button" type="button" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          <Icon name="plus" />
          {t('people.add')}
        </button>
      }
    >
      {adding ? (
        <NewPerson
          done={({ id }) => void navigate({ to: '/co/people/$id', params: { id } })}
          cancel={() => setAdding(false)}
        />
      ) : null}
      <div className="filter-fields">
        <label className="filter">
          <span className="visually-hidden">{t('people.search')}</span>
          <input
            type="search"
            dir="auto"
            maxLength={80}
            placeholder={t('people.search')}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <label className="filter">
          <span className="visually-hidden">{t('people.role')}</span>
          <select
            value={search.role ?? ''}
            onChange={({ target }) => show({ role: PEOPLE_ROLES.find((role) => role === target.value) })}
          >
            <option value="">{t('people.anyRole')}</option>
            {PEOPLE_ROLES.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="filter">
          <span className="visually-hidden">{t('people.state')}</span>
          <select
            value={search.state ?? ''}
            onChange={({ target }) => show({ state: PEOPLE_STATES.find((state) => state === target.value) })}
          >
            <option value="">{t('people.anyState')}</option>
            {PEOPLE_STATES.map((state) => (
              <option key={state} value={state}>
                {t(`people.state.${state}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('people.none')}</p>;
          return (
            <ul className="rows card">
              {all.map((member) => (
                <PersonRow key={member.id} member={member} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

function PersonRow({ member }: { readonly member: Schemas['MemberDto'] }) {
  return (
    <li className="queue-row">
      <Link to="/co/people/$id" params={{ id: member.id }}>
        <span className="row-head">
          <strong dir="auto">
            {member.givenName} {member.familyName}
          </strong>
          <span className="marks">
            {member.state === 'active' ? null : (
              <span className="mark bad">{t(`people.state.${member.state ?? 'left'}`)}</span>
            )}
            {member.reachable ? null : <span className="mark warn">{t('people.byDesk')}</span>}
          </span>
        </span>
        <span className="soft small">
          {(member.roles ?? []).map((role) => t(`role.${role}`)).join(' · ')}
        </span>
      </Link>
    </li>
  );
}
