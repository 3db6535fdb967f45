import type { Tx } from '#database';
import { ABOUT_MEMBER } from './about-member.js';

/**
 * What people wrote in their own words beside a step or a number: about somebody ($2 themselves, $3 all that is about
 * them), or by them. The step and the number stay. A reason that a rule of the database asks for becomes a dash.
 */
const STEPS: readonly string[] = [
  `UPDATE assignment SET decline_reason = NULL WHERE community_id = $1 AND decline_reason IS NOT NULL AND id = ANY ($3)`,
  `UPDATE seat SET end_reason = NULL WHERE community_id = $1 AND end_reason IS NOT NULL AND (id = ANY ($3) OR ended_by = $2)`,
  `UPDATE time_entry SET dispute_reason = NULL, settled_reason = NULL WHERE community_id = $1 AND id = ANY ($3)
     AND (dispute_reason IS NOT NULL OR settled_reason IS NOT NULL)`,
  `UPDATE time_entry SET dispute_reason = NULL WHERE community_id = $1 AND dispute_reason IS NOT NULL AND answered_by = $2`,
  `UPDATE time_entry SET settled_reason = NULL WHERE community_id = $1 AND settled_reason IS NOT NULL AND settled_by = $2`,
  `UPDATE proposal SET override_reason = CASE WHEN cardinality(override_rules) > 0 THEN '–' END
     WHERE community_id = $1 AND override_reason IS NOT NULL AND (id = ANY ($3) OR $2 IN (proposed_by, decided_by))`,
  `UPDATE credential_exemption SET reason = '–' WHERE community_id = $1 AND (id = ANY ($3) OR granted_by = $2)`,
  `UPDATE second_approver SET reason = '–' WHERE community_id = $1
     AND (subject_id = ANY ($3) OR $2 IN (approver_id, named_by))`,
  // What the ledger writes by itself names nobody.
  `UPDATE transfer t SET reason = NULL WHERE t.community_id = $1 AND t.reason IS NOT NULL
     AND t.kind IN ('donation', 'adjustment', 'payment', 'reversal') AND (t.created_by = $2 OR t.seat_id = ANY ($3)
       OR t.id IN (SELECT e.transfer_id FROM entry e WHERE e.community_id = $1 AND e.account_id = ANY ($3)))`,
  `UPDATE transition SET reason = NULL WHERE community_id = $1 AND reason IS NOT NULL
     AND (subject_id = ANY ($3) OR actor_member_id = $2 OR on_behalf_of = $2)`,
  `SELECT erase_audit_reasons($3, $2)`,
];

/** Empties every reason about the member and the homes that go with them, and every one the member gave. */
export async function eraseReasons(tx: Tx, memberId: string, homes: readonly string[]): Promise<void> {
  const about = await tx.sql<{ id: string }>(ABOUT_MEMBER, [tx.communityId, memberId, homes]);
  const ids = about.map(({ id }) => id);
  for (const step of STEPS) {
    // Not every step names all three: their types are told once.
    await tx.sql(`WITH given AS (SELECT $1::uuid, $2::uuid, $3::uuid[]) ${step}`, [
      tx.communityId,
      memberId,
      ids,
    ]);
  }
}
