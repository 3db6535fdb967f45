import type { Tx } from '#database';
import { commonError, shownPhone } from '#platform';
import { deskReaches } from '../access/relation.queries.js';
import type { IdentityCodec } from '../identity/identity-codec.js';
import type { DESK_ROLES } from '../members/enter-member.js';
import { invitationMachine, type InvitationState } from './invitation.machine.js';
import { joiningError } from './joining.errors.js';

/** `join`: become a member; `claim`: take over the record the desk kept; `refer`: propose families, for an organisation. */
export const INVITATION_KINDS = ['join', 'claim', 'refer'] as const;
export type InvitationKind = (typeof INVITATION_KINDS)[number];

/** An invitation as the desk sees it; the link and the code are shown once, when it is made. */
export interface Invitation {
  readonly id: string;
  readonly kind: InvitationKind;
  readonly state: InvitationState;
  readonly role: (typeof DESK_ROLES)[number] | null;
  readonly organisationId: string | null;
  readonly memberId: string | null;
  /** For whom, in the desk's words. */
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string;
  readonly uses: number;
  readonly mostUses: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly version: number;
}

type Sealed = Record<'name' | 'email' | 'phone', Buffer | null>;
export type InvitationRow = Omit<Invitation, keyof Sealed> & {
  readonly [K in keyof Sealed as `${K}Sealed`]: Buffer | null;
};

export const INVITATION_COLUMNS = `i.id, i.kind, i.state, i.role, i.organisation_id AS "organisationId",
  i.member_id AS "memberId", i.name_sealed AS "nameSealed", i.email_sealed AS "emailSealed", i.phone_sealed AS "phoneSealed",
  i.language, i.uses, i.most_uses AS "mostUses", i.created_by AS "createdBy", i.created_at AS "createdAt",
  i.expires_at AS "expiresAt", i.version`;

export function openInvitation(
  codec: IdentityCodec,
  communityId: string,
  { nameSealed, emailSealed, phoneSealed, ...row }: InvitationRow,
): Invitation {
  const open = (column: string, sealed: Buffer | null) =>
    codec.openOptional(communityId, `invitation.${column}`, row.id, sealed) || null;
  return {
    ...row,
    name: open('name', nameSealed),
    email: open('email', emailSealed),
    phone: open('phone', phoneSealed),
  };
}

/** As the desk reads it. */
export const showInvitation = (invitation: Invitation): Invitation => ({
  ...invitation,
  phone: invitation.phone && shownPhone(invitation.phone),
});

/** An invitation of the acting desk, locked. @throws DomainError not-found */
export async function lockInvitation(tx: Tx, id: string): Promise<InvitationRow> {
  const [row] = await tx.sql<InvitationRow>(
    `SELECT ${INVITATION_COLUMNS} FROM invitation i WHERE i.community_id = $1 AND i.id = $3
       AND ${deskReaches(tx.actor, 'i.organisation_id', '$2')} FOR UPDATE OF i`,
    [tx.communityId, tx.actor.memberId, id],
  );
  if (!row) throw commonError('not-found');
  return row;
}

/** An invitation that is good now, locked for its use. @throws DomainError invitation-over */
export async function lockOpenInvitation(tx: Tx, id: string): Promise<InvitationRow> {
  const [row] = await tx.sql<InvitationRow>(
    `SELECT ${INVITATION_COLUMNS} FROM invitation i WHERE i.community_id = $1 AND i.id = $2 FOR UPDATE OF i`,
    [tx.communityId, id],
  );
  if (!row || row.state !== 'open' || row.expiresAt <= tx.now) throw joiningError('invitation-over');
  return row;
}

/** Counts a use of a locked invitation; with the last one it is over, and its link and its code are nobody's. */
export async function useInvitation(tx: Tx, row: InvitationRow): Promise<void> {
  const last = row.uses + 1 >= row.mostUses;
  const state = last ? await tx.step(invitationMachine, row, 'use-up', { as: 'system' }) : row.state;
  await writeInvitation(tx, row.id, state, row.uses + 1);
}

export async function writeInvitation(
  tx: Tx,
  id: string,
  state: InvitationState,
  uses: number,
): Promise<void> {
  await tx.sql(
    'UPDATE invitation SET state = $3, uses = $4, version = version + 1 WHERE community_id = $1 AND id = $2',
    [tx.communityId, id, state, uses],
  );
  if (invitationMachine.isFinal(state)) {
    await tx.sql('DELETE FROM invitation_key WHERE community = $1 AND invitation_id = $2', [
      tx.communityId,
      id,
    ]);
  }
}

/** Invitations whose day is over say so. @returns how many, at most `limit` */
export async function endInvitations(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string; state: InvitationState; uses: number }>(
    `SELECT id, state, uses FROM invitation WHERE community_id = $1 AND state = 'open' AND expires_at <= $2
     ORDER BY expires_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const row of due) {
    await writeInvitation(
      tx,
      row.id,
      await tx.step(invitationMachine, row, 'expire', { as: 'system' }),
      row.uses,
    );
  }
  return due.length;
}
