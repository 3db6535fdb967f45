import type { Community } from '#communities';

/** Where somebody is reached who may be no member: one of the two. */
export interface JoinContact {
  readonly email: string | null;
  readonly phone: string | null;
}

/** What is written to somebody on the way in. */
export type JoinMessage =
  | { readonly kind: 'invitation' | 'claim' | 'refer'; readonly code: string; readonly link: string }
  | { readonly kind: 'code'; readonly code: string }
  /** Instead of a code, when the address is a member's, or waits already: nobody else learns which. */
  | { readonly kind: 'known' | 'waits' }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'refused'; readonly reason: string };

/** The port through which letters to people who are no members leave; the notifications room stands behind it. */
export abstract class JoinMessenger {
  /** @throws NotSent */
  abstract send(to: JoinContact, message: JoinMessage, community: Community, language: string): Promise<void>;
}
