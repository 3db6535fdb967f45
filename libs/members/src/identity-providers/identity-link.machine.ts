import { defineMachine } from '#platform';

const desk = ['coordinator', 'administrator'] as const;

/** An issuer's identity on its way to sign in as a member. Whoever asks gains nothing before the desk has confirmed. */
export const identityLinkMachine = defineMachine({
  name: 'identity-link',
  initial: 'asked',
  states: ['asked', 'confirmed', 'refused', 'withdrawn', 'revoked', 'ended'],
  steps: [
    { name: 'confirm', from: ['asked'], to: 'confirmed', by: desk, emits: 'identity-link.confirmed' },
    { name: 'refuse', from: ['asked'], to: 'refused', by: desk },
    // The member's own wish: it was not them who asked, or they want to sign in otherwise.
    { name: 'withdraw', from: ['asked', 'confirmed'], to: 'withdrawn', by: ['system'] },
    { name: 'revoke', from: ['confirmed'], to: 'revoked', by: desk },
    { name: 'end', from: ['asked'], to: 'ended', by: ['system'] },
  ],
});

export type IdentityLinkState = (typeof identityLinkMachine.states)[number];
