import type { FoundLink } from './hours-link.queries.js';

/** How a link stands: it confirms, its hours are settled or disputed, or it is of no more use. */
export const LINK_STANDINGS = ['open', 'settled', 'disputed', 'over'] as const;
export type LinkStanding = (typeof LINK_STANDINGS)[number];

/** What the hours say comes before what the clock says: who confirmed in time reads "thank you" for ever. */
export function standingOf(
  link: Pick<FoundLink, 'state' | 'expiresAt' | 'memberActive'>,
  now: Date,
): LinkStanding {
  switch (link.state) {
    case 'confirmed':
    case 'auto-confirmed':
    case 'settled':
      return 'settled';
    case 'disputed':
      return 'disputed';
    case 'reversed':
      return 'over';
    case 'declared':
      return link.memberActive && now < link.expiresAt ? 'open' : 'over';
  }
}
