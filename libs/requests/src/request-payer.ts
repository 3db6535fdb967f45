import { policiesToday } from '#communities';
import type { Tx } from '#database';
import { deskReaches } from '#members';
import type { RequestSide } from './request-record.js';
import { requestError } from './request.errors.js';
import { choosePayer, type PayerChoice, type RequestPayer } from './request-payer.rules.js';

/**
 * Settles whose hours pay. A coordinator who has a shared account pay says yes for its organisation: that stands on record.
 * @throws DomainError facts-missing, one-payer, payer-not-guardian, payer-consent-missing, shared-payer-off, unknown-reference.
 */
export async function settlePayer(
  tx: Tx,
  side: RequestSide,
  choice: Omit<PayerChoice, 'ledAccountIds' | 'byDesk'>,
): Promise<RequestPayer> {
  const byDesk = side === 'coordinator';
  const { accountId } = choice.asked;
  const named = accountId && byDesk ? accountId : undefined;
  const led = named !== undefined && (await leads(tx, named));
  const payer = choosePayer({ ...choice, byDesk, ledAccountIds: led ? [named] : [] });
  const isNew = payer.accountId !== choice.current.accountId || choice.asksMore;
  if (payer.accountId && isNew) await noteConsent(tx, payer.accountId);
  return payer;
}

/** @throws DomainError payer-consent-missing unless the desk leads the account and lets it pay for more. */
export async function agreeToMore(tx: Tx, side: RequestSide, accountId: string): Promise<void> {
  if (side !== 'coordinator' || !(await leads(tx, accountId))) throw requestError('payer-consent-missing');
  await noteConsent(tx, accountId);
}

async function noteConsent(tx: Tx, accountId: string): Promise<void> {
  if (!(await policiesToday(tx)).sharedAccountsPay) throw requestError('shared-payer-off');
  await tx.audit({ action: 'account.pledge', kind: 'account', ids: [accountId] });
}

/** Whether the acting coordinator leads the account. @throws DomainError unknown-reference when there is no such one. */
async function leads(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.sql<{ led: boolean | null }>(
    `SELECT ${deskReaches(tx.actor, 'a.organisation_id', '$3')} AS led FROM account a
     WHERE a.community_id = $1 AND a.id = $2 AND a.kind IN ('organisation', 'group')`,
    [tx.communityId, accountId, tx.actor.memberId ?? null],
  );
  if (!row) {
    const detail = 'What payerAccountId names is no account of an organisation or a group.';
    throw requestError('unknown-reference', detail, { field: 'payerAccountId' });
  }
  return Boolean(row.led);
}
