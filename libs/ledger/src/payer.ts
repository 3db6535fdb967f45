import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { openAccount } from './open-account.js';

/** Whose hours pay: a guardian's, or the account of an organisation or a group; neither: the pool alone. */
export interface Payer {
  readonly memberId: string | null;
  readonly accountId: string | null;
}

/**
 * The account that promises from now on. A shared one only while the community lets shared accounts pay: what it promised
 * before is paid in any case. Call it before locking accounts.
 */
export async function payingAccount(tx: Tx, { memberId, accountId }: Payer): Promise<string | undefined> {
  if (memberId) return (await openAccount(tx, memberId)).id;
  if (!accountId || !(await policiesToday(tx)).sharedAccountsPay) return undefined;
  return accountId;
}
