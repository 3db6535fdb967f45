import { defineMachine } from '#platform';

const desk = ['coordinator', 'administrator'] as const;

/** A link or a code that the desk gave out: good until its day, for so many uses, or until it is taken back. */
export const invitationMachine = defineMachine({
  name: 'invitation',
  initial: 'open',
  states: ['open', 'used-up', 'revoked', 'expired'],
  steps: [
    { name: 'use-up', from: ['open'], to: 'used-up', by: ['system'] },
    { name: 'revoke', from: ['open'], to: 'revoked', by: desk },
    { name: 'expire', from: ['open'], to: 'expired', by: ['system'] },
  ],
});

export type InvitationState = (typeof invitationMachine.states)[number];
