import { REACTIONS } from '#database';
import { DomainError, type Machine } from '#platform';
import { requestMachine, visitMachine } from '#requests';
import { describe, expect, test } from '@jest/globals';
import { assignmentMachine } from './assignment.machine.js';
import { seatMachine } from './seat.machine.js';
import { timeEntryMachine } from './time-entry.machine.js';

/**
 * What the domain says, state by state: every step that leads on, and where it leads. A state without steps is an
 * end.
 */
const DOMAIN = {
  request: {
    draft: 'open>open withdraw>withdrawn expire>expired',
    open: 'change>open ask-info>needs-info withdraw>withdrawn give-up>unmet close>closed expire>expired',
    'needs-info':
      'change>needs-info answer-info>open withdraw>withdrawn give-up>unmet close>closed expire>expired',
    closed: '',
    withdrawn: '',
    expired: '',
    unmet: '',
  },
  visit: { planned: 'cancel>cancelled pass>past', cancelled: 'plan-again>planned', past: '' },
  assignment: {
    'awaiting-acceptance':
      'accept>awaiting-guardian accept-known>confirmed decline>declined expire>no-answer undo>cancelled cancel>cancelled',
    'awaiting-guardian':
      'guardian-yes>confirmed guardian-no>refused guardian-silent>cancelled cancel>cancelled',
    confirmed: 'cancel>cancelled end>ended',
    ended: '',
    declined: '',
    'no-answer': '',
    refused: '',
    cancelled: '',
  },
  seat: {
    scheduled:
      'reconfirm>reconfirmed arrive>arrived finish>done presume-done>done cancel-early>cancelled-early cancel-late>cancelled-late miss>no-show seek-replacement>replacement-sought release>released',
    reconfirmed:
      'arrive>arrived finish>done presume-done>done cancel-early>cancelled-early cancel-late>cancelled-late miss>no-show seek-replacement>replacement-sought release>released',
    arrived: 'hand-over>arrived finish>done presume-done>done',
    done: 'miss>no-show confirm-hours>hours-confirmed dispute>disputed',
    'hours-confirmed': 'credit>credited count>counted',
    credited: 'reverse>reversed',
    counted: 'reverse>reversed',
    'cancelled-early': '',
    'cancelled-late': '',
    'no-show': 'contest>disputed',
    'replacement-sought': 'replace>replaced end-search>released release>released',
    replaced: 'seek-again>replacement-sought',
    disputed: 'settle>settled uphold>no-show',
    settled: 'credit>credited count>counted',
    reversed: 'declare-anew>done',
    released: '',
  },
  'time-entry': {
    declared: 'confirm>confirmed auto-confirm>auto-confirmed dispute>disputed contest>disputed',
    confirmed: 'reverse>reversed',
    'auto-confirmed': 'reverse>reversed',
    disputed: 'settle>settled',
    settled: 'reverse>reversed',
    reversed: '',
  },
} as const satisfies Record<string, Record<string, string>>;

const MACHINES = [
  requestMachine,
  visitMachine,
  assignmentMachine,
  seatMachine,
  timeEntryMachine,
] as unknown as readonly Machine<string, string>[];

describe.each(MACHINES.map((machine) => [machine.name, machine] as const))('a %s', (name, machine) => {
  const domain: Record<string, string> = DOMAIN[name as keyof typeof DOMAIN];
  const steps = [...new Set(machine.steps.map((step) => step.name))];

  test('has the states of the domain', () => {
    expect([...machine.states].sort()).toEqual(Object.keys(domain).sort());
  });

  test.each(Object.entries(domain))(
    'that is %s takes the steps of the domain and refuses all others',
    (state, list) => {
      const allowed = new Map(
        list
          .split(' ')
          .filter(Boolean)
          .map((step) => step.split('>') as [string, string]),
      );
      for (const step of steps) {
        const to = allowed.get(step);
        const take = () => machine.next(state, step).to;
        if (to) expect(take()).toBe(to);
        else expect(take).toThrow(DomainError);
      }
      expect(machine.isFinal(state)).toBe(allowed.size === 0);
    },
  );

  test('announces only events to which somebody reacts', () => {
    const announced = machine.steps.flatMap(({ emits }) => (emits ? [emits] : []));
    const reactions: Readonly<Record<string, readonly string[]>> = REACTIONS;
    expect(announced.filter((topic) => !reactions[topic]?.length)).toEqual([]);
  });
});
