import { policiesToday, requireOrganisation } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { reachesOrganisation } from '#members';
import { commonError, newId, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { accountReach, findById } from './account-access.js';
import { limitsOf } from './account-limits.js';
import type { Account } from './accounts.js';
import { receiverOf } from './corrections.js';
import { ledgerError } from './ledger.errors.js';
import type { PageQueryInput } from './ledger.service.js';
import { post, type Posted } from './post-transfer.js';
import { keyOf } from './posting-key.js';

/** An account that members can give to; its balance is its coordinators' to know. */
export interface SharedAccount {
  readonly id: string;
  readonly kind: 'organisation' | 'group';
  readonly organisationId: string | null;
  /** The group's, or the organisation's. */
  readonly name: string;
  /** The reader leads it: they read its statement. */
  readonly led: boolean;
  /** It pays members and requests when the reader says so. */
  readonly pays: boolean;
}

export interface NewSharedAccount {
  readonly kind: SharedAccount['kind'];
  readonly organisationId?: string;
  /** A group's; an organisation's account is named by it. */
  readonly name?: string;
}

export interface Payment {
  readonly toMemberId: string | null;
  readonly toAccountId?: string;
  readonly minutes: number;
  readonly reason: string;
}

/** Accounts of organisations and groups: opened and led by their coordinators, given to by everybody. */
@Injectable()
export class SharedAccountsService {
  constructor(private readonly uow: UnitOfWork) {}

  list(actor: MemberActor, query: PageQueryInput): Promise<Page<SharedAccount>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<SharedAccount>(
        `SELECT a.id, a.kind, a.organisation_id AS "organisationId", coalesce(a.name, o.name) AS name,
           l.led, l.led AND $5 AS pays
         FROM account a LEFT JOIN organisation o ON o.community_id = a.community_id AND o.id = a.organisation_id
         CROSS JOIN LATERAL (SELECT coalesce(${accountReach(actor, '$4')}, false) AS led) l
         WHERE a.community_id = $1 AND a.kind IN ('organisation', 'group') AND ($2::uuid IS NULL OR a.id > $2)
         ORDER BY a.id LIMIT $3`,
        [
          tx.communityId,
          page.after ?? null,
          page.limit + 1,
          actor.memberId,
          (await policiesToday(tx)).sharedAccountsPay,
        ],
      );
      return toPage(rows, page.limit);
    });
  }

  /**
   * @throws DomainError unknown-organisation, not-found for one out of reach, account-exists,
   * organisation-missing, name-missing
   */
  open(actor: MemberActor, input: NewSharedAccount): Promise<Account> {
    return this.uow.run(actor, async (tx) => {
      if (input.kind === 'organisation' && !input.organisationId) throw ledgerError('organisation-missing');
      if (input.kind === 'group' && !input.name) throw ledgerError('name-missing');
      await requireOrganisation(tx, input.organisationId);
      await requireReach(tx, input.organisationId ?? null);
      const id = newId();
      await tx.sql(
        `INSERT INTO account (community_id, id, kind, organisation_id, name, floor_minutes, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          tx.communityId,
          id,
          input.kind,
          input.organisationId ?? null,
          input.kind === 'group' ? input.name : null,
          limitsOf(input.kind, await policiesToday(tx))!.floorMinutes,
          tx.now,
        ],
      );
      await tx.audit({ action: 'account.open', kind: 'account', ids: [id] });
      return findById(tx, id);
    });
  }

  /**
   * Pays a member, another shared account or the pool, where the community's policy allows it; never oneself.
   * @throws DomainError not-found, payments-off, forbidden, same-account, unknown-account, balance-too-low
   */
  pay(actor: MemberActor, accountId: string, payment: Payment, key: string | undefined): Promise<Posted> {
    const idempotencyKey = keyOf(actor, key);
    if (payment.toMemberId === actor.memberId) {
      throw commonError('forbidden', 'Nobody pays themselves from an account they lead.');
    }
    return this.uow.run(actor, async (tx) => {
      const account = await findById(tx, accountId, accountReach(actor, '$3'));
      if (account.kind !== 'group' && account.kind !== 'organisation') throw commonError('not-found');
      if (!(await policiesToday(tx)).sharedAccountsPay) throw ledgerError('payments-off');
      const toId = await receiverOf(tx, payment);
      if (toId === account.id) throw ledgerError('same-account');
      await tx.audit({ action: 'account.pay', kind: 'account', ids: [account.id], reason: payment.reason });
      return post(tx, {
        kind: 'payment',
        idempotencyKey,
        reason: payment.reason,
        entries: [
          { accountId: account.id, minutes: -payment.minutes },
          { accountId: toId, minutes: payment.minutes },
        ],
      });
    });
  }
}

/** @throws DomainError not-found unless the desk reaches the organisation. */
async function requireReach(tx: Tx, organisationId: string | null): Promise<void> {
  if (!(await reachesOrganisation(tx, organisationId))) throw commonError('not-found');
}
