/**
 * Who sees what of whom, as tables. A relation is how the viewer stands to the record: decided in SQL by the services
 * (relation.queries.ts), applied here. Until an assignment is confirmed, other people see the given name, the place
 * and the age band; afterwards what the visits need, until the last one has ended.
 */

/** How a viewer stands to a member. The strongest that holds counts; the order is the strength. */
export const MEMBER_RELATIONS = [
  'self',
  'coordinator',
  'referred',
  'same-household',
  'confirmed-counterpart',
  'asked-counterpart',
  'other',
] as const;
export type MemberRelation = (typeof MEMBER_RELATIONS)[number];

/** How a viewer stands to a household. */
export const HOUSEHOLD_RELATIONS = [
  'guardian',
  // Limited by the desk to some of it: see guardian-sight.ts.
  'limited-guardian',
  'coordinator',
  'adult',
  'referred',
  'confirmed-helper',
  'asked-helper',
  'other',
] as const;
export type HouseholdRelation = (typeof HOUSEHOLD_RELATIONS)[number];

const EVERYTHING_OF_MEMBER = [
  'givenName',
  'familyName',
  'email',
  'phone',
  'language',
  'state',
  'roles',
  'organisationId',
  'registeredAt',
  'insuredFrom',
  'adultOn',
  'reachable',
] as const;

export type MemberField = (typeof EVERYTHING_OF_MEMBER)[number];

/** The ONE table of a member's fields by relation. */
export const MEMBER_FIELDS: Readonly<Record<MemberRelation, readonly MemberField[]>> = {
  self: EVERYTHING_OF_MEMBER,
  coordinator: EVERYTHING_OF_MEMBER,
  // A coordinator of another organisation, with whom the person was shared to be read.
  referred: ['givenName', 'familyName', 'email', 'phone', 'language', 'organisationId'],
  'same-household': ['givenName', 'familyName', 'phone', 'language'],
  'confirmed-counterpart': ['givenName', 'phone', 'language'],
  'asked-counterpart': ['givenName', 'language'],
  other: [],
};

const EVERYTHING_OF_HOUSEHOLD = [
  'organisationId',
  'zoneId',
  'municipalityId',
  'address',
  'protected',
  'meetingPoint',
  'adults',
  'guardianLimits',
  'dependantNicknames',
  'dependantBands',
  'dependantSchools',
  'dependantSeats',
  'careCards',
] as const;

export type HouseholdField = (typeof EVERYTHING_OF_HOUSEHOLD)[number];

const without = (...fields: readonly HouseholdField[]) =>
  EVERYTHING_OF_HOUSEHOLD.filter((field) => !fields.includes(field));

/**
 * The ONE table of a household's fields by relation. Care cards: a guardian's, and the assigned helper's until the
 * visits end; not the desk's.
 */
export const HOUSEHOLD_FIELDS: Readonly<Record<HouseholdRelation, readonly HouseholdField[]>> = {
  guardian: without('guardianLimits'),
  // Of the dependants, those they answer for alone.
  'limited-guardian': without('guardianLimits', 'protected'),
  coordinator: without('careCards'),
  adult: without('careCards', 'guardianLimits', 'dependantNicknames', 'dependantSchools'),
  referred: without('careCards', 'guardianLimits', 'dependantNicknames', 'dependantSchools', 'protected'),
  'confirmed-helper': without('organisationId', 'protected', 'guardianLimits', 'dependantSchools'),
  'asked-helper': ['zoneId', 'municipalityId', 'dependantBands', 'dependantSeats'],
  other: [],
};

/** Whom a protected household meets elsewhere; a limited guardian may be whom it is protected from. */
const AWAY: ReadonlySet<HouseholdRelation> = new Set(['confirmed-helper', 'referred', 'limited-guardian']);

/** A protected household gives its meeting point instead of its address to everybody but itself and the desk. */
export function householdFieldsFor(
  relation: HouseholdRelation,
  isProtected: boolean,
): ReadonlySet<HouseholdField> {
  const fields = new Set(HOUSEHOLD_FIELDS[relation]);
  if (isProtected && AWAY.has(relation)) fields.delete('address');
  return fields;
}

/** The record with the fields the relation may see; the others are left out, not emptied. */
export function discloseMember<T extends object>(relation: MemberRelation, record: T): Partial<T> {
  const seen: readonly string[] = MEMBER_FIELDS[relation];
  const known: readonly string[] = EVERYTHING_OF_MEMBER;
  return Object.fromEntries(
    Object.entries(record).filter(([field]) => !known.includes(field) || seen.includes(field)),
  ) as Partial<T>;
}

/** The strongest of the relations that hold; `other` when none does. */
export function strongest<R extends string>(order: readonly R[], held: readonly R[]): R {
  return order.find((relation) => held.includes(relation)) ?? order.at(-1)!;
}
