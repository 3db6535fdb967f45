import { defineMachine } from '#platform';

export type MemberState = 'active' | 'suspended' | 'left';
export type MemberStep = 'suspend' | 'reinstate' | 'leave';

/**
 * A member's life cycle. A suspended member is out of matching and cannot sign in; coming visits are flagged until
 * they are back.
 */
export const memberMachine = defineMachine<MemberState, MemberStep>({
  name: 'member',
  initial: 'active',
  states: ['active', 'suspended', 'left'],
  steps: [
    {
      name: 'suspend',
      from: ['active'],
      to: 'suspended',
      by: ['coordinator', 'administrator', 'system'],
      emits: 'member.suspended',
    },
    {
      name: 'reinstate',
      from: ['suspended'],
      to: 'active',
      by: ['coordinator', 'administrator'],
      emits: 'member.reinstated',
    },
    // Their own wish, or an administrator's doing for them; with it goes what names them.
    { name: 'leave', from: ['active', 'suspended'], to: 'left', by: ['system'] },
  ],
});
