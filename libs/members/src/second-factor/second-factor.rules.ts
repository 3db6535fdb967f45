import { defaultPolicies, type Policies, type PolicyKey } from '#communities';
import type { Role } from '#database';
import { addMinutes } from '#platform';

/**
 * How a session stands: `passed` a second factor; `needed`: the person has one and has not shown it here; `to-enrol`: their
 * roles or their community demand one and they have none; `not-needed`.
 */
export const SECOND_FACTOR_STANDINGS = ['passed', 'needed', 'to-enrol', 'not-needed'] as const;
export type SecondFactorStanding = (typeof SECOND_FACTOR_STANDINGS)[number];

const DEMANDED_OF: Readonly<Partial<Record<Role, PolicyKey>>> = {
  coordinator: 'coordinatorSecondFactor',
  administrator: 'administratorSecondFactor',
  auditor: 'auditorSecondFactor',
};

/**
 * Do these roles need a second factor, or does everybody, by the policies a community has set (the others are at their
 * defaults)?
 */
export function isDemanded(roles: readonly Role[], set: Partial<Policies>): boolean {
  const policies = { ...defaultPolicies(), ...set };
  if (policies.everybodySecondFactor) return true;
  return roles.some((role) => {
    const key = DEMANDED_OF[role];
    return key !== undefined && policies[key] === true;
  });
}

export function standingOf(session: {
  readonly passedAt: Date | null;
  readonly enrolled: boolean;
  readonly roles: readonly Role[];
  readonly policies: Partial<Policies>;
}): SecondFactorStanding {
  if (session.passedAt) return 'passed';
  if (session.enrolled) return 'needed';
  return isDemanded(session.roles, session.policies) ? 'to-enrol' : 'not-needed';
}

/** Nothing is missing: the session may do what its roles may. */
export const isComplete = (standing: SecondFactorStanding) =>
  standing === 'passed' || standing === 'not-needed';

/** What was proved this long ago is proof enough to change how one signs in. */
export const RECENT_MINUTES = 15;

/** When and by what the person of a session showed that it is them. */
export interface Proofs {
  readonly openedAt: Date;
  readonly passedAt: Date | null;
  /** By a code to their own address, in the open session. */
  readonly provedAt: Date | null;
  readonly enrolled: boolean;
  readonly byIssuerAlone: boolean;
}

/**
 * May this session change how its person signs in, and end others? Whoever has a second factor has shown it lately;
 * whoever has none has just signed in or typed a code sent to their address, so that a session somebody left open locks
 * nobody out. An issuer's word alone is no proof for this: it opens what a desk confirmed and can be taken back, while a
 * factor opens every community of the person and stays.
 */
export function isRecentProof(proofs: Proofs, now: Date): boolean {
  const { openedAt, passedAt, provedAt, enrolled, byIssuerAlone } = proofs;
  const shown = byIssuerAlone ? [] : [passedAt, enrolled ? null : openedAt];
  return [...shown, enrolled ? null : provedAt]
    .filter((at) => at !== null)
    .some((at) => at > addMinutes(now, -RECENT_MINUTES));
}

export const FREE_FAILURES = 5;
const FIRST_LOCK_MINUTES = 15;
const LONGEST_LOCK_MINUTES = 24 * 60;

/** Until when no code is looked at after so many wrong ones in a row: each beyond the fifth doubles the wait. */
export function lockedUntil(failures: number, now: Date): Date | null {
  if (failures < FREE_FAILURES) return null;
  const minutes = Math.min(FIRST_LOCK_MINUTES * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_MINUTES);
  return addMinutes(now, minutes);
}
