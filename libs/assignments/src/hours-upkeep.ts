import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { assignmentWithinSight } from '#members';
import { addMinutes } from '#platform';
import { bookHours, disputeHours } from './book-hours.js';
import { exceedsPlan } from './hours.rules.js';
import { lockTimeEntry } from './time-entry-rows.js';

/** The other side was told of declared hours: from now on their silence counts, after the community's days. */
export async function noteNoticeDelivered(tx: Tx, timeEntryId: string): Promise<void> {
  const { autoConfirmDays } = await policiesToday(tx);
  await tx.sql(
    `UPDATE time_entry SET notice_delivered_at = $3, auto_confirm_at = $4
     WHERE community_id = $1 AND id = $2 AND state = 'declared' AND notice_delivered_at IS NULL`,
    [tx.communityId, timeEntryId, tx.now, addMinutes(tx.now, autoConfirmDays * 1_440)],
  );
}

/**
 * Confirms by silence what one side declared: only after a delivered notice, and only when the side that stayed
 * silent has somebody who signs in and reads mail (who is served by phone is asked by a person). What a
 * coordinator declared for a side waits for a word; silence never agrees to more than was planned and the
 * tolerance: a coordinator settles that.
 * @returns how many were taken up, at most `limit`.
 */
export async function autoConfirm(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string }>(
    `SELECT t.id FROM time_entry t
     JOIN seat s ON s.community_id = t.community_id AND s.id = t.seat_id
     JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
     WHERE t.community_id = $1 AND t.state = 'declared' AND t.auto_confirm_at <= $2 AND t.notice_delivered_at IS NOT NULL
       AND CASE WHEN t.declared_side = 'helper' THEN t.declared_by = s.member_id
         ELSE EXISTS (SELECT FROM household_member d WHERE d.community_id = a.community_id
           AND d.household_id = a.household_id AND d.member_id = t.declared_by AND d.guardian) END
       AND EXISTS (
         SELECT FROM member m
         JOIN member_identity i ON i.community_id = m.community_id AND i.member_id = m.id AND i.email_index IS NOT NULL
         WHERE m.community_id = t.community_id AND m.state = 'active' AND m.person_id IS NOT NULL AND m.id <> t.declared_by
           AND CASE WHEN t.declared_side = 'family' THEN m.id = s.member_id
             ELSE EXISTS (SELECT FROM household_member h WHERE h.community_id = a.community_id
               AND h.household_id = a.household_id AND h.member_id = m.id AND h.guardian
               AND ${assignmentWithinSight('a', 'h.member_id')}) END)
     ORDER BY t.auto_confirm_at, t.id LIMIT $3`,
    [tx.communityId, tx.now, limit],
  );
  const { toleranceMinutes } = await policiesToday(tx);
  for (const { id } of due) {
    const { entry, seat } = await lockTimeEntry(tx, id);
    if (entry.state !== 'declared') continue;
    if (exceedsPlan(entry.declaredMinutes, seat, toleranceMinutes)) {
      const reason = 'More than was planned, and the other side has not answered';
      await disputeHours(tx, entry, seat, { as: 'system', reason });
      continue;
    }
    await bookHours(tx, entry, seat, {
      step: 'auto-confirm',
      minutes: entry.declaredMinutes,
      options: { as: 'system', reason: 'No objection after the notice' },
      notes: {},
    });
  }
  return due.length;
}
