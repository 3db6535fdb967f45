import type { Tx } from '#database';
import { commonError } from '#platform';
import {
  HOUSEHOLD_FIELDS,
  householdFieldsFor,
  type HouseholdField,
  type HouseholdRelation,
} from '../access/disclosure.js';
import { dependantWithinSight } from '../access/guardian-sight.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { givenNames } from '../identity/member-identity.js';

export interface SeenAdult {
  readonly memberId: string;
  readonly guardian: boolean;
  readonly givenName: string;
  /** For the desk: the dependants a limited guardian answers for; null for one who sees all. */
  readonly limitedTo?: readonly string[] | null;
}

export interface SeenDependant {
  readonly id: string;
  readonly nickname?: string;
  readonly ageBand?: string;
  readonly schoolLevel?: string | null;
  readonly seatType?: string;
  readonly archived: boolean;
}

/** A household as a viewer sees it: fields the disclosure table withholds are left out. */
export interface SeenHousehold {
  readonly id: string;
  readonly version: number;
  readonly organisationId?: string | null;
  readonly zoneId?: string;
  readonly municipalityId?: string;
  readonly address?: string;
  readonly protected?: boolean;
  readonly meetingPoint?: string | null;
  readonly adults?: readonly SeenAdult[];
  readonly dependants?: readonly SeenDependant[];
  /** The viewer is a guardian who sees a part of it alone. */
  readonly limited?: true;
}

interface HouseholdRow {
  readonly id: string;
  readonly version: number;
  readonly organisation_id: string | null;
  readonly zone_id: string;
  readonly municipality_id: string;
  readonly address_sealed: Buffer;
  readonly protected: boolean;
  readonly meeting_point: string | null;
}

interface DependantRow {
  readonly id: string;
  readonly household_id: string;
  readonly nickname_sealed: Buffer;
  readonly age_band: string;
  readonly school_level: string | null;
  readonly seat_type: string;
  readonly archived: boolean;
}

interface AdultRow {
  readonly household_id: string;
  readonly member_id: string;
  readonly guardian: boolean;
  readonly limited_to: readonly string[] | null;
}

export const ADDRESS = 'household.address';
export const NICKNAME = 'dependant.nickname';

/** Households as one relation sees them, in four queries for any number; in the order of the ids given. */
export async function describeHouseholds(
  tx: Tx,
  codec: IdentityCodec,
  ids: readonly string[],
  relation: HouseholdRelation,
): Promise<SeenHousehold[]> {
  const rows = await tx.sql<HouseholdRow>(
    `SELECT h.id, h.version, h.organisation_id, h.zone_id, z.municipality_id, h.address_sealed, h.protected, h.meeting_point
     FROM household h JOIN zone z ON z.community_id = h.community_id AND z.id = h.zone_id
     WHERE h.community_id = $1 AND h.id = ANY ($2::uuid[])`,
    [tx.communityId, ids],
  );
  const dependants = await tx.sql<DependantRow>(
    `SELECT id, household_id, nickname_sealed, age_band, school_level, seat_type, archived_at IS NOT NULL AS archived
     FROM dependant d WHERE d.community_id = $1 AND d.household_id = ANY ($2::uuid[])
       AND ($3::uuid IS NULL OR ${dependantWithinSight('d.household_id', 'd.id', '$3')}) ORDER BY d.id`,
    [tx.communityId, ids, relation === 'limited-guardian' ? tx.actor.memberId : null],
  );
  const adults = await adultsOf(tx, codec, ids, HOUSEHOLD_FIELDS[relation].includes('guardianLimits'));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const fields = householdFieldsFor(relation, row.protected);
    const own = dependants
      .filter((dependant) => dependant.household_id === id)
      .map((dependant) => describeDependant(tx.communityId, codec, dependant, fields));
    const seen = describe(tx.communityId, codec, row, fields, adults.get(id) ?? [], own);
    return [relation === 'limited-guardian' ? { ...seen, limited: true as const } : seen];
  });
}

/** One household as the relation sees it. @throws DomainError not-found */
export async function describeHousehold(
  tx: Tx,
  codec: IdentityCodec,
  id: string,
  relation: HouseholdRelation,
): Promise<SeenHousehold> {
  const [household] = relation === 'other' ? [] : await describeHouseholds(tx, codec, [id], relation);
  if (!household) throw commonError('not-found');
  return household;
}

function describe(
  communityId: string,
  codec: IdentityCodec,
  row: HouseholdRow,
  fields: ReadonlySet<HouseholdField>,
  adults: readonly SeenAdult[],
  dependants: readonly SeenDependant[],
): SeenHousehold {
  const whole = {
    organisationId: row.organisation_id,
    zoneId: row.zone_id,
    municipalityId: row.municipality_id,
    address: fields.has('address') ? codec.open(communityId, ADDRESS, row.id, row.address_sealed) : undefined,
    protected: row.protected,
    meetingPoint: row.meeting_point,
    adults,
  };
  const seen = Object.entries(whole).filter(([field]) => fields.has(field as HouseholdField));
  return {
    id: row.id,
    version: row.version,
    ...(Object.fromEntries(seen) as Partial<typeof whole>),
    ...(fields.has('dependantBands') ? { dependants } : {}),
  };
}

function describeDependant(
  communityId: string,
  codec: IdentityCodec,
  row: DependantRow,
  fields: ReadonlySet<HouseholdField>,
): SeenDependant {
  return {
    id: row.id,
    archived: row.archived,
    ...(fields.has('dependantNicknames')
      ? { nickname: codec.open(communityId, NICKNAME, row.id, row.nickname_sealed) }
      : {}),
    ...(fields.has('dependantBands') ? { ageBand: row.age_band } : {}),
    ...(fields.has('dependantSchools') ? { schoolLevel: row.school_level } : {}),
    ...(fields.has('dependantSeats') ? { seatType: row.seat_type } : {}),
  };
}

async function adultsOf(
  tx: Tx,
  codec: IdentityCodec,
  householdIds: readonly string[],
  withLimits: boolean,
): Promise<Map<string, SeenAdult[]>> {
  const rows = await tx.sql<AdultRow>(
    `SELECT household_id, member_id, guardian, CASE WHEN limited THEN array(SELECT g.dependant_id FROM guardian_dependant g
         WHERE g.community_id = hm.community_id AND g.household_id = hm.household_id AND g.member_id = hm.member_id
         ORDER BY g.dependant_id) END AS limited_to
     FROM household_member hm
     WHERE hm.community_id = $1 AND hm.household_id = ANY ($2::uuid[]) ORDER BY hm.added_at, hm.member_id`,
    [tx.communityId, householdIds],
  );
  const names = await givenNames(
    tx,
    codec,
    rows.map((row) => row.member_id),
  );
  const byHousehold = new Map<string, SeenAdult[]>();
  for (const row of rows) {
    const adult = {
      memberId: row.member_id,
      guardian: row.guardian,
      givenName: names.get(row.member_id) ?? '–',
      ...(withLimits ? { limitedTo: row.limited_to } : {}),
    };
    byHousehold.set(row.household_id, [...(byHousehold.get(row.household_id) ?? []), adult]);
  }
  return byHousehold;
}
