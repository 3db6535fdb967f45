import type { Tx } from '#database';
import { commonError } from '#platform';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { givenNames } from '../identity/member-identity.js';
import type { ReferralState } from './referral.machine.js';

export const REFERRAL_SCOPES = ['read', 'case'] as const;
export type ReferralScope = (typeof REFERRAL_SCOPES)[number];

/** A referral as the coordinators of its two organisations see it; of the person the given name alone. */
export interface Referral {
  readonly id: string;
  readonly memberId: string | null;
  readonly householdId: string | null;
  /** The member's, or a guardian's. */
  readonly givenName: string | null;
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string;
  readonly purpose: string;
  /** `read`: they may read who it is; `case`: they work for them as their own desk does. */
  readonly scope: ReferralScope;
  readonly state: ReferralState;
  readonly endsAt: Date;
  readonly createdBy: string;
  readonly version: number;
}

export interface ReferralRow extends Omit<Referral, 'givenName' | 'purpose'> {
  readonly purposeSealed: Buffer;
  readonly nameMemberId: string | null;
  /**
   * The acting coordinator belongs to the organisation that asked, or that is asked; administrators and
   * coordinators of no organisation belong to both.
   */
  readonly ours: boolean;
  readonly theirs: boolean;
}

const PURPOSE = 'referral.purpose';

const ROWS = (everywhere: boolean) => `SELECT * FROM (
  SELECT f.id, f.member_id AS "memberId", f.household_id AS "householdId", f.from_organisation_id AS "fromOrganisationId",
    f.to_organisation_id AS "toOrganisationId", f.purpose_sealed AS "purposeSealed", f.scope, f.state, f.ends_at AS "endsAt",
    f.created_by AS "createdBy", f.version, coalesce(f.member_id, (SELECT g.member_id FROM household_member g
      WHERE g.community_id = f.community_id AND g.household_id = f.household_id AND g.guardian
      ORDER BY g.added_at, g.member_id LIMIT 1)) AS "nameMemberId",
    ${everywhere} OR d.organisation_id IS NULL OR d.organisation_id = f.from_organisation_id AS ours,
    ${everywhere} OR d.organisation_id IS NULL OR d.organisation_id = f.to_organisation_id AS theirs
  FROM referral f JOIN member d ON d.community_id = f.community_id AND d.id = $2
  WHERE f.community_id = $1) r WHERE (ours OR theirs)`;

const isAdministrator = (tx: Tx) => tx.actor.roles.includes('administrator');

/** A referral the acting coordinator has to do with, locked. @throws DomainError not-found */
export async function lockReferral(tx: Tx, id: string): Promise<ReferralRow> {
  await tx.sql('SELECT 1 FROM referral WHERE community_id = $1 AND id = $2 FOR UPDATE', [tx.communityId, id]);
  const [row] = await tx.sql<ReferralRow>(`${ROWS(isAdministrator(tx))} AND id = $3`, [
    tx.communityId,
    tx.actor.memberId,
    id,
  ]);
  if (!row) throw commonError('not-found');
  return row;
}

export function listReferralRows(
  tx: Tx,
  filter: { readonly state?: ReferralState },
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<ReferralRow[]> {
  return tx.sql<ReferralRow>(
    `${ROWS(isAdministrator(tx))} AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
     ORDER BY id DESC LIMIT $5`,
    [tx.communityId, tx.actor.memberId, filter.state ?? null, page.after ?? null, page.limit + 1],
  );
}

export function sealPurpose(codec: IdentityCodec, communityId: string, id: string, purpose: string): Buffer {
  return codec.seal(communityId, PURPOSE, id, purpose);
}

/** With names and purposes opened, in one query. */
export async function openReferrals(
  tx: Tx,
  codec: IdentityCodec,
  rows: readonly ReferralRow[],
): Promise<Referral[]> {
  const names = await givenNames(
    tx,
    codec,
    rows.flatMap(({ nameMemberId }) => nameMemberId ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    memberId: row.memberId,
    householdId: row.householdId,
    givenName: (row.nameMemberId && names.get(row.nameMemberId)) ?? null,
    fromOrganisationId: row.fromOrganisationId,
    toOrganisationId: row.toOrganisationId,
    purpose: codec.open(tx.communityId, PURPOSE, row.id, row.purposeSealed),
    scope: row.scope,
    state: row.state,
    endsAt: row.endsAt,
    createdBy: row.createdBy,
    version: row.version,
  }));
}
