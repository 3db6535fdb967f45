import { defineMachine } from '#platform';

/** One helper for one request's listed visits. Once approved, the assignment takes over. */
export const proposalMachine = defineMachine({
  name: 'proposal',
  initial: 'proposed',
  states: ['proposed', 'approved', 'rejected', 'superseded', 'withdrawn', 'expired'],
  steps: [
    { name: 'approve', from: ['proposed'], to: 'approved', by: ['coordinator', 'administrator', 'system'] },
    {
      name: 'reject',
      from: ['proposed'],
      to: 'rejected',
      by: ['coordinator', 'administrator'],
      emits: 'proposal.rejected',
    },
    { name: 'supersede', from: ['proposed'], to: 'superseded', by: ['system'] },
    { name: 'withdraw', from: ['proposed'], to: 'withdrawn', by: ['system'] },
    { name: 'expire', from: ['proposed'], to: 'expired', by: ['system'], emits: 'matching.asked' },
    // An approval taken back within the undo window, or a decline when this helper was the next best.
    { name: 'return', from: ['approved'], to: 'proposed', by: ['coordinator', 'administrator', 'system'] },
  ],
});

export type ProposalState = (typeof proposalMachine.states)[number];
