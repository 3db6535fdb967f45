import { policiesToday, type Policies } from '#communities';
import type { Tx } from '#database';
import type { Account } from './accounts.js';

interface Limits {
  readonly floorMinutes: number | null;
  readonly ceilingMinutes: number | null;
}

/** What an account of this kind may go down and up to; the bank and the pool keep their own. */
export function limitsOf(kind: Account['kind'], policies: Policies): Limits | undefined {
  if (kind === 'member') {
    return { floorMinutes: policies.floorMinutes, ceilingMinutes: policies.ceilingMinutes };
  }
  if (kind === 'group' || kind === 'organisation') {
    return { floorMinutes: policies.sharedFloorMinutes, ceilingMinutes: null };
  }
  return undefined;
}

/** Brings locked accounts to the limits in force today: a dated policy acts from the first movement of its day on. */
export async function keepToPolicies(tx: Tx, accounts: readonly Account[]): Promise<Account[]> {
  const policies = await policiesToday(tx);
  const kept: Account[] = [];
  for (const account of accounts) {
    const limits = limitsOf(account.kind, policies) ?? account;
    const { floorMinutes, ceilingMinutes } = limits;
    const same = floorMinutes === account.floorMinutes && ceilingMinutes === account.ceilingMinutes;
    if (!same) await writeLimits(tx, account.id, limits);
    kept.push(same ? account : { ...account, floorMinutes, ceilingMinutes });
  }
  return kept;
}

async function writeLimits(
  tx: Tx,
  accountId: string,
  { floorMinutes, ceilingMinutes }: Limits,
): Promise<void> {
  await tx.sql(
    'UPDATE account SET floor_minutes = $3, ceiling_minutes = $4 WHERE community_id = $1 AND id = $2',
    [tx.communityId, accountId, floorMinutes, ceilingMinutes],
  );
}

/**
 * The same for accounts that nothing moves, so that matching and the statements know.
 * @returns how many, at most `limit`.
 */
export async function applyLimits(tx: Tx, limit: number): Promise<number> {
  const { floorMinutes, ceilingMinutes, sharedFloorMinutes } = await policiesToday(tx);
  const changed = await tx.sql(
    // Materialised: a plan may run a bare subquery again for each row, and its limit would hold for none.
    `WITH d AS MATERIALIZED (
       SELECT id, floor, ceiling FROM (
         SELECT id, floor_minutes, ceiling_minutes, CASE kind WHEN 'member' THEN $2::integer ELSE $4::integer END AS floor,
           CASE kind WHEN 'member' THEN $3::integer END AS ceiling
         FROM account WHERE community_id = $1 AND kind IN ('member', 'group', 'organisation')
         ORDER BY id FOR UPDATE SKIP LOCKED) w
       WHERE (floor_minutes, ceiling_minutes) IS DISTINCT FROM (floor, ceiling) LIMIT $5)
     UPDATE account a SET floor_minutes = d.floor, ceiling_minutes = d.ceiling FROM d
     WHERE a.community_id = $1 AND a.id = d.id RETURNING a.id`,
    [tx.communityId, floorMinutes, ceilingMinutes, sharedFloorMinutes, limit],
  );
  return changed.length;
}
