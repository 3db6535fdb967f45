import { seatMachine } from '#assignments';

const SEAT_STATES = seatMachine.states;

/** A write that is no step: which states of the record it names refuse it, with which code, and why the others do not. */
export interface Write {
  readonly machine: string;
  readonly code: string;
  readonly refusedIn: readonly string[];
  /** The same code may have another cause in the other states: they are not asked. */
  readonly refusedInAlone?: true;
  /** A part of what the route does is refused, and the rest done. */
  readonly unless?: true;
}

/** What is written of somebody who left would stand beside what their erasure destroyed. */
const OF_MEMBER: Write = { machine: 'member', code: 'member-left', refusedIn: ['left'] };
/** Nothing is refused by the state: a case has its memory and its next time whatever came of it. */
const ALWAYS = (machine: string): Write => ({ machine, code: 'transition-not-allowed', refusedIn: [] });
const OVER = ['closed', 'withdrawn', 'expired', 'unmet'] as const;

/** The ONE table of writes to a record with a life cycle that are none of its steps. */
export const WITHOUT_STEP: Readonly<Record<string, Write>> = {
  'POST /v1/members/{id}/second-factor-reset': OF_MEMBER,
  'PATCH /v1/members/{id}': OF_MEMBER,
  'PUT /v1/members/{id}/roles': OF_MEMBER,
  'PUT /v1/members/{id}/organisation': OF_MEMBER,
  'POST /v1/members/{id}/credentials': OF_MEMBER,
  'POST /v1/members/{id}/exemptions': OF_MEMBER,
  'PUT /v1/members/{id}/minor': OF_MEMBER,
  'POST /v1/members/{id}/minor-consents': OF_MEMBER,
  // The register is a paper of its own: whoever left is written out too.
  'POST /v1/members/{id}/leave-register': ALWAYS('member'),
  // It would be done.
  'POST /v1/members/{id}/erase': {
    machine: 'member',
    code: 'transition-not-allowed',
    refusedIn: ['left'],
    refusedInAlone: true,
  },
  'POST /v1/requests/{id}/repeat': ALWAYS('request'),
  'POST /v1/requests/{id}/notes': ALWAYS('request'),
  // A day to call back, of which nobody would be reminded; owner and cover change as before.
  'PUT /v1/requests/{id}/case': {
    machine: 'request',
    code: 'request-over',
    refusedIn: OVER,
    unless: true,
  },
  'POST /v1/seats/{id}/agree-regime': {
    machine: 'seat',
    code: 'regime-not-asked',
    refusedIn: SEAT_STATES.filter((state) => state !== 'replacement-sought'),
    refusedInAlone: true,
  },
  'POST /v1/seats/{id}/declare-hours': {
    machine: 'seat',
    code: 'transition-not-allowed',
    refusedIn: ['cancelled-early', 'cancelled-late', 'no-show', 'replacement-sought', 'replaced', 'released'],
    refusedInAlone: true,
  },
  // The session of the records holds no visit yet, so nobody reaches it; `visits.spec.ts` has one that does.
  'PUT /v1/sessions/{id}/visits/{visitId}': {
    machine: 'visit',
    code: 'not-found',
    refusedIn: ['cancelled', 'past'],
    refusedInAlone: true,
  },
  // Who was together stays on record.
  'DELETE /v1/sessions/{id}/visits/{visitId}': {
    machine: 'visit',
    code: 'visit-not-planned',
    refusedIn: ['cancelled', 'past'],
  },
};
