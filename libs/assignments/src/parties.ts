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

/**
 * @throws DomainError not-found for somebody who has no part in it: they learn nothing; own-record for a
 * coordinator who lives in the household without being a guardian: neither family nor desk.
 */
export async function sideOf(tx: Tx, pair: Pair): Promise<Side> {
  if (tx.actor.memberId !== undefined && tx.actor.memberId === pair.helperId) return 'helper';
  const part = await partInHousehold(tx, pair.householdId);
  if (part === 'guardian') return 'family';
  if (part === 'adult')
    throw isCoordinator(tx.actor) ? assignmentError('own-record') : commonError('not-found');
  if ((await relationToHousehold(tx, pair.householdId)) === 'coordinator') return 'coordinator';
  throw commonError('not-found');
}

/** Asked apart from the other relations: whoever belongs to the household is never its desk. */
async function partInHousehold(tx: Tx, householdId: string): Promise<'guardian' | 'adult' | undefined> {
  const [row] = await tx.sql<{ guardian: boolean }>(
    'SELECT guardian FROM household_member WHERE community_id = $1 AND household_id = $2 AND member_id = $3',
    [tx.communityId, householdId, tx.actor.memberId ?? null],
  );
  if (!row) return undefined;
  return row.guardian ? 'guardian' : 'adult';
}

/** The side of an actor who may act as one of `allowed`. @throws DomainError own-record, forbidden, not-found. */
export async function actAs(tx: Tx, pair: Pair, allowed: readonly Side[]): Promise<Side> {
  const side = await sideOf(tx, pair);
  if (allowed.includes(side)) return side;
  if (isCoordinator(tx.actor)) throw assignmentError('own-record');
  throw commonError('forbidden', `This is for: ${allowed.join(', ')}.`);
}
