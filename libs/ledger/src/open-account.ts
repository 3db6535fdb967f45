import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { newId } from '#platform';
import { bankAccount, findAccount, type Account } from './accounts.js';
import { ledgerError } from './ledger.errors.js';
import { post } from './post-transfer.js';

/**
 * The account of a member, opened on first need with the community's limits and opening balance (its counter-entry is
 * in the bank's account). Call it before locking other accounts. @throws DomainError unknown-account.
 */
export async function openAccount(tx: Tx, memberId: string): Promise<Account> {
  const known = await findAccount(tx, memberId);
  if (known) return known;
  const policies = await policiesToday(tx);
  const [made] = await tx.sql<{ id: string }>(
    `INSERT INTO account (community_id, id, kind, member_id, floor_minutes, ceiling_minutes, created_at)
     SELECT $1, $2, 'member', m.id, $4, $5, $6 FROM member m WHERE m.community_id = $1 AND m.id = $3
     ON CONFLICT (community_id, member_id) WHERE member_id IS NOT NULL DO NOTHING RETURNING id`,
    [tx.communityId, newId(), memberId, policies.floorMinutes, policies.ceilingMinutes, tx.now],
  );
  if (made && policies.openingMinutes > 0) {
    await post(tx, {
      kind: 'opening',
      idempotencyKey: `opening:${made.id}`,
      reason: 'Opening balance',
      entries: [
        { accountId: made.id, minutes: policies.openingMinutes },
        { accountId: await bankAccount(tx), minutes: -policies.openingMinutes },
      ],
    });
  }
  const account = await findAccount(tx, memberId);
  if (!account) throw ledgerError('unknown-account');
  return account;
}
