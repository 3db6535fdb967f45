import {
  communityOf,
  policiesToday,
  requireLanguage,
  requireMunicipalities,
  requireOpenOrganisation,
  servedCountries,
  type Community,
} from '#communities';
import { systemActor, type Tx, type UnitOfWork } from '#database';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { lastingHash } from '../identity/lasting-hash.js';
import { readInvitationKey } from './invitation-code.rules.js';
import {
  lockOpenInvitation,
  openInvitation,
  type Invitation,
  type InvitationKind,
} from './invitation-rows.js';
import { requireCurrentNotice } from '../privacy/notice.rules.js';
import { joiningError } from './joining.errors.js';

/** What somebody joins by: the invitation they have in hand, or the community whose door is open. */
export interface JoinTarget {
  readonly community: Community;
  readonly invitation: Invitation | null;
  readonly noticeVersion: number;
}

/** What a page shows of it before anything is typed. No name, no address: whoever has the link may not be who it is for. */
export interface JoinDoor {
  readonly kind: InvitationKind | 'registration';
  readonly communityId: string;
  readonly community: string;
  readonly deskPhone: string;
  readonly organisation: string | null;
  readonly role: Invitation['role'];
  /** The address is the one the invitation was made for: none is asked for. */
  readonly contactKnown: boolean;
  readonly languages: readonly string[];
  readonly municipalities: readonly { readonly id: string; readonly name: string }[];
  readonly noticeVersion: number;
}

/** The invitation behind a link's secret or a typed code. @throws DomainError invitation-over */
export async function findInvitation(
  uow: UnitOfWork,
  codec: IdentityCodec,
  typed: string,
): Promise<{ readonly communityId: string; readonly invitationId: string }> {
  const key = readInvitationKey(typed);
  const [row] = key
    ? await uow.tenantless('sign-in', async (sql, now) =>
        sql<{ communityId: string; invitationId: string }>(
          'SELECT community AS "communityId", invitation_id AS "invitationId" FROM find_invitation($1, $2)',
          [(await lastingHash(sql, codec, 'invitation'))(key), now],
        ),
      )
    : [];
  if (!row) throw joiningError('invitation-over');
  return row;
}

/** @throws DomainError invitation-over, registration-closed */
export async function targetOf(
  tx: Tx,
  codec: IdentityCodec,
  invitationId: string | undefined,
): Promise<JoinTarget> {
  const community = await communityOf(tx);
  const { noticeVersion, selfRegistration } = await policiesToday(tx);
  if (invitationId === undefined && !selfRegistration) throw joiningError('registration-closed');
  const invitation = invitationId
    ? openInvitation(codec, tx.communityId, await lockOpenInvitation(tx, invitationId))
    : null;
  return { community, invitation, noticeVersion };
}

const MOST_MUNICIPALITIES = 200;

export async function doorOf(
  tx: Tx,
  { community, invitation, noticeVersion }: JoinTarget,
): Promise<JoinDoor> {
  const municipalities = await tx.sql<{ id: string; name: string }>(
    'SELECT id, name FROM municipality WHERE community_id = $1 ORDER BY name, id LIMIT $2',
    [tx.communityId, MOST_MUNICIPALITIES],
  );
  const [organisation] = await tx.sql<{ name: string }>(
    'SELECT name FROM organisation WHERE community_id = $1 AND id = $2',
    [tx.communityId, invitation?.organisationId ?? null],
  );
  return {
    kind: invitation?.kind ?? 'registration',
    communityId: community.id,
    community: community.name,
    deskPhone: community.deskPhone,
    organisation: organisation?.name ?? null,
    role: invitation?.role ?? null,
    contactKnown: Boolean(invitation?.email ?? invitation?.phone),
    languages: community.languages,
    municipalities: municipalities.filter(() => invitation?.kind !== 'claim'),
    noticeVersion,
  };
}

const MOST_DOORS = 12;

/** The communities of this installation where people may register by themselves today. */
export async function openDoors(uow: UnitOfWork, codec: IdentityCodec): Promise<JoinDoor[]> {
  const rows = await uow.single<{ id: string }>(
    'SELECT community AS id FROM public_desk ORDER BY name, community LIMIT $1',
    () => [MOST_DOORS],
  );
  const doors: JoinDoor[] = [];
  for (const { id } of rows) {
    await uow.run(systemActor(id), async (tx) => {
      const { selfRegistration } = await policiesToday(tx);
      if (selfRegistration) doors.push(await doorOf(tx, await targetOf(tx, codec, undefined)));
    });
  }
  return doors;
}

/** @throws DomainError stale-notice, unknown-organisation, unknown-municipality; InvalidInput */
export async function checkFacts(
  tx: Tx,
  { community, invitation, noticeVersion }: JoinTarget,
  facts: { readonly noticeVersion: number; readonly municipalityId?: string; readonly language: string },
): Promise<void> {
  requireCurrentNotice(facts.noticeVersion, noticeVersion);
  requireLanguage(community, facts.language);
  await requireOpenOrganisation(tx, invitation?.organisationId ?? undefined);
  if (facts.municipalityId !== undefined) await requireMunicipalities(tx, [facts.municipalityId]);
}

/** Whose phones may be written to. */
export function countriesFor(tx: Tx, more: readonly string[]): Promise<readonly string[]> {
  return servedCountries(tx.sql).then((own) => [...own, ...more]);
}
