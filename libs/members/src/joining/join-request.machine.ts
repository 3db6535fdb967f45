import { defineMachine } from '#platform';

const desk = ['coordinator', 'administrator'] as const;

/**
 * Somebody on the way in. Who proves the address of an invitation has joined; who registers by themselves, or is proposed,
 * waits for the desk. What is started and never proven is let go of after a day.
 */
export const joinRequestMachine = defineMachine({
  name: 'join-request',
  initial: 'started',
  states: ['started', 'waiting', 'joined', 'refused'],
  steps: [
    { name: 'accept', from: ['started'], to: 'joined', by: ['system'] },
    { name: 'verify', from: ['started'], to: 'waiting', by: ['system'], emits: 'join-request.waiting' },
    {
      name: 'propose',
      from: ['started'],
      to: 'waiting',
      by: [...desk, 'system'],
      emits: 'join-request.waiting',
    },
    { name: 'approve', from: ['waiting'], to: 'joined', by: desk, emits: 'join-request.answered' },
    { name: 'refuse', from: ['waiting'], to: 'refused', by: desk, emits: 'join-request.answered' },
  ],
});

export type JoinRequestState = (typeof joinRequestMachine.states)[number];
