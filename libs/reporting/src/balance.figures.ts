import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { counts, factsOf, FACTS, type Period } from './figures.js';
import type { Cell } from './suppress.rules.js';

/** Members whose balance lies from here to under here plus the step; `people` are members. */
export interface BalanceCell extends Cell {
  readonly fromMinutes: number;
  readonly accounts: number | null;
}

export interface Balances {
  readonly stepMinutes: number;
  readonly cells: readonly BalanceCell[];
  /** Today's policies; an account keeps to its own. */
  readonly floorMinutes: number;
  readonly ceilingMinutes: number;
  /** Members who can give nothing more. */
  readonly atFloor: number | null;
  /** Earners who get no new proposals. */
  readonly atCeiling: number | null;
  readonly poolMinutes: number;
  readonly poolHeldMinutes: number;
}

const STEP_MINUTES = 300;

/** Balances as they stand now. */
export async function balances(tx: Tx, period: Period): Promise<Balances> {
  const accounts = `account a JOIN facts f ON f.community_id = a.community_id
    JOIN member m ON m.community_id = a.community_id AND m.id = a.member_id AND ${counts(tx, 'm.organisation_id')}`;
  const cells = await tx.sql<BalanceCell>(
    `WITH ${FACTS} SELECT (floor(a.balance_minutes / ${STEP_MINUTES}.0) * ${STEP_MINUTES})::integer AS "fromMinutes",
       count(*)::integer AS accounts, count(*)::integer AS people, false AS withheld FROM ${accounts} GROUP BY 1 ORDER BY 1`,
    factsOf(tx, period),
  );
  const [limits] = await tx.sql<{ atFloor: number; atCeiling: number; pool: number; held: number }>(
    `WITH ${FACTS} SELECT
       (count(*) FILTER (WHERE a.balance_minutes - a.held_minutes <= a.floor_minutes))::integer AS "atFloor",
       (count(*) FILTER (WHERE a.balance_minutes > a.ceiling_minutes))::integer AS "atCeiling",
       coalesce((SELECT balance_minutes FROM account WHERE community_id = $1 AND kind = 'pool'), 0) AS pool,
       coalesce((SELECT held_minutes FROM account WHERE community_id = $1 AND kind = 'pool'), 0) AS held
     FROM ${accounts}`,
    factsOf(tx, period),
  );
  const { floorMinutes, ceilingMinutes } = await policiesToday(tx);
  const { atFloor, atCeiling, pool, held } = limits!;
  return {
    stepMinutes: STEP_MINUTES,
    cells,
    floorMinutes,
    ceilingMinutes,
    atFloor,
    atCeiling,
    poolMinutes: pool,
    poolHeldMinutes: held,
  };
}
