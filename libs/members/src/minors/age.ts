import { policiesToday, todayOf } from '#communities';
import type { Tx } from '#database';
import { addMonths, type LocalDay } from '#platform';
import { memberError } from '../members/members.errors.js';
import { isOldEnough, OF_AGE_YEARS } from '../register/register.rules.js';

/** What whoever is to help says of their age: that they are of age, or when they were born. The birth date is not kept. */
export interface AgeFacts {
  readonly ofAge?: boolean;
  readonly bornOn?: LocalDay;
}

/**
 * The day a minor comes of age, which alone is kept; null for who is of age.
 * @throws DomainError age-missing, too-young
 */
export async function adultOnOf(tx: Tx, { ofAge, bornOn }: AgeFacts): Promise<LocalDay | null> {
  if (bornOn === undefined) {
    if (!ofAge) throw memberError('age-missing');
    return null;
  }
  const today = await todayOf(tx);
  const adultOn = addMonths(bornOn, OF_AGE_YEARS * 12);
  if (adultOn <= today) return null;
  await requireOldEnough(tx, adultOn);
  return adultOn;
}

/** @throws DomainError too-young for whom the community does not take as a helper yet */
export async function requireOldEnough(tx: Tx, adultOn: LocalDay): Promise<void> {
  const { youngestHelperYears: years } = await policiesToday(tx);
  if (!isOldEnough(adultOn, years, await todayOf(tx))) throw memberError('too-young', undefined, { years });
}
