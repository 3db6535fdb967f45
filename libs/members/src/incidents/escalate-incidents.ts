import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { escalateAt, MOST_ESCALATIONS, type Severity } from './incident.rules.js';

/** Calls others for reports that nobody has taken in time. @returns how many, at most `limit`. */
export async function escalateIncidents(tx: Tx, limit: number): Promise<number> {
  const policies = await policiesToday(tx);
  const due = await tx.sql<{ id: string; severity: Severity; escalations: number }>(
    `SELECT id, severity, escalations FROM incident WHERE community_id = $1 AND state = 'open' AND escalate_at <= $2
     ORDER BY escalate_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const { id, severity, escalations } of due) {
    const again = escalations + 1 < MOST_ESCALATIONS ? escalateAt(severity, tx.now, policies) : null;
    await tx.sql(
      'UPDATE incident SET escalations = $3, escalate_at = $4 WHERE community_id = $1 AND id = $2',
      [tx.communityId, id, escalations + 1, again],
    );
    await tx.announce('incident.escalated', { subjectId: id, key: String(escalations + 1) });
  }
  return due.length;
}

/**
 * Who is told of a report: its owner, or every administrator whom it does not concern; once it was left alone,
 * whoever is on duty too, and the administrators all the same.
 */
export async function reviewersOf(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT m.id FROM incident i
     JOIN member m ON m.community_id = i.community_id AND m.state = 'active'
     WHERE i.community_id = $1 AND i.id = $2 AND m.id <> i.reported_by AND m.id IS DISTINCT FROM i.about_member_id
       AND NOT EXISTS (SELECT FROM household_member h WHERE h.community_id = i.community_id
         AND h.household_id = i.household_id AND h.member_id = m.id)
       AND (m.id = i.owner_id
         OR (i.owner_id IS NULL AND EXISTS (SELECT FROM member_role r WHERE r.community_id = m.community_id
           AND r.member_id = m.id AND r.role = 'administrator'))
         OR (i.owner_id IS NULL AND i.escalations > 0 AND EXISTS (SELECT FROM duty_shift d WHERE d.community_id = m.community_id
           AND d.coordinator_id = m.id AND d.starts_at <= $3 AND d.ends_at > $3)))
     ORDER BY m.id LIMIT 200`,
    [tx.communityId, id, tx.now],
  );
  return rows.map((row) => row.id);
}
