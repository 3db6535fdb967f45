import { defineMachine } from '#platform';

const desk = ['coordinator', 'administrator'] as const;

/** A report from the moment it is made to what came of it. */
export const incidentMachine = defineMachine({
  name: 'incident',
  initial: 'open',
  states: ['open', 'reviewing', 'closed'],
  steps: [
    { name: 'take', from: ['open'], to: 'reviewing', by: desk },
    // Another reviewer goes on with it.
    { name: 'hand-on', from: ['open', 'reviewing'], to: 'reviewing', by: desk },
    { name: 'close', from: ['reviewing'], to: 'closed', by: desk },
    { name: 'reopen', from: ['closed'], to: 'reviewing', by: desk },
  ],
});

export type IncidentState = (typeof incidentMachine.states)[number];
