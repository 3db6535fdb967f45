import { communityOf, requireLanguage, requireOpenOrganisation, type Community } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  addMinutes,
  commonError,
  CONFIG,
  newId,
  toPage,
  type Config,
  type Page,
  type PageRequest,
} from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { deskReaches, refuseOthersOrganisation, relationToMember } from '../access/relation.queries.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { lastingHash } from '../identity/lasting-hash.js';
import type { DESK_ROLES } from '../members/enter-member.js';
import { refuseDeskOverDesk } from '../members/member.service.js';
import { rolesOf } from '../members/member.queries.js';
import { newToken } from '../sign-in/challenge.js';
import { DAY_SECONDS, passesLimit } from '../sign-in/hits.js';
import { newInvitationCode } from './invitation-code.rules.js';
import { invitationMachine, type InvitationState } from './invitation.machine.js';
import {
  INVITATION_COLUMNS,
  lockInvitation,
  openInvitation,
  showInvitation,
  writeInvitation,
  type Invitation,
  type InvitationKind,
  type InvitationRow,
} from './invitation-rows.js';
import { JoinMessenger, type JoinContact } from './join-messenger.js';
import { joiningError } from './joining.errors.js';

const MOST_DAYS = 60;
const DAY_MINUTES = 1_440;
/** Each may go out as an SMS, which costs. */
const INVITATIONS_A_DAY = 200;

export interface NewInvitation {
  readonly kind: InvitationKind;
  readonly role?: (typeof DESK_ROLES)[number];
  readonly organisationId?: string;
  readonly memberId?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly language: string;
  readonly days: number;
  readonly mostUses: number;
}

/** With what is shown and said once: who has either has the invitation. */
export interface MadeInvitation extends Invitation {
  readonly code: string;
  readonly link: string;
  /** How it left; null when there was no address to send it to, `not` when sending failed: print it or read it out. */
  readonly sent: 'e-mail' | 'sms' | 'not' | null;
}

