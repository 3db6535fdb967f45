import { addDays, addMonths, type LocalDay } from '#platform';
import { row, type Row } from './bulk-writer.js';
import { CATEGORIES, CREDENTIAL_TYPES, type CategoryCode } from './catalogue.data.js';
import { coordinatorId } from './staff.js';
import type { World } from './world.js';

/** How a helper's checks stand; shares of 16. */
type Standing = 'valid' | 'within-60-days' | 'within-30-days' | 'expired' | 'missing';

const SHARES: readonly Standing[] = [
  'valid', 'valid', 'valid', 'within-60-days', 'valid', 'valid', 'valid', 'within-30-days',
  'valid', 'valid', 'valid', 'expired', 'valid', 'valid', 'missing', 'valid',
]; // prettier-ignore

export interface Checked {
  readonly memberId: string;
  readonly index: number;
  readonly organisation: number;
  readonly categories: readonly CategoryCode[];
  /** The well-known people are always in order. */
  readonly inOrder: boolean;
}

/** The credentials a helper's categories demand; the one that expires or is missing is the last of the list. */
export function* credentialRows(world: World, helper: Checked): Generator<Row> {
  const needed = CREDENTIAL_TYPES.filter(({ code }) =>
    CATEGORIES.some(
      (category) => helper.categories.includes(category.code) && includes(category.requires, code),
    ),
  );
  const standing = helper.inOrder ? 'valid' : SHARES[helper.index % SHARES.length]!;
  const random = world.random('credential', helper.index);
  for (const [place, { code, validityMonths }] of needed.entries()) {
    const own = place === needed.length - 1 ? standing : 'valid';
    if (own === 'missing') continue;
    const validUntil = validUntilOf(world.day, own, validityMonths, random.below(1_000));
    const issuedOn = addMonths(validUntil, -validityMonths);
    const at = world.daysAgo(20);
    yield row('credential', {
      id: world.id(`credential:${helper.index}`, place, at),
      member_id: helper.memberId,
      credential_type_id: world.credentialTypeIdOf(code),
      country: 'IT',
      issued_on: issuedOn,
      checked_on: issuedOn,
      checked_by: coordinatorId(world, helper.organisation, helper.index),
      outcome: 'passed',
      valid_until: validUntil,
      created_at: at,
    });
  }
}

/** @param draw a random number below 1,000 */
function validUntilOf(day: LocalDay, standing: Standing, validityMonths: number, draw: number): LocalDay {
  switch (standing) {
    case 'within-60-days':
      return addDays(day, 31 + (draw % 29));
    case 'within-30-days':
      return addDays(day, 4 + (draw % 26));
    case 'expired':
      return addDays(day, -1 - (draw % 120));
    default:
      // After the 60 days of warning, and issued before today.
      return addDays(day, 62 + Math.floor(((validityMonths * 30 - 90) * draw) / 1_000));
  }
}

function includes(list: readonly string[], item: string): boolean {
  return list.includes(item);
}
