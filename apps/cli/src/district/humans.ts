import { addDays, instantAt, type LocalDay } from '#platform';
import { row, type Row } from './bulk-writer.js';
import { TIME_ZONE } from './pavia.data.js';
import { emailOf, nameOf, phoneOf, type HumanName } from './people.data.js';
import type { Sealer } from './sealing.js';
import type { World } from './world.js';

/** A member before the columns are sealed. */
export interface Human extends HumanName {
  readonly memberId: string;
  /** null: served by a coordinator on the phone, without a sign-in. */
  readonly personId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly organisation: number;
  readonly registeredAt: Date;
}

export interface HumanPlan {
  readonly kind: 'guardian' | 'helper' | 'staff';
  readonly index: number;
  /** Unique over all kinds: ends in the phone number and the mail address. */
  readonly number: number;
  readonly organisation: number;
  readonly registeredDaysAgo: number;
  /** Fixed for the well-known people of the demonstration. */
  readonly name?: HumanName;
}

const WITHOUT_EMAIL_PERCENT = 9;
const WITHOUT_PHONE_PERCENT = 30;
const NINE_IN_THE_MORNING_MS = 9 * 3_600_000;

export function humanOf(world: World, plan: HumanPlan): Human {
  const random = world.random(plan.kind, plan.index);
  const registeredAt = new Date(world.daysAgo(plan.registeredDaysAgo).getTime() + NINE_IN_THE_MORNING_MS);
  const name = plan.name ?? nameOf(random);
  const reachable = plan.name !== undefined || plan.kind !== 'guardian';
  const email = reachable || !random.chance(WITHOUT_EMAIL_PERCENT);
  const phone = reachable || !random.chance(WITHOUT_PHONE_PERCENT);
  return {
    ...name,
    memberId: world.id(`member:${plan.kind}`, plan.index, registeredAt),
    personId: email || phone ? world.id(`person:${plan.kind}`, plan.index, registeredAt) : null,
    email: email ? emailOf(name, plan.name ? undefined : plan.number) : null,
    phone: phone ? phoneOf(plan.number) : null,
    organisation: plan.organisation,
    registeredAt,
  };
}

export type Role = 'family' | 'helper' | 'coordinator' | 'administrator' | 'auditor';

/** Rows of a member with identity and roles; a helper's insurance begins at 24:00 of the day of registration. */
export function* memberRows(
  world: World,
  sealer: Sealer,
  human: Human,
  roles: readonly Role[],
  insured: boolean,
): Generator<Row> {
  const { memberId, registeredAt } = human;
  if (human.personId !== null) {
    yield row('person', {
      id: human.personId,
      email_index: sealer.personIndex(human.email),
      // Families share phones: a number signs in only where there is no mail address.
      phone_index: human.email === null ? sealer.personIndex(human.phone) : null,
      created_at: registeredAt,
    });
  }
  yield row('member', {
    id: memberId,
    person_id: human.personId,
    organisation_id: world.organisationId(human.organisation),
    state: 'active',
    language: human.language,
    registered_at: registeredAt,
    insured_from: insured ? nextMidnight(registeredAt) : null,
    version: 1,
    created_at: registeredAt,
  });
  yield row('member_identity', {
    member_id: memberId,
    given_name_sealed: sealer.seal('givenName', memberId, human.givenName),
    family_name_sealed: sealer.seal('familyName', memberId, human.familyName),
    email_sealed: sealer.sealOptional('email', memberId, human.email),
    phone_sealed: sealer.sealOptional('phone', memberId, human.phone),
    email_index: sealer.memberIndex(human.email),
    phone_index: sealer.memberIndex(human.phone),
  });
  for (const role of roles) yield row('member_role', { member_id: memberId, role, granted_at: registeredAt });
}

function nextMidnight(at: Date): Date {
  const day: LocalDay = at.toISOString().slice(0, 10);
  return instantAt(TIME_ZONE, addDays(day, 1), 0);
}
