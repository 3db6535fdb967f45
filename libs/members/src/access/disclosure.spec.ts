import { describe, expect, test } from '@jest/globals';
import {
  discloseMember,
  HOUSEHOLD_RELATIONS,
  householdFieldsFor,
  MEMBER_RELATIONS,
  strongest,
  type HouseholdField,
  type HouseholdRelation,
  type MemberField,
  type MemberRelation,
} from './disclosure.js';

/** Written out by hand, apart from the table: who sees the field. */
const MEMBER: Record<MemberField, readonly MemberRelation[]> = {
  givenName: [
    'self',
    'coordinator',
    'referred',
    'same-household',
    'confirmed-counterpart',
    'asked-counterpart',
  ],
  familyName: ['self', 'coordinator', 'referred', 'same-household'],
  email: ['self', 'coordinator', 'referred'],
  phone: ['self', 'coordinator', 'referred', 'same-household', 'confirmed-counterpart'],
  language: [
    'self',
    'coordinator',
    'referred',
    'same-household',
    'confirmed-counterpart',
    'asked-counterpart',
  ],
  state: ['self', 'coordinator'],
  roles: ['self', 'coordinator'],
  organisationId: ['self', 'coordinator', 'referred'],
  registeredAt: ['self', 'coordinator'],
  insuredFrom: ['self', 'coordinator'],
  adultOn: ['self', 'coordinator'],
  reachable: ['self', 'coordinator'],
};

const HOUSEHOLD: Record<HouseholdField, readonly HouseholdRelation[]> = {
  organisationId: ['guardian', 'limited-guardian', 'coordinator', 'adult', 'referred'],
  zoneId: [
    'guardian',
    'limited-guardian',
    'coordinator',
    'adult',
    'referred',
    'confirmed-helper',
    'asked-helper',
  ],
  municipalityId: [
    'guardian',
    'limited-guardian',
    'coordinator',
    'adult',
    'referred',
    'confirmed-helper',
    'asked-helper',
  ],
  address: ['guardian', 'limited-guardian', 'coordinator', 'adult', 'referred', 'confirmed-helper'],
  protected: ['guardian', 'coordinator', 'adult'],
  meetingPoint: ['guardian', 'limited-guardian', 'coordinator', 'adult', 'referred', 'confirmed-helper'],
  adults: ['guardian', 'limited-guardian', 'coordinator', 'adult', 'referred', 'confirmed-helper'],
  guardianLimits: ['coordinator'],
  dependantNicknames: ['guardian', 'limited-guardian', 'coordinator', 'confirmed-helper'],
  dependantBands: [
    'guardian',
    'limited-guardian',
    'coordinator',
    'adult',
    'referred',
    'confirmed-helper',
    'asked-helper',
  ],
  dependantSchools: ['guardian', 'limited-guardian', 'coordinator'],
  dependantSeats: [
    'guardian',
    'limited-guardian',
    'coordinator',
    'adult',
    'referred',
    'confirmed-helper',
    'asked-helper',
  ],
  careCards: ['guardian', 'limited-guardian', 'confirmed-helper'],
};

describe('a member', () => {
  const record = Object.fromEntries(Object.keys(MEMBER).map((field) => [field, 'something']));

  for (const relation of MEMBER_RELATIONS) {
    for (const [field, seers] of Object.entries(MEMBER)) {
      const sees = seers.includes(relation);
      test(`seen by ${relation}: ${field} is ${sees ? 'shown' : 'withheld'}`, () => {
        expect(field in discloseMember(relation, record)).toBe(sees);
      });
    }
  }

  test('fields that are not personal pass whatever the relation', () => {
    expect(discloseMember('other', { version: 3 })).toEqual({ version: 3 });
  });
});

describe('a household', () => {
  for (const relation of HOUSEHOLD_RELATIONS) {
    for (const [field, seers] of Object.entries(HOUSEHOLD)) {
      const sees = seers.includes(relation);
      test(`seen by ${relation}: ${field} is ${sees ? 'shown' : 'withheld'}`, () => {
        expect(householdFieldsFor(relation, false).has(field as HouseholdField)).toBe(sees);
      });
    }
  }

  test.each(['confirmed-helper', 'referred', 'limited-guardian'] as const)(
    'that is protected gives the %s its meeting point, not its address',
    (relation) => {
      const fields = householdFieldsFor(relation, true);
      expect([fields.has('address'), fields.has('meetingPoint')]).toEqual([false, true]);
    },
  );

  test('that is protected shows itself and the desk its address all the same', () => {
    expect(householdFieldsFor('guardian', true).has('address')).toBe(true);
    expect(householdFieldsFor('coordinator', true).has('address')).toBe(true);
  });
});

test('of several relations the strongest counts, of none the last', () => {
  expect(strongest(MEMBER_RELATIONS, ['asked-counterpart', 'coordinator'])).toBe('coordinator');
  expect(strongest(MEMBER_RELATIONS, [])).toBe('other');
});
