import {
  communityOf,
  policiesToday,
  requireLanguage,
  requireMunicipalities,
  requireOpenOrganisation,
  type Community,
} from '#communities';
import { requireCoordinator, systemActor, UnitOfWork, type MemberActor, type Tx } from '#database';
import { newId, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { refuseOthersOrganisation } from '../access/relation.queries.js';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf } from '../identity/member-identity.js';
import { enterMember, refuseAlike } from '../members/enter-member.js';
import { requireCurrentNotice } from '../privacy/notice.rules.js';
import type { AgeFacts } from '../minors/age.js';
import { findAlike, type Alike } from './alike.queries.js';
import { JoinMessenger, type JoinContact, type JoinMessage } from './join-messenger.js';
import { joinRequestMachine, type JoinRequestState } from './join-request.machine.js';
import {
  deskReachesJoinRequest,
  insertJoinRequest,
  JOIN_REQUEST_COLUMNS,
  lockIfKept,
  lockJoinRequest,
  openJoinRequest,
  sealOf,
  showJoinRequest,
  writeJoinRequest,
  type Consent,
  type JoinRequest,
  type JoinRequestRow,
} from './join-request-rows.js';
import { joiningError } from './joining.errors.js';

export interface NewProposal {
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly phone?: string;
  readonly roles: JoinRequest['roles'];
  readonly municipalityId?: string;
  readonly language: string;
  readonly note?: string;
  readonly noticeVersion: number;
  readonly consent: Consent;
}

/** With the age of who is to help, where it was not told at the door. */
export interface Approval extends AgeFacts {
  readonly organisationId?: string;
  readonly roles?: JoinRequest['roles'];
  /** Who sounds alike was looked at, and this is somebody else. */
  readonly different?: boolean;
}

