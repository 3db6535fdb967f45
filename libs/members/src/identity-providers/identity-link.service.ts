import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, toPage, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReaches } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf } from '../identity/member-identity.js';
import { rolesOf } from '../members/member.queries.js';
import { refuseDeskOverDesk } from '../members/member.service.js';
import { memberError } from '../members/members.errors.js';
import { identityLinkMachine, type IdentityLinkState } from './identity-link.machine.js';
import { claimedNames, decideLink, endSessionsOf, type MatchedBy } from './identity-link-rows.js';

/** An identity at an issuer and the member it signs in as, or wants to. */
export interface OwnIdentityLink {
  readonly id: string;
  readonly provider: string;
  readonly matchedBy: MatchedBy;
  readonly state: IdentityLinkState;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

/** For the desk: beside who it says to be, who it asks for. */
export interface IdentityLink extends OwnIdentityLink {
  readonly memberId: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** As the issuer knows them; gone once it is decided. */
  readonly claimedGivenName: string | null;
  readonly claimedFamilyName: string | null;
}

interface LinkRow extends OwnIdentityLink {
  readonly memberId: string;
  readonly subjectHash: Buffer;
  readonly givenNameSealed: Buffer | null;
  readonly familyNameSealed: Buffer | null;
}

const COLUMNS = `l.id, l.provider, l.matched_by AS "matchedBy", l.state, l.created_at AS "createdAt", l.decided_at AS "decidedAt"`;
const DESK_ROWS = (tx: Tx) => `SELECT ${COLUMNS}, l.member_id AS "memberId", l.subject_hash AS "subjectHash",
    l.given_name_sealed AS "givenNameSealed", l.family_name_sealed AS "familyNameSealed"
  FROM identity_link l JOIN member m ON m.community_id = l.community_id AND m.id = l.member_id
  WHERE l.community_id = $1 AND ${deskReaches(tx.actor, 'm.organisation_id', '$2')}`;
const MOST_OWN = 50;

/** Which identities sign in as whom: asked by whoever has one, decided by the desk, ended by either. */
@Injectable()
export class IdentityLinkService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** One's own: those that wait and those that sign in. */
  listOwn(actor: MemberActor): Promise<OwnIdentityLink[]> {
    return this.uow.run(actor, (tx) =>
      tx.sql<OwnIdentityLink>(
        `SELECT ${COLUMNS} FROM identity_link l WHERE l.community_id = $1 AND l.member_id = $2
           AND l.state IN ('asked', 'confirmed') ORDER BY l.id DESC LIMIT ${MOST_OWN}`,
        [tx.communityId, actor.memberId],
      ),
    );
  }

  /** It signs in as oneself no more; it was not oneself who asked. @throws DomainError not-found, transition-not-allowed */
  withdraw(actor: MemberActor & { readonly sessionId: string }, id: string): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{ id: string; state: IdentityLinkState }>(
        'SELECT id, state FROM identity_link WHERE community_id = $1 AND id = $2 AND member_id = $3 FOR UPDATE',
        [tx.communityId, id, actor.memberId],
      );
      if (!row) throw commonError('not-found');
      await decideLink(tx, id, await tx.step(identityLinkMachine, row, 'withdraw', { as: 'system' }), null);
      await endSessionsOf(tx, id, actor.sessionId);
    });
  }

  /** Those of people the desk reaches, newest first. */
  list(
    actor: MemberActor,
    filter: { readonly state?: IdentityLinkState },
    page: PageRequest,
  ): Promise<Page<IdentityLink>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<LinkRow>(
        `${DESK_ROWS(tx)} AND ($3::text IS NULL OR l.state = $3) AND ($4::uuid IS NULL OR l.id < $4)
         ORDER BY l.id DESC LIMIT $5`,
        [tx.communityId, actor.memberId, filter.state ?? null, page.after ?? null, page.limit + 1],
      );
      const cut = toPage(rows, page.limit);
      await audit(tx, 'identity-link.list', cut.items);
      return { ...cut, items: await this.opened(tx, cut.items) };
    });
  }

  /** From now on the identity signs in as the member. @throws DomainError not-found, not-your-own, forbidden, transition-not-allowed, identity-linked-elsewhere */
  confirm(actor: MemberActor, id: string): Promise<IdentityLink> {
    return this.decide(actor, id, 'confirm');
  }

  /** @throws DomainError not-found, not-your-own, forbidden, transition-not-allowed */
  refuse(actor: MemberActor, id: string): Promise<IdentityLink> {
    return this.decide(actor, id, 'refuse');
  }

  /** What was confirmed by mistake signs in no more, and the sessions it opened end. @throws as for `refuse` */
  revoke(actor: MemberActor, id: string): Promise<IdentityLink> {
    return this.decide(actor, id, 'revoke');
  }

  private decide(
    actor: MemberActor,
    id: string,
    step: 'confirm' | 'refuse' | 'revoke',
  ): Promise<IdentityLink> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      // The member too: whoever confirms must see the roles that are granted at this moment.
      const [row] = await tx.sql<LinkRow>(`${DESK_ROWS(tx)} AND l.id = $3 FOR UPDATE OF l FOR SHARE OF m`, [
        tx.communityId,
        actor.memberId,
        id,
      ]);
      if (!row) throw commonError('not-found');
      await requireMayDecide(tx, row);
      const state = await tx.step(identityLinkMachine, row, step);
      await decideLink(tx, id, state, actor.memberId);
      if (step === 'revoke') await endSessionsOf(tx, id, null);
      await audit(tx, `identity-link.${step}`, [row]);
      const decided = { ...row, state, decidedAt: tx.now, givenNameSealed: null, familyNameSealed: null };
      return (await this.opened(tx, [decided]))[0]!;
    });
  }

  private async opened(tx: Tx, rows: readonly LinkRow[]): Promise<IdentityLink[]> {
    const members = await identitiesOf(
      tx,
      this.codec,
      rows.map(({ memberId }) => memberId),
    );
    return rows.map((row) => ({
      id: row.id,
      provider: row.provider,
      memberId: row.memberId,
      matchedBy: row.matchedBy,
      state: row.state,
      createdAt: row.createdAt,
      decidedAt: row.decidedAt,
      givenName: members.get(row.memberId)?.givenName ?? null,
      familyName: members.get(row.memberId)?.familyName ?? null,
      ...claimedNames(this.codec, tx.communityId, row),
    }));
  }
}

/**
 * Nobody lets themselves in as somebody, neither into their own record nor with an identity of their own into another's;
 * who signs in at the desk is an administrator's to decide.
 */
async function requireMayDecide(tx: Tx, { memberId, subjectHash }: LinkRow): Promise<void> {
  if (memberId === tx.actor.memberId) throw memberError('not-your-own');
  const own = await tx.sql(
    `SELECT 1 FROM identity_link WHERE community_id = $1 AND member_id = $2 AND subject_hash = $3 LIMIT 1`,
    [tx.communityId, tx.actor.memberId, subjectHash],
  );
  if (own.length > 0) throw memberError('not-your-own');
  refuseDeskOverDesk(tx.actor, await rolesOf(tx, memberId));
}

async function audit(tx: Tx, action: string, rows: readonly LinkRow[]): Promise<void> {
  const members = new Set(rows.map(({ memberId }) => memberId));
  if (members.size > 0) await tx.audit({ action, kind: 'member', ids: [...members] });
}
