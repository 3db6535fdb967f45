import type { By } from '#platform';

export type Role = 'family' | 'helper' | 'coordinator' | 'administrator' | 'auditor';

/** Who acts: a member, or the system itself (jobs, schedules). */
export interface Actor {
  readonly communityId: string;
  /** undefined for the system. */
  readonly memberId: string | undefined;
  readonly personId: string | undefined;
  readonly roles: readonly Role[];
  /** The member a coordinator speaks for (on the phone, at the desk). */
  readonly onBehalfOf?: string;
  readonly requestId?: string;
  /** The Idempotency-Key of the request: what is written for the actor is written once for it. */
  readonly idempotencyKey?: string;
}

/** A signed-in member. */
export type MemberActor = Actor & { readonly memberId: string; readonly personId: string };

export function systemActor(communityId: string, requestId?: string): Actor {
  return { communityId, memberId: undefined, personId: undefined, roles: [], requestId };
}

export function isCoordinator(actor: Actor): boolean {
  return actor.roles.includes('coordinator') || actor.roles.includes('administrator');
}

/** The sides an actor can stand on in a life cycle's table. */
export function sidesOf(actor: Actor): readonly By[] {
  return actor.memberId === undefined
    ? ['system']
    : (actor.roles.filter((role) => role !== 'auditor') as By[]);
}