/** People who ask to join, for the desk: who they are, whether they are here already, yes or no. */
@Injectable()
export class JoinRequestService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly messenger: JoinMessenger,
  ) {}

  /** Those of the desk's organisation and of none, newest first; on record as a read. */
  list(
    actor: MemberActor,
    filter: { state?: JoinRequestState },
    page: PageRequest,
  ): Promise<Page<JoinRequest>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<JoinRequestRow>(
        `SELECT ${JOIN_REQUEST_COLUMNS} FROM join_request r WHERE r.community_id = $1 AND r.state <> 'started'
           AND ($2::text IS NULL OR r.state = $2) AND ($3::uuid IS NULL OR r.id < $3)
           AND ${deskReachesJoinRequest(tx, '$5')} ORDER BY r.id DESC LIMIT $4`,
        [tx.communityId, filter.state ?? null, page.after ?? null, page.limit + 1, actor.memberId],
      );
      const cut = toPage(rows, page.limit);
      const ids = cut.items.map(({ id }) => id);
      if (ids.length > 0) await tx.audit({ action: 'join-request.list', kind: 'join-request', ids });
      return { ...cut, items: cut.items.map((row) => showJoinRequest(this.codec, tx.communityId, row)) };
    });
  }

  /** A coordinator proposes a family to the desk, with what was agreed to. @throws DomainError stale-notice; InvalidInput */
  propose(actor: MemberActor, input: NewProposal): Promise<JoinRequest> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const community = await communityOf(tx);
      requireLanguage(community, input.language);
      const { noticeVersion } = await policiesToday(tx);
      requireCurrentNotice(input.noticeVersion, noticeVersion);
      if (input.municipalityId) await requireMunicipalities(tx, [input.municipalityId]);
      const id = newId();
      await insertJoinRequest(tx, this.codec, {
        ...input,
        id,
        origin: 'referral',
        invitationId: null,
        email: input.email ? normaliseEmail(input.email) : null,
        phone: input.phone ? normalisePhone(input.phone, community.country) : null,
        municipalityId: input.municipalityId ?? null,
        note: input.note ?? null,
        organisationId: await organisationOf(tx),
        proposer: null,
        proof: null,
      });
      const state = await tx.step(joinRequestMachine, { id, state: 'started' }, 'propose');
      await writeJoinRequest(tx, id, state);
      return showJoinRequest(this.codec, tx.communityId, await lockJoinRequest(tx, id));
    });
  }

  /** Who may be meant: by address surely, by the sound of the name perhaps. @throws DomainError not-found */
  findAlike(actor: MemberActor, id: string): Promise<Alike> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const request = openJoinRequest(this.codec, tx.communityId, await lockJoinRequest(tx, id));
      return findAlike(tx, this.codec, { ...request, municipalityId: request.municipalityId ?? undefined });
    });
  }

  /**
   * Makes them a member, by the same checks as anybody; they are told.
   * @throws DomainError not-found, transition-not-allowed, own-request, maybe-the-same, member-exists, unknown-organisation,
   * age-missing, too-young; forbidden into an organisation that the desk does not reach
   */
  approve(
    actor: MemberActor,
    id: string,
    { organisationId, roles, different, ...age }: Approval,
  ): Promise<JoinRequest> {
    return this.decide(actor, id, async (tx, row, request) => {
      const facts = {
        givenName: request.givenName,
        familyName: request.familyName,
        email: request.email ?? undefined,
        phone: request.phone ?? undefined,
        municipalityId: request.municipalityId ?? undefined,
      };
      await refuseOthersOrganisation(tx, organisationId ?? request.organisationId);
      if (!different) await refuseAlike(tx, this.codec, facts);
      const memberId = await enterMember(tx, this.codec, {
        ...facts,
        language: request.language,
        organisationId: organisationId ?? request.organisationId ?? undefined,
        roles: roles ?? request.roles,
        adultOn: request.ageTold ? request.adultOn : undefined,
        ...age,
      });
      const state = await tx.step(joinRequestMachine, row, 'approve');
      await writeJoinRequest(tx, id, state, { memberId });
      await tx.audit({ action: 'member.create', kind: 'member', ids: [memberId] });
    });
  }

  /** Says no, with the reason they are told. @throws DomainError not-found, transition-not-allowed, own-request */
  refuse(actor: MemberActor, id: string, reason: string): Promise<JoinRequest> {
    return this.decide(actor, id, async (tx, row) => {
      const state = await tx.step(joinRequestMachine, row, 'refuse');
      const sealed = sealOf(this.codec, tx.communityId, id, 'reason', reason);
      await writeJoinRequest(tx, id, state, { reason: sealed });
    });
  }

  /**
   * Tells somebody what became of their request, and notes how; no transaction is open while the letter leaves. It may
   * come twice when a process dies, and never not at all.
   */
  async tell(communityId: string, id: string): Promise<void> {
    const letter = await this.uow.run(systemActor(communityId), (tx) => this.letterOf(tx, id));
    if (!letter) return;
    const { to, message, community, language } = letter;
    const sent = await this.messenger.send(to, message, community, language).then(
      () => (to.email ? ('e-mail' as const) : ('sms' as const)),
      (error: { permanent?: boolean }) => {
        if (error.permanent === false) throw error;
        return 'not' as const;
      },
    );
    await this.note(communityId, id, sent);
  }

  private async letterOf(tx: Tx, id: string) {
    const row = await lockIfKept(tx, id);
    if (!row || row.told !== null) return undefined;
    const request = openJoinRequest(this.codec, tx.communityId, row);
    const identity = request.memberId
      ? (await identitiesOf(tx, this.codec, [request.memberId])).get(request.memberId)
      : request;
    const to: JoinContact = {
      email: identity?.email ?? null,
      phone: identity?.email ? null : (identity?.phone ?? null),
    };
    if (!to.email && !to.phone) {
      await noteTold(tx, id, 'not');
      return undefined;
    }
    const message: JoinMessage =
      request.state === 'joined' ? { kind: 'welcome' } : { kind: 'refused', reason: request.reason ?? '' };
    const community: Community = await communityOf(tx);
    return { to, message, community, language: request.language };
  }

  private note(communityId: string, id: string, told: 'e-mail' | 'sms' | 'not'): Promise<void> {
    return this.uow.run(systemActor(communityId), (tx) => noteTold(tx, id, told));
  }

  private decide(
    actor: MemberActor,
    id: string,
    step: (tx: Tx, row: JoinRequestRow, request: JoinRequest) => Promise<void>,
  ): Promise<JoinRequest> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const row = await lockJoinRequest(tx, id);
      const request = openJoinRequest(this.codec, tx.communityId, row);
      await refuseOwn(tx, this.codec, request);
      await step(tx, row, request);
      return showJoinRequest(this.codec, tx.communityId, await lockJoinRequest(tx, id));
    });
  }
}

/** Nobody lets themselves in, nor a second record of themselves. @throws DomainError own-request */
async function refuseOwn(tx: Tx, codec: IdentityCodec, { email, phone }: JoinContact): Promise<void> {
  const own = (await identitiesOf(tx, codec, [tx.actor.memberId!])).get(tx.actor.memberId!);
  if ((email && own?.email === email) || (phone && own?.phone === phone)) throw joiningError('own-request');
}

function noteTold(tx: Tx, id: string, told: 'e-mail' | 'sms' | 'not'): Promise<void> {
  return tx
    .sql('UPDATE join_request SET told = $3 WHERE community_id = $1 AND id = $2', [tx.communityId, id, told])
    .then(() => undefined);
}

async function organisationOf(tx: Tx): Promise<string | null> {
  const [row] = await tx.sql<{ id: string | null }>(
    'SELECT organisation_id AS id FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, tx.actor.memberId],
  );
  await requireOpenOrganisation(tx, row?.id ?? undefined);
  return row?.id ?? null;
}
