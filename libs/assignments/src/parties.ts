import { isCoordinator, type Tx } from '#database';
import { relationToHousehold, withinSight } from '#members';
import { commonError } from '#platform';
import { assignmentError } from './assignments.errors.js';

/** Where the acting member stands towards an assignment. Their own part comes before their office. */
export type Side = 'helper' | 'family' | 'coordinator';

interface Pair {
  readonly helperId: string;
  readonly householdId: string;
  readonly requestId: string;
}

/**
 * @throws DomainError not-found for somebody who has no part in it: they learn nothing; own-record for a
 * coordinator who lives in the household without being a guardian: neither family nor desk.
 */
export async function sideOf(tx: Tx, pair: Pair): Promise<Side> {
  if (tx.actor.memberId !== undefined && tx.actor.memberId === pair.helperId) return 'helper';
  const part = await partInHousehold(tx, pair);
  if (part === 'guardian') return 'family';
  if (part === 'adult')
    throw isCoordinator(tx.actor) ? assignmentError('own-record') : commonError('not-found');
  if ((await relationToHousehold(tx, pair.householdId)) === 'coordinator') return 'coordinator';
  throw commonError('not-found');
}

/**
 * Asked apart from the other relations: whoever belongs to the household is never its desk. A guardian within whose sight
 * the request is not has no more part in it than another adult.
 */
async function partInHousehold(tx: Tx, pair: Pair): Promise<'guardian' | 'adult' | undefined> {
  const [row] = await tx.sql<{ guardian: boolean }>(
    `SELECT m.guardian AND ${withinSight('r', 'm.member_id')} AS guardian
     FROM household_member m JOIN request r ON r.community_id = m.community_id AND r.id = $4
     WHERE m.community_id = $1 AND m.household_id = $2 AND m.member_id = $3`,
    [tx.communityId, pair.householdId, tx.actor.memberId ?? null, pair.requestId],
  );
  if (!row) return undefined;
  return row.guardian ? 'guardian' : 'adult';
}

/** The requests of these rows that the actor answers for as a guardian. */
export async function guardedRequests(tx: Tx, rows: readonly Pair[]): Promise<ReadonlySet<string>> {
  const guarded = await tx.sql<{ id: string }>(
    `SELECT r.id FROM request r
     JOIN household_member m ON m.community_id = r.community_id AND m.household_id = r.household_id
     WHERE r.community_id = $1 AND r.id = ANY ($2) AND m.member_id = $3 AND m.guardian AND ${withinSight('r', 'm.member_id')}`,
    [tx.communityId, [...new Set(rows.map(({ requestId }) => requestId))], tx.actor.memberId ?? null],
  );
  return new Set(guarded.map(({ id }) => id));
}

/** The side of an actor who may act as one of `allowed`. @throws DomainError own-record, forbidden, not-found. */
export async function actAs(tx: Tx, pair: Pair, allowed: readonly Side[]): Promise<Side> {
  const side = await sideOf(tx, pair);
  if (allowed.includes(side)) return side;
  if (isCoordinator(tx.actor)) throw assignmentError('own-record');
  throw commonError('forbidden', `This is for: ${allowed.join(', ')}.`);
}
