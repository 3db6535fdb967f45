import { HEAD_STANDS } from '#members';
import type pg from 'pg';

/** A promise that the stored data must keep in every community; `broken` counts what breaks it. */
interface Promised {
  readonly what: string;
  /** One row with `broken`; the community is set for the session. */
  readonly sql: string;
}

const PROMISES: readonly Promised[] = [
  {
    what: 'the ledger sums to zero',
    sql: 'SELECT abs(coalesce(sum(balance_minutes), 0))::int AS broken FROM account WHERE community_id = $1',
  },
  {
    what: 'every balance is the sum of its entries',
    sql: `SELECT count(*)::int AS broken FROM account a WHERE a.community_id = $1 AND a.balance_minutes <>
      (SELECT coalesce(sum(e.minutes), 0) FROM entry e WHERE e.community_id = a.community_id AND e.account_id = a.id)`,
  },
  {
    what: 'every transfer sums to zero',
    sql: `SELECT count(*)::int AS broken FROM (SELECT transfer_id FROM entry WHERE community_id = $1
      GROUP BY transfer_id HAVING sum(minutes) <> 0 OR count(*) < 2) t`,
  },
  {
    what: 'held minutes are those of the live holds',
    sql: `SELECT count(*)::int AS broken FROM account a WHERE a.community_id = $1 AND a.held_minutes <>
      (SELECT coalesce(sum(h.minutes), 0) FROM hold h WHERE h.community_id = a.community_id AND h.account_id = a.id AND h.state = 'held')`,
  },
  {
    what: 'every live hold is of a seat that takes place',
    sql: `SELECT count(*)::int AS broken FROM hold h JOIN seat s ON s.community_id = h.community_id AND s.id = h.seat_id
      WHERE h.community_id = $1 AND h.state = 'held' AND NOT s.active`,
  },
  {
    what: 'no visit has more helpers than it needs',
    sql: `SELECT count(*)::int AS broken FROM (SELECT v.id FROM visit v JOIN seat s ON s.community_id = v.community_id
      AND s.visit_id = v.id AND s.active WHERE v.community_id = $1 GROUP BY v.id, v.seats_needed HAVING count(*) > v.seats_needed) t`,
  },
  {
    what: 'the audit chain is unbroken',
    sql: 'SELECT coalesce(verify_audit(), 0)::int AS broken, $1::uuid IS NULL AS unused',
  },
  {
    what: 'every register is unbroken',
    sql: `SELECT count(*)::int AS broken FROM (SELECT DISTINCT organisation_id FROM register_entry WHERE community_id = $1) r
      WHERE verify_register(r.organisation_id) IS NOT NULL`,
  },
  {
    what: 'every chain goes on from the heads that were kept of it',
    sql: `SELECT count(*)::int AS broken FROM chain_head h WHERE h.community_id = $1 AND NOT ${HEAD_STANDS}`,
  },
  {
    what: 'no visit is paid twice',
    sql: `SELECT count(*)::int AS broken FROM (SELECT t.seat_id FROM transfer t WHERE t.community_id = $1 AND t.kind = 'visit'
      AND t.seat_id IS NOT NULL AND NOT EXISTS (SELECT FROM transfer r WHERE r.community_id = t.community_id AND r.reverses_id = t.id)
      GROUP BY t.seat_id HAVING count(*) > 1) t`,
  },
  {
    what: 'every approved proposal has its assignment',
    sql: `SELECT count(*)::int AS broken FROM proposal p WHERE p.community_id = $1 AND p.state = 'approved'
      AND NOT EXISTS (SELECT FROM assignment a WHERE a.community_id = p.community_id AND a.proposal_id = p.id)`,
  },
  {
    what: 'every assignment has a seat',
    sql: `SELECT count(*)::int AS broken FROM assignment a WHERE a.community_id = $1
      AND NOT EXISTS (SELECT FROM seat s WHERE s.community_id = a.community_id AND s.assignment_id = a.id)`,
  },
  {
    what: 'no helper is promised for a visit that does not take place',
    sql: `SELECT count(*)::int AS broken FROM seat s JOIN visit v ON v.community_id = s.community_id AND v.id = s.visit_id
      WHERE s.community_id = $1 AND s.active AND s.state IN ('scheduled', 'reconfirmed') AND v.state <> 'planned'`,
  },
  {
    what: 'every open request has a visit',
    sql: `SELECT count(*)::int AS broken FROM request r WHERE r.community_id = $1 AND r.state = 'open'
      AND NOT EXISTS (SELECT FROM visit v WHERE v.community_id = r.community_id AND v.request_id = r.id)`,
  },
];

/** The promises that a community's data break, and how often. The client must see every row. */
export async function brokenPromises(
  client: pg.Client,
  communityId: string,
): Promise<{ what: string; count: number }[]> {
  const broken = [];
  await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
  for (const { what, sql } of PROMISES) {
    const { rows } = await client.query<{ broken: number }>(sql, [communityId]);
    if (rows[0]!.broken !== 0) broken.push({ what, count: rows[0]!.broken });
  }
  return broken;
}
