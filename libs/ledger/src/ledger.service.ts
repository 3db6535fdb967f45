import { UnitOfWork, type Actor, type MemberActor, type Tx } from '#database';
import { deskReaches } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { ACCOUNT_COLUMNS, poolAccount, type Account } from './accounts.js';
import { adjust, donate, reverseTransfer } from './corrections.js';
import { ledgerError } from './ledger.errors.js';
import { openAccount } from './open-account.js';
import type { Posted, TransferKind } from './post-transfer.js';

export interface StatementLine {
  readonly id: string;
  readonly transferId: string;
  readonly kind: TransferKind;
  /** Added to the account; negative: taken from it. */
  readonly minutes: number;
  readonly balanceAfterMinutes: number;
  readonly reason: string;
  readonly seatId: string | null;
  readonly reversesId: string | null;
  readonly reversed: boolean;
  readonly at: Date;
}

export interface PageQueryInput {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Accounts, statements and corrections of the time bank. */
@Injectable()
export class LedgerService {
  constructor(private readonly uow: UnitOfWork) {}

  /** The actor's own account; opened when this is its first need. */
  myAccount(actor: MemberActor): Promise<Account> {
    return this.uow.run(actor, (tx) => openAccount(tx, actor.memberId));
  }

  /** The actor's own lines, newest first. */
  myStatement(actor: MemberActor, query: PageQueryInput): Promise<Page<StatementLine>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const account = await openAccount(tx, actor.memberId);
      return toPage(await linesOf(tx, account.id, page), page.limit);
    });
  }

  /** The accounts the reader reaches; the members' are people's, so the read is recorded. */
  listAccounts(actor: MemberActor, query: PageQueryInput): Promise<Page<Account>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Account>(
        `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE community_id = $1 AND ($2::uuid IS NULL OR id > $2)
           AND ${readerReaches(actor, '$4')} ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, actor.memberId],
      );
      const answer = toPage(rows, page.limit);
      await auditAccounts(tx, 'account.list', answer.items);
      return answer;
    });
  }

  /** @throws DomainError not-found, for an account out of the reader's reach too. */
  statement(actor: MemberActor, accountId: string, query: PageQueryInput): Promise<Page<StatementLine>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const account = await findById(tx, accountId, readerReaches(actor, '$3'));
      await auditAccounts(tx, 'account.read-statement', [account]);
      return toPage(await linesOf(tx, account.id, page), page.limit);
    });
  }

  /** The pool's balance and what is promised from it: everybody may know. */
  pool(actor: MemberActor): Promise<Account> {
    return this.uow.run(actor, async (tx) => findById(tx, await poolAccount(tx)));
  }

  /** @param toMemberId null: to the pool. */
  donate(
    actor: MemberActor,
    gift: { toMemberId: string | null; minutes: number; reason: string },
    key: string | undefined,
  ): Promise<Posted> {
    const idempotencyKey = keyOf(actor, key);
    return this.uow.run(actor, (tx) => donate(tx, { ...gift, fromMemberId: actor.memberId, idempotencyKey }));
  }

  /**
   * Posts the opposite of a transfer; nobody reverses what moved their own account, nor one out of their reach.
   * @throws DomainError not-found, forbidden, reverse-the-visit, already-reversed, reversal-is-final
   */
  reverse(actor: MemberActor, transferId: string, reason: string, key: string | undefined): Promise<Posted> {
    const idempotencyKey = keyOf(actor, key);
    return this.uow.run(actor, async (tx) => {
      await requireTransfer(tx, transferId);
      await refuseVisit(tx, transferId);
      await refuseOwn(tx, transferId);
      return reverseTransfer(tx, transferId, { reason, idempotencyKey });
    });
  }

  /**
   * A correction between the bank and a member (null: the pool), with a reason that stays on the statement.
   * @throws DomainError not-found for a member out of the desk's reach, forbidden
   */
  adjust(
    actor: MemberActor,
    correction: { memberId: string | null; minutes: number; reason: string },
    key: string | undefined,
  ): Promise<Posted> {
    const idempotencyKey = keyOf(actor, key);
    if (correction.memberId === actor.memberId)
      throw commonError('forbidden', 'Nobody corrects their own account.');
    return this.uow.run(actor, async (tx) => {
      if (correction.memberId) await requireMember(tx, correction.memberId);
      return adjust(tx, { ...correction, idempotencyKey });
    });
  }
}

/** Posts carry the caller's own key, kept apart from the keys of other members. @throws DomainError idempotency-key-missing. */
function keyOf(actor: MemberActor, key: string | undefined): string {
  if (!key) throw ledgerError('idempotency-key-missing');
  return `api:${createHash('sha256').update(`${actor.memberId}|${key}`).digest('base64url')}`;
}

/** The organisation of an account `a`: its own, or its member's; bank and pool have none and are everybody's desk's. */
const ORGANISATION = `coalesce(a.organisation_id, (SELECT m.organisation_id FROM member m
  WHERE m.community_id = a.community_id AND m.id = a.member_id))`;

/** SQL condition: the desk reaches account `a`. @param actorId placeholder of the actor's member id, used in any case */
function accountReach(actor: Actor, actorId: string): string {
  return `${actorId}::uuid IS NOT NULL AND ${deskReaches(actor, ORGANISATION, actorId)}`;
}

/** The same for reading: auditors read all. */
function readerReaches(actor: Actor, actorId: string): string {
  return actor.roles.includes('auditor') ? `${actorId}::uuid IS NOT NULL` : accountReach(actor, actorId);
}

/** @throws DomainError not-found. */
async function findById(tx: Tx, id: string, reach?: string): Promise<Account> {
  const [account] = await tx.sql<Account>(
    `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE community_id = $1 AND id = $2 ${reach ? `AND ${reach}` : ''}`,
    reach ? [tx.communityId, id, tx.actor.memberId] : [tx.communityId, id],
  );
  if (!account) throw commonError('not-found');
  return account;
}

/** The desk reaches the member. @throws DomainError not-found. */
async function requireMember(tx: Tx, memberId: string): Promise<void> {
  const [member] = await tx.sql(
    `SELECT 1 FROM member m WHERE m.community_id = $1 AND m.id = $2
       AND $3::uuid IS NOT NULL AND ${deskReaches(tx.actor, 'm.organisation_id', '$3')}`,
    [tx.communityId, memberId, tx.actor.memberId],
  );
  if (!member) throw commonError('not-found');
}

/** The desk reaches every account that a transfer moved. @throws DomainError not-found. */
async function requireTransfer(tx: Tx, transferId: string): Promise<void> {
  const [row] = await tx.sql<{ reached: boolean | null }>(
    `SELECT bool_and(${accountReach(tx.actor, '$3')}) AS reached
     FROM entry e JOIN account a ON a.community_id = e.community_id AND a.id = e.account_id
     WHERE e.community_id = $1 AND e.transfer_id = $2`,
    [tx.communityId, transferId, tx.actor.memberId],
  );
  if (!row?.reached) throw commonError('not-found');
}

function linesOf(
  tx: Tx,
  accountId: string,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<StatementLine[]> {
  return tx.sql<StatementLine>(
    `SELECT e.id, e.transfer_id AS "transferId", t.kind, e.minutes, e.balance_after_minutes AS "balanceAfterMinutes",
       coalesce(t.reason, t.kind) AS reason, t.seat_id AS "seatId", t.reverses_id AS "reversesId",
       EXISTS (SELECT FROM transfer r WHERE r.community_id = t.community_id AND r.reverses_id = t.id) AS reversed,
       t.created_at AS at
     FROM entry e JOIN transfer t ON t.community_id = e.community_id AND t.id = e.transfer_id
     WHERE e.community_id = $1 AND e.account_id = $2 AND ($3::uuid IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4`,
    [tx.communityId, accountId, page.after ?? null, page.limit + 1],
  );
}

/** A visit's hours, bonus and levy are taken back together, through its seat. */
async function refuseVisit(tx: Tx, transferId: string): Promise<void> {
  const [transfer] = await tx.sql<{ kind: TransferKind }>(
    'SELECT kind FROM transfer WHERE community_id = $1 AND id = $2',
    [tx.communityId, transferId],
  );
  if (transfer && ['visit', 'bonus', 'levy'].includes(transfer.kind)) throw ledgerError('reverse-the-visit');
}

async function refuseOwn(tx: Tx, transferId: string): Promise<void> {
  const own = await tx.sql(
    `SELECT FROM entry e JOIN account a ON a.community_id = e.community_id AND a.id = e.account_id
     WHERE e.community_id = $1 AND e.transfer_id = $2 AND a.member_id = $3`,
    [tx.communityId, transferId, tx.actor.memberId],
  );
  if (own.length > 0) throw commonError('forbidden', 'Nobody corrects their own account.');
}

async function auditAccounts(tx: Tx, action: string, accounts: readonly Account[]): Promise<void> {
  const ids = accounts.flatMap(({ memberId }) => (memberId ? [memberId] : []));
  if (ids.length > 0) await tx.audit({ action, kind: 'member', ids });
}

/** The sum of all balances of the community: zero, always. */
export async function ledgerTotal(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ total: number }>(
    'SELECT coalesce(sum(balance_minutes), 0)::integer AS total FROM account WHERE community_id = $1',
    [tx.communityId],
  );
  return row!.total;
}
