import '../look/desk.css';
import { Link } from '@tanstack/react-router';
import { useSession, type Role } from '../app/session.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';

const DESK: readonly Role[] = ['coordinator', 'administrator'];

interface Entry {
  readonly to: string;
  readonly icon: IconName;
  readonly words: string;
  readonly roles: readonly Role[];
  /** Where the community has a time bank alone. */
  readonly timebank?: true;
}

const PLACES = [
  { to: '/co/hours', icon: 'clock', words: 'deskHours', roles: DESK },
  { to: '/co/sessions', icon: 'people', words: 'sessions', roles: DESK },
  { to: '/co/accounts', icon: 'balance', words: 'accounts', roles: [...DESK, 'auditor'], timebank: true },
  { to: '/co/messages', icon: 'bell', words: 'messages', roles: DESK },
  { to: '/co/duty', icon: 'phone', words: 'duty', roles: DESK },
  { to: '/co/joining', icon: 'people', words: 'joining', roles: DESK },
  { to: '/co/referrals', icon: 'people', words: 'referrals', roles: DESK },
  { to: '/co/identities', icon: 'check', words: 'identities', roles: DESK },
  { to: '/co/incidents', icon: 'bell', words: 'incidents', roles: DESK },
  { to: '/co/register', icon: 'book', words: 'register', roles: [...DESK, 'auditor'] },
  { to: '/co/what-if', icon: 'balance', words: 'whatIf', roles: DESK },
  { to: '/co/runs', icon: 'again', words: 'runs', roles: [...DESK, 'auditor'] },
  { to: '/co/audit', icon: 'book', words: 'audit', roles: ['administrator', 'auditor'] },
  { to: '/co/settings', icon: 'settings', words: 'deskSettings', roles: DESK },
  { to: '/settings', icon: 'people', words: 'settings', roles: [...DESK, 'auditor'] },
] as const satisfies readonly Entry[];

/** The desk's rarer places. */
export function MorePlaces() {
  const { roles, community } = useSession();
  const shown = PLACES.filter(
    (place) =>
      (community.timebank || !('timebank' in place)) && place.roles.some((role) => roles.includes(role)),
  );
  return (
    <Page title={t('nav.more')}>
      <ul className="plain">
        {shown.map(({ to, icon, words }) => (
          <li key={to}>
            <Link className="card place" to={to}>
              <Icon name={icon} />
              <span>
                <strong>{t(`more.${words}`)}</strong>
                <span className="soft small">{t(`more.${words}Hint`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
