import { addDays, addMonths, type LocalDay } from '#platform';

/** Days before the end at which a helper and the desk are warned. */
export const WARN_DAYS = [60, 30] as const;

export type CredentialState = 'valid' | 'expiring' | 'expired' | 'withdrawn' | 'failed';

/** What is recorded of a check: never the document, its number or its content. */
export interface CredentialFacts {
  readonly id: string;
  readonly memberId: string;
  readonly credentialTypeId: string;
  readonly outcome: 'passed' | 'failed';
  readonly issuedOn: LocalDay;
  /** The last day it counts. */
  readonly validUntil: LocalDay;
  readonly withdrawn: boolean;
}

/** The last day a check counts: its type's months after the issue, less a day. */
export function validUntilOf(issuedOn: LocalDay, validityMonths: number): LocalDay {
  return addDays(addMonths(issuedOn, validityMonths), -1);
}

/** Was the paper older on the day it was shown than its type allows? The day of its age is the last that is allowed. */
export function tooOldWhenShown(
  shown: { readonly issuedOn: LocalDay; readonly checkedOn: LocalDay },
  maxAgeMonths: number | null,
): boolean {
  return maxAgeMonths !== null && shown.checkedOn > addMonths(shown.issuedOn, maxAgeMonths);
}

/** Where a credential stands on a day; `expiring` counts as valid. */
export function credentialStateOn(credential: CredentialFacts, day: LocalDay): CredentialState {
  if (credential.withdrawn) return 'withdrawn';
  if (credential.outcome === 'failed') return 'failed';
  if (credential.validUntil < day) return 'expired';
  return credential.validUntil <= addDays(day, WARN_DAYS[0]) ? 'expiring' : 'valid';
}

/**
 * Which warning is due on a day: 60, 30, or undefined. A warning that was given, or a later one, is not given
 * again.
 */
export function warningDue(
  credential: CredentialFacts,
  day: LocalDay,
  warnedDays: number | null,
): number | undefined {
  if (credentialStateOn(credential, day) !== 'expiring') return undefined;
  const reached = WARN_DAYS.filter((days) => credential.validUntil <= addDays(day, days)).at(-1);
  return reached !== undefined && (warnedDays === null || reached < warnedDays) ? reached : undefined;
}

/** Does one of the credentials (all of one member) satisfy the demand for a type on a day? */
export function holdsCredential(
  credentials: readonly CredentialFacts[],
  credentialTypeId: string,
  day: LocalDay,
): boolean {
  return credentials.some(
    (credential) =>
      credential.credentialTypeId === credentialTypeId &&
      credential.issuedOn <= day &&
      ['valid', 'expiring'].includes(credentialStateOn(credential, day)),
  );
}
