import { defineMachine } from '#platform';

const ask = ['family', 'coordinator', 'administrator'] as const;
const desk = ['coordinator', 'administrator'] as const;

/** The life of a Request. What lies beyond `open` ("10 of 12 visits covered") is derived, not a state. */
export const requestMachine = defineMachine({
  name: 'request',
  initial: 'draft',
  states: ['draft', 'open', 'needs-info', 'closed', 'withdrawn', 'expired', 'unmet'],
  steps: [
    { name: 'open', from: ['draft'], to: 'open', by: ask, emits: 'request.opened' },
    { name: 'change', from: ['open'], to: 'open', by: ask, emits: 'request.changed' },
    { name: 'change', from: ['needs-info'], to: 'needs-info', by: ask },
    { name: 'ask-info', from: ['open'], to: 'needs-info', by: desk, emits: 'request.needs-info' },
    { name: 'answer-info', from: ['needs-info'], to: 'open', by: ask, emits: 'request.changed' },
    { name: 'withdraw', from: ['draft'], to: 'withdrawn', by: ask },
    { name: 'withdraw', from: ['open', 'needs-info'], to: 'withdrawn', by: ask, emits: 'request.withdrawn' },
    { name: 'give-up', from: ['open', 'needs-info'], to: 'unmet', by: desk, emits: 'request.unmet' },
    { name: 'close', from: ['open', 'needs-info'], to: 'closed', by: ['system'] },
    { name: 'expire', from: ['draft', 'open', 'needs-info'], to: 'expired', by: ['system'] },
  ],
});

export type RequestState = (typeof requestMachine.states)[number];

/** The life of a Visit; what happens inside one is the life of its seats. */
export const visitMachine = defineMachine({
  name: 'visit',
  initial: 'planned',
  states: ['planned', 'cancelled', 'past'],
  steps: [
    { name: 'cancel', from: ['planned'], to: 'cancelled', by: ['system', ...ask], emits: 'visit.cancelled' },
    { name: 'plan-again', from: ['cancelled'], to: 'planned', by: ask },
    { name: 'pass', from: ['planned'], to: 'past', by: ['system'] },
  ],
});

export type VisitState = (typeof visitMachine.states)[number];
