import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { categoriesQuery, communityQuery, meQuery, municipalitiesQuery, queries } from '../api/queries.js';
import { INSIDE } from '../public/languages.js';
import { setTime } from '../words/time.js';
import { categoryName } from '../words/known-names.js';

export type Role = 'family' | 'helper' | 'coordinator' | 'administrator' | 'auditor';

/** The community this browser is in: its session is one for all tabs. */
const HERE = 'intreccio.community';
/** The one this page was opened in. */
let opened: string | undefined;

/** Begins anew in a community: nothing of another is left in the page. */
export function goOnIn(communityId: string): void {
  localStorage.setItem(HERE, communityId);
  location.replace('/home');
}

/** Begins anew when another tab has gone on in another community. @returns how to stop */
export function followOtherTabs(): () => void {
  const follow = ({ key, newValue }: StorageEvent) => {
    if (key === HERE && newValue && newValue !== opened) location.replace('/home');
  };
  window.addEventListener('storage', follow);
  return () => window.removeEventListener('storage', follow);
}

/** Who is signed in, where, and what time it is there: everything else is shown with it. */
export async function openSession(): Promise<void> {
  const asked = Promise.all([queries.fetchQuery(meQuery), queries.fetchQuery(communityQuery)]);
  // Nearly every screen names kinds of help and places: they come while its code does.
  void queries.prefetchQuery(categoriesQuery);
  void queries.prefetchQuery(municipalitiesQuery);
  const [me, community] = await asked;
  setTime(community.timeZone, me.now, me.toldAt);
  localStorage.setItem(INSIDE, 'yes');
  opened = me.communityId;
  localStorage.setItem(HERE, opened);
}

export function useSession() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: community } = useSuspenseQuery(communityQuery);
  return { me, community, roles: me.roles as readonly Role[] };
}

/** Where somebody with these roles begins. */
export function homeOf(roles: readonly string[]): '/home' | '/v/home' | '/inbox' | '/co/queue' | '/co/stats' {
  if (roles.includes('coordinator') || roles.includes('administrator')) return '/co/queue';
  if (roles.includes('family')) return '/home';
  if (roles.includes('helper')) return '/v/home';
  if (roles.includes('auditor')) return '/co/stats';
  return '/inbox';
}

/** Names of the community's categories and places; ids until they are there. */
export function useNames() {
  const { data: categories = [] } = useQuery(categoriesQuery);
  const { data: municipalities = [] } = useQuery(municipalitiesQuery);
  return {
    // What is asked for most comes first: help with children.
    categories: categories
      .filter(({ active }) => active)
      .sort((a, b) => Number(b.needsDependants) - Number(a.needsDependants) || a.code.localeCompare(b.code)),
    municipalities,
    category(id: string): string {
      const found = categories.find((one) => one.id === id);
      return found ? categoryName(found) : '';
    },
    zone(id: string): string {
      for (const { name, zones } of municipalities) {
        const zone = zones.find((one) => one.id === id);
        if (zone) return zone.name === name ? name : `${zone.name}, ${name}`;
      }
      return '';
    },
  };
}
