import type { Community } from '#communities';

/** Where somebody is reached who may be no member: one of the two. */
export interface JoinContact {
  readonly email: string | null;
  readonly phone: string | null;
}

/** What is written to somebody on the way in, and to addresses that are not, or no longer, a member's. */
export type JoinMessage =
  | { readonly kind: 'invitation' | 'claim' | 'refer'; readonly code: string; readonly link: string }
  | { readonly kind: 'code'; readonly code: string }
  /** Instead of a code, when the address is a member's, or waits already: nobody else learns which. */
  | { readonly kind: 'known' | 'waits' }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** To an address somebody wants to sign in with: its code, or that it is somebody's already; and to the former one. */
  | { readonly kind: 'address-code'; readonly code: string }
  | { readonly kind: 'address-taken' | 'address-changed' };

/** The port through which letters to addresses that are no member's leave; the notifications room stands behind it. */
export abstract class JoinMessenger {
  /** @throws NotSent */
  abstract send(to: JoinContact, message: JoinMessage, community: Community, language: string): Promise<void>;
}