/** Invitations that the desk gives out: by mail, by SMS, printed, read aloud. */
@Injectable()
export class InvitationService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly messenger: JoinMessenger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Those of the desk's organisation, newest first.
   */
  list(
    actor: MemberActor,
    filter: { state?: InvitationState },
    page: PageRequest,
  ): Promise<Page<Invitation>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<InvitationRow>(
        `SELECT ${INVITATION_COLUMNS} FROM invitation i WHERE i.community_id = $1
           AND ${deskReaches(tx.actor, 'i.organisation_id', '$2')}
           AND ($3::text IS NULL OR i.state = $3) AND ($4::uuid IS NULL OR i.id < $4) ORDER BY i.id DESC LIMIT $5`,
        [tx.communityId, actor.memberId, filter.state ?? null, page.after ?? null, page.limit + 1],
      );
      const cut = toPage(rows, page.limit);
      return {
        ...cut,
        items: cut.items.map((row) => showInvitation(openInvitation(this.codec, tx.communityId, row))),
      };
    });
  }

  /**
   * Makes one, and sends it where an address is given. A new claim takes the place of the member's earlier one.
   * @throws DomainError invitation-shape, invitation-days, unknown-organisation, not-found, forbidden, claim-needless,
   * too-many-tries; InvalidInput
   */
  async create(actor: MemberActor, input: NewInvitation): Promise<MadeInvitation> {
    requireCoordinator(actor);
    const [code, token] = [newInvitationCode(), newToken()];
    const { made, community } = await this.uow.run(actor, async (tx) => {
      const community = await communityOf(tx);
      requireLanguage(community, input.language);
      await this.check(tx, input);
      const id = await this.insert(tx, community, input, [code, token]);
      const row = await lockInvitation(tx, id);
      return { made: openInvitation(this.codec, tx.communityId, row), community };
    });
    const link = `${this.config.publicUrl}/join/${token}`;
    return { ...showInvitation(made), code, link, sent: await this.send(made, { code, link }, community) };
  }

  /** Takes it back: the link and the code open nothing from now on. @throws DomainError not-found, transition-not-allowed */
  revoke(actor: MemberActor, id: string): Promise<Invitation> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const row = await lockInvitation(tx, id);
      const state = await tx.step(invitationMachine, row, 'revoke');
      await writeInvitation(tx, id, state, row.uses);
      const revoked = { ...row, state, version: row.version + 1 };
      return showInvitation(openInvitation(this.codec, tx.communityId, revoked));
    });
  }

  private async check(tx: Tx, input: NewInvitation): Promise<void> {
    if (input.days < 1 || input.days > MOST_DAYS) throw joiningError('invitation-days');
    const fits = {
      join: input.role !== undefined && input.memberId === undefined,
      claim: input.memberId !== undefined && input.role === undefined && input.mostUses === 1,
      refer: input.organisationId !== undefined && input.role === undefined && input.memberId === undefined,
    }[input.kind];
    if (!fits) throw joiningError('invitation-shape');
    await requireOpenOrganisation(tx, input.organisationId);
    await refuseOthersOrganisation(tx, input.organisationId);
    const key = this.codec.hash('invitations-of', tx.actor.memberId!);
    if (await passesLimit(tx.sql, tx.now, [{ key, most: INVITATIONS_A_DAY, seconds: DAY_SECONDS }])) {
      throw joiningError('too-many-tries');
    }
    if (input.memberId) await this.checkClaim(tx, input.memberId);
  }

  private async checkClaim(tx: Tx, memberId: string): Promise<void> {
    if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
    // Who handed an administrator's record to somebody else could become one.
    refuseDeskOverDesk(tx.actor, await rolesOf(tx, memberId));
    const [member] = await tx.sql(
      `SELECT 1 FROM member WHERE community_id = $1 AND id = $2 AND person_id IS NULL AND state = 'active'`,
      [tx.communityId, memberId],
    );
    if (!member) throw joiningError('claim-needless');
    const earlier = await tx.sql<{ id: string; state: InvitationState; uses: number }>(
      `SELECT id, state, uses FROM invitation WHERE community_id = $1 AND member_id = $2 AND state = 'open' FOR UPDATE`,
      [tx.communityId, memberId],
    );
    for (const row of earlier) {
      await writeInvitation(tx, row.id, await tx.step(invitationMachine, row, 'revoke'), row.uses);
    }
    await tx.audit({ action: 'member.invite-to-claim', kind: 'member', ids: [memberId] });
  }

  private async insert(
    tx: Tx,
    community: Community,
    input: NewInvitation,
    keys: readonly string[],
  ): Promise<string> {
    const id = newId();
    const seal = (column: string, text: string | undefined) =>
      this.codec.sealOptional(tx.communityId, `invitation.${column}`, id, text);
    const expiresAt = addMinutes(tx.now, input.days * DAY_MINUTES);
    await tx.sql(
      `INSERT INTO invitation (community_id, id, kind, state, role, organisation_id, member_id, name_sealed, email_sealed,
         phone_sealed, language, most_uses, created_by, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        tx.communityId,
        id,
        input.kind,
        invitationMachine.initial,
        input.role ?? null,
        input.organisationId ?? null,
        input.memberId ?? null,
        seal('name', input.name),
        seal('email', input.email && normaliseEmail(input.email)),
        seal('phone', input.phone && normalisePhone(input.phone, community.country)),
        input.language,
        input.mostUses,
        tx.actor.memberId,
        tx.now,
        expiresAt,
      ],
    );
    const hash = await lastingHash(tx.sql, this.codec, 'invitation');
    await tx.sql(
      `INSERT INTO invitation_key (hash, community, invitation_id, expires_at)
       SELECT k.hash, $1, $2, $3 FROM unnest($4::bytea[]) AS k (hash)`,
      [tx.communityId, id, expiresAt, keys.map(hash)],
    );
    return id;
  }

  private async send(
    { email, phone, language, kind }: Invitation,
    keys: { readonly code: string; readonly link: string },
    community: Community,
  ): Promise<MadeInvitation['sent']> {
    const to: JoinContact = { email, phone: email ? null : phone };
    if (!to.email && !to.phone) return null;
    try {
      await this.messenger.send(
        to,
        { kind: kind === 'join' ? 'invitation' : kind, ...keys },
        community,
        language,
      );
      return to.email ? 'e-mail' : 'sms';
    } catch {
      return 'not';
    }
  }
}
