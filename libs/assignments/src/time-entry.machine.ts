import { defineMachine } from '#platform';

/**
 * Hours of a seat: declared by one side, confirmed by another person of the other; silence confirms after a
 * delivered notice.
 */
export const timeEntryMachine = defineMachine({
  name: 'time-entry',
  initial: 'declared',
  states: ['declared', 'confirmed', 'auto-confirmed', 'disputed', 'settled', 'reversed'],
  steps: [
    {
      name: 'confirm',
      from: ['declared'],
      to: 'confirmed',
      by: ['helper', 'family', 'coordinator'],
      emits: 'time-entry.confirmed',
    },
    {
      name: 'auto-confirm',
      from: ['declared'],
      to: 'auto-confirmed',
      by: ['system'],
      emits: 'time-entry.confirmed',
    },
    {
      name: 'dispute',
      from: ['declared'],
      to: 'disputed',
      by: ['helper', 'family', 'coordinator', 'system'],
      emits: 'time-entry.disputed',
    },
    // The word of the side said not to have come; the seat's event tells it.
    { name: 'contest', from: ['declared'], to: 'disputed', by: ['helper', 'family', 'coordinator'] },
    { name: 'settle', from: ['disputed'], to: 'settled', by: ['coordinator'], emits: 'time-entry.settled' },
    {
      name: 'reverse',
      from: ['confirmed', 'auto-confirmed', 'settled'],
      to: 'reversed',
      by: ['coordinator'],
    },
  ],
});

export type TimeEntryState = (typeof timeEntryMachine)['initial'];
