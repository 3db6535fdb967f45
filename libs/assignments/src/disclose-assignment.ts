import type { Tx } from '#database';
import { identitiesOf, type IdentityCodec, withinSight } from '#members';
import type { AssignmentRow } from './assignment-rows.js';

/** The helper as a guardian meets them before saying yes: given name, languages, checks passed. */
export interface HelperIntroduction {
  readonly givenName: string;
  readonly languages: readonly string[];
  readonly checksPassed: readonly string[];
}

/** What a helper needs to come, and a family to reach them; only while confirmed visits are still to end. */
export interface Contact {
  /** The household's address, or the neutral meeting point of a protected one. */
  readonly address: string;
  readonly dropOffAddress: string | null;
  readonly handOverPerson: { readonly givenName: string; readonly phone: string | null };
  readonly helperPhone: string | null;
  /** The family's note for the helper. */
  readonly note: string | null;
}

interface RequestRow {
  readonly id: string;
  readonly address_sealed: Buffer | null;
  readonly drop_off_address_sealed: Buffer | null;
  readonly note_sealed: Buffer | null;
  readonly household_address_sealed: Buffer;
  readonly protected: boolean;
  readonly meeting_point: string | null;
  readonly contact_id: string | null;
}

/** Is an exact address shown now? From the confirmation until the last visit has ended. */
export async function isDisclosed(tx: Tx, row: AssignmentRow): Promise<boolean> {
  if (row.state !== 'confirmed') return false;
  const coming = await tx.sql(
    `SELECT FROM seat WHERE community_id = $1 AND assignment_id = $2 AND active AND ends_at > $3 LIMIT 1`,
    [tx.communityId, row.id, tx.now],
  );
  return coming.length > 0;
}

export async function introduceHelper(
  tx: Tx,
  codec: IdentityCodec,
  row: AssignmentRow,
): Promise<HelperIntroduction> {
  const identities = await identitiesOf(tx, codec, [row.helperId]);
  const [facts] = await tx.sql<{ languages: string[]; checks: string[] }>(
    `SELECT array(SELECT DISTINCT unnest(o.languages) FROM offer o
         WHERE o.community_id = $1 AND o.member_id = $2 AND o.state = 'live' ORDER BY 1) AS languages,
       array(SELECT DISTINCT t.name FROM credential c
         JOIN credential_type t ON t.community_id = c.community_id AND t.id = c.credential_type_id
         WHERE c.community_id = $1 AND c.member_id = $2 AND c.outcome = 'passed' AND c.withdrawn_at IS NULL
           AND c.valid_until >= ($3::timestamptz AT TIME ZONE k.time_zone)::date ORDER BY 1) AS checks
     FROM community k WHERE k.id = $1`,
    [tx.communityId, row.helperId, tx.now],
  );
  return {
    givenName: identities.get(row.helperId)?.givenName ?? '',
    languages: facts?.languages ?? [],
    checksPassed: facts?.checks ?? [],
  };
}

/** Opens address, hand-over person, phones and note. The caller has asked `isDisclosed`. */
export async function contactOf(tx: Tx, codec: IdentityCodec, row: AssignmentRow): Promise<Contact> {
  const [request] = await tx.sql<RequestRow>(
    `SELECT r.id, r.address_sealed, r.drop_off_address_sealed, r.note_sealed, h.address_sealed AS household_address_sealed,
       h.protected, h.meeting_point,
       (SELECT g.member_id FROM household_member g WHERE g.community_id = h.community_id AND g.household_id = h.id AND g.guardian AND ${withinSight('r', 'g.member_id')}
        ORDER BY g.member_id NOT IN (r.asked_by, coalesce(r.on_behalf_of, r.asked_by)), g.added_at, g.member_id LIMIT 1) AS contact_id
     FROM request r JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     WHERE r.community_id = $1 AND r.id = $2`,
    [tx.communityId, row.requestId],
  );
  const facts = request!;
  const people = await identitiesOf(tx, codec, [
    row.helperId,
    ...(facts.contact_id ? [facts.contact_id] : []),
  ]);
  const guardian = facts.contact_id ? people.get(facts.contact_id) : undefined;
  const open = (place: string, id: string, sealed: Buffer | null) =>
    codec.openOptional(tx.communityId, place, id, sealed);
  return {
    address: facts.protected
      ? facts.meeting_point!
      : (open('request.address', facts.id, facts.address_sealed) ??
        codec.open(tx.communityId, 'household.address', row.householdId, facts.household_address_sealed)),
    dropOffAddress: open('request.drop_off_address', facts.id, facts.drop_off_address_sealed),
    handOverPerson: { givenName: guardian?.givenName ?? '', phone: guardian?.phone ?? null },
    helperPhone: people.get(row.helperId)?.phone ?? null,
    note: open('request.note', facts.id, facts.note_sealed),
  };
}
