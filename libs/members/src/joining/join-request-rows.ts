import type { Tx } from '#database';
import { commonError, shownPhone, type LocalDay } from '#platform';
import { deskReaches } from '../access/relation.queries.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import type { DESK_ROLES } from '../members/enter-member.js';
import type { JoinRequestState } from './join-request.machine.js';

export const CONSENTS = ['in-person', 'by-phone', 'in-writing'] as const;
/** How somebody who is proposed agreed to it. */
export type Consent = (typeof CONSENTS)[number];

/** Somebody who asks to join, as the desk sees them. */
export interface JoinRequest {
  readonly id: string;
  readonly state: JoinRequestState;
  readonly origin: 'registration' | 'invitation' | 'referral';
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly roles: readonly (typeof DESK_ROLES)[number][];
  /** Of who wants to help: whether their age was asked, and the day they come of age; null for who is of age, or is in. */
  readonly ageTold: boolean;
  readonly adultOn: LocalDay | null;
  readonly municipalityId: string | null;
  readonly language: string;
  readonly note: string | null;
  readonly noticeVersion: number;
  /** Of somebody proposed: by which organisation, by whom of the community or by which name, agreed to how. */
  readonly organisationId: string | null;
  readonly proposedBy: string | null;
  readonly proposer: string | null;
  readonly consent: Consent | null;
  readonly memberId: string | null;
  readonly reason: string | null;
  /** How they were told; null while that is on its way. */
  readonly told: 'e-mail' | 'sms' | 'not' | null;
  readonly createdAt: Date;
  readonly version: number;
}

const SEALED = ['givenName', 'familyName', 'email', 'phone', 'note', 'proposer', 'reason'] as const;
type SealedName = (typeof SEALED)[number];
export type JoinRequestRow = Omit<JoinRequest, SealedName> &
  Readonly<Record<SealedName, Buffer | null>> & {
    readonly invitationId: string | null;
    readonly contactIndex: Buffer | null;
    readonly codeHash: Buffer | null;
    readonly browserHash: Buffer | null;
  };

const COLUMN: Readonly<Record<SealedName, string>> = {
  givenName: 'given_name',
  familyName: 'family_name',
  email: 'email',
  phone: 'phone',
  note: 'note',
  proposer: 'proposer',
  reason: 'reason',
};

export const JOIN_REQUEST_COLUMNS = `r.id, r.state, r.origin, r.roles, r.age_told AS "ageTold", r.adult_on AS "adultOn", r.municipality_id AS "municipalityId", r.language,
  r.notice_version AS "noticeVersion", r.organisation_id AS "organisationId", r.proposed_by AS "proposedBy", r.consent,
  r.member_id AS "memberId", r.told, r.created_at AS "createdAt", r.version, r.invitation_id AS "invitationId",
  r.contact_index AS "contactIndex", r.code_hash AS "codeHash", r.browser_hash AS "browserHash",
  ${SEALED.map((name) => `r.${COLUMN[name]}_sealed AS "${name}"`).join(', ')}`;

/** Seals a value of a request for its column. */
export function sealOf(
  codec: IdentityCodec,
  communityId: string,
  id: string,
  name: SealedName,
  text: string | null | undefined,
): Buffer | null {
  return codec.sealOptional(communityId, `join_request.${COLUMN[name]}`, id, text);
}

export function openJoinRequest(codec: IdentityCodec, communityId: string, row: JoinRequestRow): JoinRequest {
  const { invitationId: _, contactIndex: __, codeHash: ___, browserHash: ____, ...shown } = row;
  const open = (name: SealedName) =>
    codec.openOptional(communityId, `join_request.${COLUMN[name]}`, row.id, row[name]) || null;
  return {
    ...shown,
    givenName: open('givenName') ?? '–',
    familyName: open('familyName') ?? '',
    email: open('email'),
    phone: open('phone'),
    note: open('note'),
    proposer: open('proposer'),
    reason: open('reason'),
  };
}

/** As the desk reads it. */
export function showJoinRequest(codec: IdentityCodec, communityId: string, row: JoinRequestRow): JoinRequest {
  const request = openJoinRequest(codec, communityId, row);
  return { ...request, phone: request.phone && shownPhone(request.phone) };
}

/** A request within the acting desk's reach, locked. @throws DomainError not-found; what is only started is nobody's yet */
export async function lockJoinRequest(tx: Tx, id: string): Promise<JoinRequestRow> {
  const [row] = await tx.sql<JoinRequestRow>(
    `SELECT ${JOIN_REQUEST_COLUMNS} FROM join_request r
     WHERE r.community_id = $1 AND r.id = $2 AND r.state <> 'started' AND ${deskReachesJoinRequest(tx, '$3')} FOR UPDATE OF r`,
    [tx.communityId, id, tx.actor.memberId],
  );
  if (!row) throw commonError('not-found');
  return row;
}

