import type { Tx } from '#database';
import { addMinutes, type LocalDay } from '#platform';
import type { CredentialFacts, HelperHistory, Requirement } from './facts.js';

const RECENT_WEEKS = 8;

/** What categories demand, by category. */
export async function requirementsByCategory(tx: Tx): Promise<Map<string, Requirement[]>> {
  const rows = await tx.sql<Requirement & { categoryId: string }>(
    `SELECT category_id AS "categoryId", credential_type_id AS "typeId", municipality_id AS "municipalityId", contact, valid_from AS "from"
     FROM category_requirement WHERE community_id = $1 ORDER BY category_id, id`,
    [tx.communityId],
  );
  return group(rows, ({ categoryId }) => categoryId);
}

/** Passed and not withdrawn credentials that reach into the horizon, and exemptions that do. */
export async function credentialsOf(
  tx: Tx,
  helperIds: readonly string[],
  today: LocalDay,
): Promise<Map<string, CredentialFacts[]>> {
  const rows = await tx.sql<CredentialFacts>(
    `SELECT member_id AS "memberId", credential_type_id AS "typeId", NULL::uuid AS "categoryId", issued_on AS "from",
       valid_until AS "until"
     FROM credential WHERE community_id = $1 AND member_id = ANY ($2::uuid[]) AND outcome = 'passed'
       AND withdrawn_at IS NULL AND valid_until >= $3
     UNION ALL SELECT member_id, credential_type_id, category_id, valid_from, valid_until
     FROM credential_exemption WHERE community_id = $1 AND member_id = ANY ($2::uuid[])
       AND revoked_at IS NULL AND valid_until >= $3`,
    [tx.communityId, helperIds, today],
  );
  return group(rows, ({ memberId }) => memberId);
}

interface HistoryRow {
  readonly memberId: string;
  readonly recentMinutes: number;
  readonly everPlaced: boolean;
  readonly balanceMinutes: number | null;
  readonly aboveCeiling: boolean;
  readonly asksThisWeek: number;
  readonly asksToday: number;
}

/**
 * What each helper did before: familiar households, minutes given lately, balance, how often they were asked this
 * week and today.
 */
export async function historyOf(
  tx: Tx,
  helperIds: readonly string[],
  since: { readonly week: Date; readonly day: Date },
): Promise<Map<string, HelperHistory>> {
  const recentFrom = addMinutes(tx.now, -RECENT_WEEKS * 7 * 1_440);
  const rows = await tx.sql<HistoryRow>(
    `SELECT h.id AS "memberId", coalesce(recent.minutes, 0)::int AS "recentMinutes", coalesce(recent.ever, false) AS "everPlaced",
       a.balance_minutes AS "balanceMinutes",
       coalesce(a.ceiling_minutes IS NOT NULL AND a.balance_minutes > a.ceiling_minutes, false) AS "aboveCeiling",
       coalesce(asked.this_week, 0)::int AS "asksThisWeek", coalesce(asked.today, 0)::int AS "asksToday"
     FROM unnest($2::uuid[]) AS h (id)
     LEFT JOIN account a ON a.community_id = $1 AND a.member_id = h.id
     LEFT JOIN (SELECT s.member_id, sum(s.charged_minutes) FILTER (WHERE s.starts_at >= $3 AND s.starts_at < $5) AS minutes, true AS ever
       FROM seat s WHERE s.community_id = $1 AND s.member_id = ANY ($2::uuid[]) AND s.active GROUP BY s.member_id) recent
       ON recent.member_id = h.id
     LEFT JOIN (SELECT a.helper_id, count(*) AS this_week, count(*) FILTER (WHERE a.at >= $6) AS today FROM (
         SELECT helper_id, approved_at AS at FROM assignment
         WHERE community_id = $1 AND helper_id = ANY ($2::uuid[]) AND counts_as_ask AND approved_at >= $4
         UNION ALL SELECT helper_id, asked_at FROM replacement_ask
         WHERE community_id = $1 AND helper_id = ANY ($2::uuid[]) AND asked_at >= $4) a
       GROUP BY a.helper_id) asked ON asked.helper_id = h.id`,
    [tx.communityId, helperIds, recentFrom, since.week, tx.now, since.day],
  );
  const familiar = await tx.sql<{ memberId: string; householdId: string; visits: number }>(
    `SELECT s.member_id AS "memberId", g.household_id AS "householdId", count(*)::int AS visits
     FROM seat s JOIN assignment g ON g.community_id = s.community_id AND g.id = s.assignment_id
     WHERE s.community_id = $1 AND s.member_id = ANY ($2::uuid[]) AND s.active
       AND s.starts_at < $3 AND g.state IN ('confirmed', 'ended')
     GROUP BY s.member_id, g.household_id`,
    [tx.communityId, helperIds, tx.now],
  );
  const togetherOf = group(familiar, ({ memberId }) => memberId);
  return new Map(
    rows.map((row) => [
      row.memberId,
      {
        ...row,
        together: new Map((togetherOf.get(row.memberId) ?? []).map((t) => [t.householdId, t.visits])),
      },
    ]),
  );
}

export function group<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = groups.get(key);
    if (list) list.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
