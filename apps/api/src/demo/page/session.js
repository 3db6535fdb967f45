import { get, items } from './api.js';

/** What the whole page knows: who is signed in, the business time, and the community's names. */
export const session = {
  language: localStorage.getItem('intreccio.language') === 'en' ? 'en' : 'it',
  timeZone: 'Europe/Rome',
  deskPhone: '',
  now: new Date(),
  community: '',
  roles: [],
  me: null,
  categories: [],
  zones: new Map(),
  /** Loads every part of the page again; demo.js sets it. */
  refresh: async () => {},
};

export async function loadState() {
  const state = await get('/demo/state');
  const before = session.me?.memberId;
  Object.assign(session, state, { now: new Date(state.now) });
  if (session.me && session.me.memberId === before && session.zones.size > 0) return;
  if (session.me) await loadCommunity();
}

async function loadCommunity() {
  const [community, categories, municipalities] = await Promise.all([
    get('/v1/community'),
    items('/v1/categories?limit=100'),
    items('/v1/municipalities?limit=100'),
  ]);
  session.timeZone = community.timeZone;
  session.deskPhone = community.deskPhone;
  session.categories = categories;
  session.zones = new Map(
    municipalities.flatMap(({ name, zones }) =>
      zones.map((zone) => [zone.id, zone.name === name ? name : `${zone.name}, ${name}`]),
    ),
  );
  if (!session.me.givenName && !session.me.roles.includes('auditor')) {
    session.me.givenName = (await get(`/v1/members/${session.me.memberId}`)).givenName;
  }
}

const ASKED = 'intreccio.asked';
const MOST_ASKED = 3;

/** The requests made on this page, newest first: among hundreds of proposals, theirs are shown first. */
export const asked = () => JSON.parse(sessionStorage.getItem(ASKED) ?? '[]');

export function rememberAsked(requestId) {
  sessionStorage.setItem(ASKED, JSON.stringify([requestId, ...asked()].slice(0, MOST_ASKED)));
}
