import type { Tx } from '#database';
import type { TransferKind } from './post-transfer.js';

export interface StatementLine {
  readonly id: string;
  readonly transferId: string;
  readonly kind: TransferKind;
  /** Added to the account; negative: taken from it. */
  readonly minutes: number;
  readonly balanceAfterMinutes: number;
  readonly reason: string;
  readonly seatId: string | null;
  readonly reversesId: string | null;
  readonly reversed: boolean;
  readonly at: Date;
}

/** Lines of an account, newest first; one more than `limit`. */
export function linesOf(
  tx: Tx,
  accountId: string,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<StatementLine[]> {
  return tx.sql<StatementLine>(
    `SELECT e.id, e.transfer_id AS "transferId", t.kind, e.minutes, e.balance_after_minutes AS "balanceAfterMinutes",
       coalesce(t.reason, t.kind) AS reason, t.seat_id AS "seatId", t.reverses_id AS "reversesId",
       EXISTS (SELECT FROM transfer r WHERE r.community_id = t.community_id AND r.reverses_id = t.id) AS reversed,
       t.created_at AS at
     FROM entry e JOIN transfer t ON t.community_id = e.community_id AND t.id = e.transfer_id
     WHERE e.community_id = $1 AND e.account_id = $2 AND ($3::uuid IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4`,
    [tx.communityId, accountId, page.after ?? null, page.limit + 1],
  );
}
