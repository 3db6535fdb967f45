import type { LiveKind, MemberActor } from '#database';
import type { LiveAudience } from './audience.queries.js';

/** Who looks on, and of which organisation they are: a coordinator of none reaches everybody. */
export interface Onlooker {
  readonly actor: Pick<MemberActor, 'memberId' | 'roles'>;
  readonly organisationId: string | null;
}

/**
 * Whether somebody may know that this record changed: what concerns them, what their desk reaches, runs for
 * auditors.
 */
export function mayHear(
  { actor, organisationId }: Onlooker,
  kind: LiveKind,
  audience: LiveAudience,
): boolean {
  if (audience.memberIds.includes(actor.memberId)) return true;
  // What somebody was told is theirs alone.
  if (kind === 'notification.changed') return false;
  if (actor.roles.includes('administrator')) return true;
  if (kind.startsWith('matching.') && actor.roles.includes('auditor')) return true;
  if (!actor.roles.includes('coordinator')) return false;
  return (
    organisationId === null || audience.organisationId === null || audience.organisationId === organisationId
  );
}
