import { defineMachine } from '#platform';

const desk = ['coordinator', 'administrator'] as const;

/**
 * A person shared with another organisation: asked by their own, answered by the other, ended by either or by its
 * day.
 */
export const referralMachine = defineMachine({
  name: 'referral',
  initial: 'asked',
  states: ['asked', 'accepted', 'refused', 'revoked', 'ended'],
  steps: [
    { name: 'accept', from: ['asked'], to: 'accepted', by: desk, emits: 'referral.answered' },
    { name: 'refuse', from: ['asked'], to: 'refused', by: desk, emits: 'referral.answered' },
    { name: 'revoke', from: ['asked', 'accepted'], to: 'revoked', by: desk, emits: 'referral.revoked' },
    { name: 'end', from: ['asked', 'accepted'], to: 'ended', by: ['system'] },
  ],
});

export type ReferralState = (typeof referralMachine.states)[number];
