import { checkName, readerLanguages, writtenLanguage } from '#communities';
import type { Tx } from '#database';
import { shownPhone } from '#platform';
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

/** The ids of those whose exact address is shown now: from the confirmation until the last visit has ended. */
export async function disclosedOf(tx: Tx, rows: readonly AssignmentRow[]): Promise<ReadonlySet<string>> {
  const confirmed = rows.filter(({ state }) => state === 'confirmed').map(({ id }) => id);
  if (confirmed.length === 0) return new Set();
  const coming = await tx.sql<{ id: string }>(
    `SELECT DISTINCT assignment_id AS id FROM seat
     WHERE community_id = $1 AND assignment_id = ANY ($2) AND active AND ends_at > $3`,
    [tx.communityId, confirmed, tx.now],
  );
  return new Set(coming.map(({ id }) => id));
}

/** @param wanted languages for the names of checks */
export async function introduceHelper(
  tx: Tx,
  codec: IdentityCodec,
  row: AssignmentRow,
  wanted: readonly string[],
): Promise<HelperIntroduction> {
  const language = writtenLanguage(await readerLanguages(tx, wanted));
  const identities = await identitiesOf(tx, codec, [row.helperId]);
  const [facts] = await tx.sql<{ languages: string[]; checks: { code: string; name: string }[] }>(
    `SELECT array(SELECT DISTINCT unnest(o.languages) FROM offer o
         WHERE o.community_id = $1 AND o.member_id = $2 AND o.state = 'live' ORDER BY 1) AS languages,
       (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('code', t.code, 'name', t.name)), '[]') FROM credential c
         JOIN credential_type t ON t.community_id = c.community_id AND t.id = c.credential_type_id
         WHERE c.community_id = $1 AND c.member_id = $2 AND c.outcome = 'passed' AND c.withdrawn_at IS NULL
           AND c.valid_until >= ($3::timestamptz AT TIME ZONE k.time_zone)::date) AS checks
     FROM community k WHERE k.id = $1`,
    [tx.communityId, row.helperId, tx.now],
  );
  return {
    givenName: identities.get(row.helperId)?.givenName ?? '',
    languages: facts?.languages ?? [],
    checksPassed: (facts?.checks ?? [])
      .map(({ code, name }) => checkName(language, code, name))
      .sort((a, b) => a.localeCompare(b, language)),
  };
}

/** Opens address, hand-over person, phones and note, by assignment. The caller has asked `disclosedOf`. */
export async function contactsOf(
  tx: Tx,
  codec: IdentityCodec,
  rows: readonly AssignmentRow[],
): Promise<ReadonlyMap<string, Contact>> {
  if (rows.length === 0) return new Map();
  const found = await tx.sql<RequestRow>(
    `SELECT r.id, r.address_sealed, r.drop_off_address_sealed, r.note_sealed, h.address_sealed AS household_address_sealed,
       h.protected, h.meeting_point,
       (SELECT g.member_id FROM household_member g WHERE g.community_id = h.community_id AND g.household_id = h.id AND g.guardian AND ${withinSight('r', 'g.member_id')}
        ORDER BY g.member_id NOT IN (r.asked_by, coalesce(r.on_behalf_of, r.asked_by)), g.added_at, g.member_id LIMIT 1) AS contact_id
     FROM request r JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     WHERE r.community_id = $1 AND r.id = ANY ($2)`,
    [tx.communityId, [...new Set(rows.map(({ requestId }) => requestId))]],
  );
  const requests = new Map(found.map((request) => [request.id, request]));
  const people = await identitiesOf(tx, codec, [
    ...rows.map(({ helperId }) => helperId),
    ...found.flatMap(({ contact_id }) => contact_id ?? []),
  ]);
  const open = (place: string, id: string, sealed: Buffer | null) =>
    codec.openOptional(tx.communityId, place, id, sealed);
  const shown = (phone: string | null | undefined) => (phone ? shownPhone(phone) : null);
  const contactOf = (row: AssignmentRow): Contact => {
    const facts = requests.get(row.requestId)!;
    const dropOff = open('request.drop_off_address', facts.id, facts.drop_off_address_sealed);
    const guardian = facts.contact_id ? people.get(facts.contact_id) : undefined;
    return {
      address: facts.protected
        ? facts.meeting_point!
        : (open('request.address', facts.id, facts.address_sealed) ??
          codec.open(tx.communityId, 'household.address', row.householdId, facts.household_address_sealed)),
      // Children are often brought home: where that is must not be told, one meets them where they were taken.
      dropOffAddress: dropOff && facts.protected ? facts.meeting_point! : dropOff,
      handOverPerson: { givenName: guardian?.givenName ?? '', phone: shown(guardian?.phone) },
      helperPhone: shown(people.get(row.helperId)?.phone),
      note: open('request.note', facts.id, facts.note_sealed),
    };
  };
  return new Map(rows.map((row) => [row.id, contactOf(row)]));
}
