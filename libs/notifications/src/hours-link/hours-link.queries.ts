import type { Tx } from '#database';
import type { TimeEntryRow } from '#assignments';

/** A link with what decides whether it still confirms. */
export interface FoundLink {
  readonly timeEntryId: string;
  readonly memberId: string;
  readonly language: string;
  readonly memberActive: boolean;
  readonly expiresAt: Date;
  readonly state: TimeEntryRow['state'];
}

export async function findLink(tx: Tx, tokenHash: Buffer): Promise<FoundLink | undefined> {
  const [row] = await tx.sql<FoundLink>(
    `SELECT l.time_entry_id AS "timeEntryId", l.member_id AS "memberId", m.language,
       m.state = 'active' AND m.person_id IS NOT NULL AS "memberActive", l.expires_at AS "expiresAt", t.state
     FROM hours_link l JOIN time_entry t ON t.community_id = l.community_id AND t.id = l.time_entry_id
     JOIN member m ON m.community_id = l.community_id AND m.id = l.member_id
     WHERE l.community_id = $1 AND l.token_hash = $2`,
    [tx.communityId, tokenHash],
  );
  return row;
}
