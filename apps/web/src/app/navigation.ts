import type { IconName } from '../ui/icon.js';
import type { WordId } from '../words/words.js';
import type { Role } from './session.js';

interface Place {
  readonly to:
    '/home' | '/v/home' | '/v/availability' | '/v/offers' | '/hours' | '/balance' | '/settings' | DeskPlace;
  readonly icon: IconName;
  readonly words: Extract<WordId, `nav.${string}`>;
  readonly roles: readonly Role[];
  /** Where the community has a time bank alone. */
  readonly timebank?: true;
}

type DeskPlace = '/co/queue' | '/co/needs' | '/co/people' | '/co/calendar' | '/co/stats' | '/co/more';

const DESK: readonly Role[] = ['coordinator', 'administrator'];

const PLACES: readonly Place[] = [
  { to: '/home', icon: 'home', words: 'nav.home', roles: ['family'] },
  { to: '/v/home', icon: 'hands', words: 'nav.helperHome', roles: ['helper'] },
  { to: '/v/availability', icon: 'calendar', words: 'nav.week', roles: ['helper'] },
  { to: '/hours', icon: 'clock', words: 'nav.hours', roles: ['family', 'helper'] },
  { to: '/balance', icon: 'balance', words: 'nav.balance', roles: ['family', 'helper'], timebank: true },
  { to: '/settings', icon: 'settings', words: 'nav.settings', roles: ['family', 'helper'] },
  { to: '/co/queue', icon: 'list', words: 'nav.queue', roles: DESK },
  { to: '/co/needs', icon: 'note', words: 'nav.needs', roles: DESK },
  { to: '/co/people', icon: 'people', words: 'nav.people', roles: DESK },
  { to: '/co/calendar', icon: 'calendar', words: 'nav.calendar', roles: DESK },
  { to: '/co/stats', icon: 'chart', words: 'nav.stats', roles: [...DESK, 'auditor'] },
  { to: '/co/more', icon: 'settings', words: 'nav.more', roles: [...DESK, 'auditor'] },
];

/** The places of the bar for somebody with these roles. */
export function placesFor(roles: readonly Role[], timebank: boolean): readonly Place[] {
  return PLACES.filter(
    (place) => (timebank || !place.timebank) && place.roles.some((role) => roles.includes(role)),
  );
}
