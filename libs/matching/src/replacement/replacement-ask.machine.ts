import { defineMachine } from '#platform';

/** One helper asked to take a place that was given up shortly before its visit. The first yes takes it. */
export const replacementAskMachine = defineMachine({
  name: 'replacement-ask',
  initial: 'asked',
  states: ['asked', 'accepted', 'declined', 'taken', 'lapsed'],
  steps: [
    { name: 'accept', from: ['asked'], to: 'accepted', by: ['helper', 'coordinator'] },
    { name: 'decline', from: ['asked'], to: 'declined', by: ['helper', 'coordinator'] },
    // Another was quicker, or the place is not sought any more: told kindly.
    { name: 'take', from: ['asked'], to: 'taken', by: ['system'], emits: 'replacement.taken' },
    { name: 'lapse', from: ['asked'], to: 'lapsed', by: ['system'] },
  ],
});

export type ReplacementAskState = (typeof replacementAskMachine.states)[number];
