import type { Regime } from './request.entity.js';
import { requestError } from './request.errors.js';
import type { RequestFacts, RequestPatch } from './request.types.js';

/** Whose hours pay: a guardian's, or the account of an organisation or a group; neither where no hours are spent. */
export interface RequestPayer {
  readonly memberId: string | null;
  readonly accountId: string | null;
}

export const NOBODY: RequestPayer = { memberId: null, accountId: null };

export interface PayerChoice {
  readonly regimes: readonly Regime[];
  readonly asked: { readonly memberId?: string | null; readonly accountId?: string | null };
  readonly current: RequestPayer;
  readonly speakingFor: string | undefined;
  readonly guardianIds: readonly string[];
  /** A coordinator acts. */
  readonly byDesk: boolean;
  /** The change adds visits, minutes or seats to what the payer agreed to. */
  readonly asksMore: boolean;
  /** Shared accounts that the acting coordinator leads, as far as they are asked about, and that may pay. */
  readonly ledAccountIds: readonly string[];
}

/**
 * Whose hours pay. A guardian pays with their own; the account of another is spent only when that guardian acts (or a
 * coordinator speaks for them), that of an organisation or a group only when a coordinator who leads it says so. Who agreed
 * once agreed to what was asked then: more of it is theirs, or the desk's, to ask.
 * @throws DomainError facts-missing, one-payer, payer-not-guardian, payer-consent-missing.
 */
export function choosePayer(choice: PayerChoice): RequestPayer {
  if (!choice.regimes.includes('timebank')) return NOBODY;
  if (choice.asked.memberId && choice.asked.accountId) throw requestError('one-payer');
  const { accountId } = choice.asked;
  return accountId
    ? { memberId: null, accountId: sharedPayer(choice, accountId) }
    : { memberId: guardianPayer(choice), accountId: null };
}

function sharedPayer(choice: PayerChoice, accountId: string): string {
  const agreed = accountId === choice.current.accountId && !choice.asksMore;
  if (!agreed && !choice.ledAccountIds.includes(accountId)) {
    throw requestError('payer-consent-missing', 'Its coordinators say whether this account pays.');
  }
  return accountId;
}

function guardianPayer(choice: PayerChoice): string {
  const payer = choice.asked.memberId ?? choice.current.memberId ?? choice.speakingFor;
  if (payer === undefined)
    throw requestError('facts-missing', 'Say which guardian pays with hours.', {
      missing: ['payerMemberId'],
    });
  if (!choice.guardianIds.includes(payer)) throw requestError('payer-not-guardian');
  const agreed = payer === choice.current.memberId && (choice.byDesk || !choice.asksMore);
  if (payer !== choice.speakingFor && !agreed) throw requestError('payer-consent-missing');
  return payer;
}

/** The facts with a change; whoever is named to pay takes the place of who paid. */
export function changeFacts(before: RequestFacts, patch: RequestPatch): RequestFacts {
  const facts = { ...before, ...patch };
  if (patch.payerMemberId && patch.payerAccountId === undefined) return { ...facts, payerAccountId: null };
  if (patch.payerAccountId && patch.payerMemberId === undefined) return { ...facts, payerMemberId: null };
  return facts;
}
