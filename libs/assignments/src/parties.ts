import { isCoordinator, type Tx } from '#database';
import { relationToHousehold } from '#members';
import { commonError } from '#platform';
import { assignmentError } from './assignments.errors.js';

/** Where the acting member stands towards an assignment. Their own part comes before their office. */
export type Side = 'helper' | 'family' | 'coordinator';

interface Pair {
  readonly helperId: string;
  readonly householdId: string;
}

/** @throws DomainError not-found for somebody who has no part in it: they learn nothing. */
export async function sideOf(tx: Tx, pair: Pair): Promise<Side> {
  if (tx.actor.memberId !== undefined && tx.actor.memberId === pair.helperId) return 'helper';
  if (await isGuardianHere(tx, pair.householdId)) return 'family';
  if ((await relationToHousehold(tx, pair.householdId)) === 'coordinator') return 'coordinator';
  throw commonError('not-found');
}

/** Asked apart from the other relations: a coordinator who is also a guardian here is family. */
async function isGuardianHere(tx: Tx, householdId: string): Promise<boolean> {
  const rows = await tx.sql(
    'SELECT FROM household_member WHERE community_id = $1 AND household_id = $2 AND member_id = $3 AND guardian',
    [tx.communityId, householdId, tx.actor.memberId ?? null],
  );
  return rows.length > 0;
}

/** The side of an actor who may act as one of `allowed`. @throws DomainError own-record, forbidden, not-found. */
export async function actAs(tx: Tx, pair: Pair, allowed: readonly Side[]): Promise<Side> {
  const side = await sideOf(tx, pair);
  if (allowed.includes(side)) return side;
  if (isCoordinator(tx.actor)) throw assignmentError('own-record');
  throw commonError('forbidden', `This is for: ${allowed.join(', ')}.`);
}
