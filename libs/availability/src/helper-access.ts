import type { Tx } from '#database';
import { relationToMember } from '#members';
import { commonError } from '#platform';
import { availabilityError } from './availability.errors.js';
import { HelperProfileEntity } from './helper-profile.entity.js';

/** @throws DomainError not-found unless the actor is this helper or a coordinator whom the helper belongs to. */
export async function requireHelperAccess(tx: Tx, memberId: string): Promise<void> {
  const relation = await relationToMember(tx, memberId);
  if (relation !== 'self' && relation !== 'coordinator') throw commonError('not-found');
  const rows = await tx.sql(
    `SELECT FROM member_role WHERE community_id = $1 AND member_id = $2 AND role = 'helper'`,
    [tx.communityId, memberId],
  );
  if (rows.length === 0) throw commonError('not-found');
}

/**
 * Locks a helper's limits: every change of a helper's availability comes through here, as does whoever gives them
 * a seat.
 * @throws DomainError not-found, no-helper-profile, stale-version.
 */
export async function lockProfile(tx: Tx, memberId: string, version?: number): Promise<HelperProfileEntity> {
  await requireHelperAccess(tx, memberId);
  const profile = await tx.repo(HelperProfileEntity).findOne({
    where: { communityId: tx.communityId, memberId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!profile) throw availabilityError('no-helper-profile');
  if (version !== undefined && version !== profile.version) {
    throw commonError('stale-version', undefined, { version: profile.version });
  }
  return profile;
}

/** The next version of a locked profile, with the change that matching must look at. */
export async function saveProfile(tx: Tx, profile: HelperProfileEntity): Promise<void> {
  profile.version += 1;
  await tx.repo(HelperProfileEntity).save(profile, { reload: false });
  await announceChange(tx, profile.memberId);
}

/** Matching looks at it; what the desk changes for a helper is on their record. */
export async function announceChange(tx: Tx, memberId: string): Promise<void> {
  if (tx.actor.memberId && tx.actor.memberId !== memberId) {
    await tx.audit({ action: 'availability.edit', kind: 'member', ids: [memberId] });
  }
  await tx.announce('availability.changed', { subjectId: memberId });
}
