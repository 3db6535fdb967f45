import { defineMachine } from '#platform';

/** Two adult members who already swapped time: recorded by one, answered by the other, no coordinator between them. */
export const exchangeMachine = defineMachine({
  name: 'exchange',
  initial: 'recorded',
  states: ['recorded', 'confirmed', 'refused', 'expired', 'reversed'],
  steps: [
    {
      name: 'confirm',
      from: ['recorded'],
      to: 'confirmed',
      by: ['family', 'helper', 'coordinator', 'administrator'],
      emits: 'exchange.confirmed',
    },
    {
      name: 'refuse',
      from: ['recorded'],
      to: 'refused',
      by: ['family', 'helper', 'coordinator', 'administrator'],
    },
    {
      name: 'reverse',
      from: ['confirmed'],
      to: 'reversed',
      by: ['coordinator', 'administrator'],
      emits: 'exchange.reversed',
    },
    { name: 'expire', from: ['recorded'], to: 'expired', by: ['system'] },
  ],
});

export type ExchangeState = (typeof exchangeMachine)['initial'];