/** Request `r` is its organisation's to see and decide; whoever names none is for every desk of the community. */
export const deskReachesJoinRequest = (tx: Tx, actorId: string): string =>
  deskReaches(tx.actor, 'r.organisation_id', actorId);

/** The same whoever asks; undefined when it was forgotten or erased since. */
export async function lockIfKept(tx: Tx, id: string): Promise<JoinRequestRow | undefined> {
  const [row] = await tx.sql<JoinRequestRow>(
    `SELECT ${JOIN_REQUEST_COLUMNS} FROM join_request r
     WHERE r.community_id = $1 AND r.id = $2 AND r.state <> 'started' FOR UPDATE`,
    [tx.communityId, id],
  );
  return row;
}

export interface NewJoinRequest {
  readonly id: string;
  readonly origin: JoinRequest['origin'];
  readonly invitationId: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly roles: JoinRequest['roles'];
  /** The day they come of age; null: of age; left out where nobody asked. */
  readonly adultOn?: LocalDay | null;
  readonly municipalityId: string | null;
  readonly language: string;
  readonly note: string | null;
  readonly noticeVersion: number;
  readonly organisationId: string | null;
  readonly proposer: string | null;
  readonly consent: Consent | null;
  /** What proves the address; null for who is proposed by others. */
  readonly proof: {
    readonly codeHash: Buffer;
    readonly browserHash: Buffer;
    readonly expiresAt: Date;
  } | null;
}

export async function insertJoinRequest(tx: Tx, codec: IdentityCodec, made: NewJoinRequest): Promise<void> {
  const seal = (name: SealedName, text: string | null) => sealOf(codec, tx.communityId, made.id, name, text);
  const contact = made.email ?? made.phone;
  await tx.sql(
    `INSERT INTO join_request (community_id, id, state, origin, invitation_id, given_name_sealed, family_name_sealed,
       email_sealed, phone_sealed, contact_index, roles, municipality_id, language, note_sealed, notice_version,
       organisation_id, proposed_by, proposer_sealed, consent, code_hash, browser_hash, code_expires_at, created_at,
       age_told, adult_on)
     VALUES ($1, $2, 'started', $3, $4, coalesce($5, ''::bytea), coalesce($6, ''::bytea), $7, $8, $9, $10, $11, $12, $13, $14,
       $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
    [
      tx.communityId,
      made.id,
      made.origin,
      made.invitationId,
      seal('givenName', made.givenName),
      seal('familyName', made.familyName),
      seal('email', made.email),
      seal('phone', made.phone),
      // An address that nobody has proven stands in nobody's way.
      made.proof && contact ? codec.index(`joining:${tx.communityId}`, contact) : null,
      made.roles,
      made.municipalityId,
      made.language,
      seal('note', made.note),
      made.noticeVersion,
      made.organisationId,
      tx.actor.memberId ?? null,
      seal('proposer', made.proposer),
      made.consent,
      made.proof?.codeHash ?? null,
      made.proof?.browserHash ?? null,
      made.proof?.expiresAt ?? null,
      tx.now,
      made.adultOn !== undefined,
      made.adultOn ?? null,
    ],
  );
}

/** Writes a step of a request. Who has joined has their names in the member's record, and here no more. */
export async function writeJoinRequest(
  tx: Tx,
  id: string,
  state: JoinRequestState,
  outcome: { readonly memberId?: string; readonly reason?: Buffer | null } = {},
): Promise<void> {
  await tx.sql(
    `UPDATE join_request SET state = $3, member_id = $4, reason_sealed = $5, decided_by = $6, version = version + 1,
       closed_at = CASE WHEN $3 IN ('joined', 'refused') THEN $7::timestamptz END,
       code_hash = NULL, browser_hash = NULL, code_expires_at = NULL WHERE community_id = $1 AND id = $2`,
    [
      tx.communityId,
      id,
      state,
      outcome.memberId ?? null,
      outcome.reason ?? null,
      tx.actor.memberId ?? null,
      tx.now,
    ],
  );
  if (state === 'joined') {
    await tx.sql(
      `UPDATE join_request SET given_name_sealed = '', family_name_sealed = '', email_sealed = NULL, phone_sealed = NULL,
         contact_index = NULL, adult_on = NULL WHERE community_id = $1 AND id = $2`,
      [tx.communityId, id],
    );
  }
}
