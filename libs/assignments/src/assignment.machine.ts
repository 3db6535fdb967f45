import { defineMachine } from '#platform';

/**
 * An assignment: made at approval, answered by the helper, then (a helper's first one with this household, where there
 * are dependants) by a guardian. Waiting ends by itself: nobody is kept waiting for ever.
 */
export const assignmentMachine = defineMachine({
  name: 'assignment',
  initial: 'awaiting-acceptance',
  states: [
    'awaiting-acceptance',
    'awaiting-guardian',
    'confirmed',
    'ended',
    'declined',
    'no-answer',
    'refused',
    'cancelled',
  ],
  steps: [
    {
      name: 'accept',
      from: ['awaiting-acceptance'],
      to: 'awaiting-guardian',
      by: ['helper', 'coordinator'],
      emits: 'assignment.accepted',
    },
    {
      name: 'accept-known',
      from: ['awaiting-acceptance'],
      to: 'confirmed',
      by: ['helper', 'coordinator'],
      emits: 'assignment.confirmed',
    },
    {
      name: 'decline',
      from: ['awaiting-acceptance'],
      to: 'declined',
      by: ['helper', 'coordinator'],
      emits: 'assignment.declined',
    },
    {
      name: 'expire',
      from: ['awaiting-acceptance'],
      to: 'no-answer',
      by: ['system'],
      emits: 'assignment.no-answer',
    },
    {
      name: 'guardian-yes',
      from: ['awaiting-guardian'],
      to: 'confirmed',
      by: ['family', 'coordinator'],
      emits: 'assignment.confirmed',
    },
    {
      name: 'guardian-no',
      from: ['awaiting-guardian'],
      to: 'refused',
      by: ['family', 'coordinator'],
      emits: 'assignment.refused',
    },
    {
      name: 'guardian-silent',
      from: ['awaiting-guardian'],
      to: 'cancelled',
      by: ['system'],
      emits: 'assignment.cancelled',
    },
    { name: 'undo', from: ['awaiting-acceptance'], to: 'cancelled', by: ['coordinator'] },
    {
      name: 'cancel',
      from: ['awaiting-acceptance', 'awaiting-guardian', 'confirmed'],
      to: 'cancelled',
      by: ['helper', 'family', 'coordinator', 'system'],
      emits: 'assignment.cancelled',
    },
    { name: 'end', from: ['confirmed'], to: 'ended', by: ['system'] },
  ],
});

export type AssignmentState = (typeof assignmentMachine)['initial'];
export type AssignmentStep = (typeof assignmentMachine)['steps'][number]['name'];
