import type { IconName } from '../ui/icon.js';
import type { WordId } from '../words/words.js';
import type { Role } from './session.js';

interface Place {
  readonly to: '/home' | '/v/home' | '/inbox';
  readonly icon: IconName;
  readonly words: Extract<WordId, `nav.${string}`>;
  readonly roles: readonly Role[];
}

const PLACES: readonly Place[] = [
  { to: '/home', icon: 'home', words: 'nav.home', roles: ['family'] },
  { to: '/v/home', icon: 'hands', words: 'nav.helperHome', roles: ['helper'] },
];

/** The places of the bar for somebody with these roles. */
export function placesFor(roles: readonly Role[]): readonly Place[] {
  return PLACES.filter((place) => place.roles.some((role) => roles.includes(role)));
}
