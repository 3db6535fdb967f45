import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { membershipsQuery, unreadQuery } from '../api/queries.js';
import icon from '../look/icon.svg';
import { Icon } from '../ui/icon.js';
import { Waiting } from '../ui/loaded.js';
import { Phone } from '../ui/phone.js';
import { t } from '../words/words.js';
import { listen } from '../live/listen.js';
import { placesFor } from './navigation.js';
import { Offline } from './offline.js';
import { followOtherTabs, homeOf, useSession } from './session.js';
import { Unread } from './unread.js';

/** What stands around every screen: where one can go, what is new, whom one can call. */
export function Shell() {
  useFocusOnArrival();
  useEffect(listen, []);
  useEffect(followOtherTabs, []);
  // A task with steps has its own way back and forth; the tabs would stand in for its one main action.
  const task = useRouterState({ select: ({ location }) => location.pathname.startsWith('/ask') });
  const wide = useRouterState({ select: ({ location }) => location.pathname.startsWith('/co/') });
  return (
    <div className={`shell${task ? ' task' : ''}${wide ? ' wide' : ''}`}>
      <a className="skip button" href="#main">
        {t('app.skip')}
      </a>
      <TopBar />
      <Offline />
      <Unread />
      <main id="main" className="page" tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <Desk />
      <Tabs />
    </div>
  );
}

function TopBar() {
  const { roles, community } = useSession();
  const { data: unread = 0 } = useQuery(unreadQuery);
  return (
    <header className="bar">
      <div className="bar-in">
        <Link className="brand" to={homeOf(roles)}>
          <img src={icon} alt="" width={32} height={32} />
          Intreccio
        </Link>
        <nav className="places" aria-label={t('nav.places')}>
          {placesFor(roles, community.timebank).map(({ to, words }) => (
            <Link key={to} to={to}>
              {t(words)}
            </Link>
          ))}
        </nav>
        <Link className="news push" to="/inbox">
          <Icon name="bell" />
          <span>{t('nav.inbox')}</span>
          {unread > 0 ? (
            <span className="count">
              {unread > 99 ? '99+' : unread}
              <span className="visually-hidden"> {t('nav.unread')}</span>
            </span>
          ) : null}
        </Link>
      </div>
    </header>
  );
}

/** On a phone the places stand at the thumb. */
function Tabs() {
  const { roles, community } = useSession();
  return (
    <nav className="tabs" aria-label={t('nav.places')}>
      {placesFor(roles, community.timebank).map(({ to, icon: name, words }) => (
        <Link key={to} to={to}>
          <Icon name={name} />
          <span>{t(words)}</span>
        </Link>
      ))}
    </nav>
  );
}

/** Whom one can call; for a member of several communities also in which of them one is. */
function Desk() {
  const { community } = useSession();
  const { data: memberships = [] } = useQuery(membershipsQuery);
  return (
    <footer className="desk">
      <Icon name="phone" />
      <div>
        <p>
          {t('app.desk')} <Phone phone={community.deskPhone} />
        </p>
        {memberships.length > 1 ? (
          <p>
            {t('communities.where', { name: community.name })}{' '}
            <Link to="/settings" hash="communities">
              {t('communities.change')}
            </Link>
          </p>
        ) : null}
      </div>
    </footer>
  );
}

/** Whoever comes to another screen finds the focus on its title. */
function useFocusOnArrival(): void {
  const router = useRouter();
  const arrived = useRef(false);
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged }) => {
        if (arrived.current && pathChanged) document.querySelector<HTMLElement>('main h1')?.focus();
        arrived.current = true;
      }),
    [router],
  );
}
