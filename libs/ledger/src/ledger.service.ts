import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { communityOf } from '#communities';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { auditAccounts, findById, readerReaches, requireMember, requireTransfer } from './account-access.js';
import { ACCOUNT_COLUMNS, poolAccount, type Account } from './accounts.js';
import { adjust, donate, reverseTransfer } from './corrections.js';
import { ledgerError } from './ledger.errors.js';
import { openAccount } from './open-account.js';
import { keyOf } from './posting-key.js';
import type { Posted, TransferKind } from './post-transfer.js';
import { toCsv } from './statement-csv.js';
import { linesOf, type StatementLine } from './statement-lines.js';

/** A file holds at most this many lines, the newest. */
const MOST_CSV_LINES = 5_000;

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

  /** The actor's newest lines as CSV. */
  myStatementCsv(actor: MemberActor): Promise<string> {
    return this.uow.run(actor, async (tx) => csvOf(tx, (await openAccount(tx, actor.memberId)).id));
  }

  /** The newest lines of an account in reach as CSV. @throws DomainError not-found */
  statementCsv(actor: MemberActor, accountId: string): Promise<string> {
    return this.uow.run(actor, async (tx) => {
      const account = await findById(tx, accountId, readerReaches(actor, '$3'));
      await auditAccounts(tx, 'account.read-statement', [account]);
      return csvOf(tx, account.id);
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

  /** To a member, to the account of an organisation or a group, or to the pool when neither is named. */
  donate(
    actor: MemberActor,
    gift: { toMemberId: string | null; toAccountId?: string; minutes: number; reason: string },
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

async function csvOf(tx: Tx, accountId: string): Promise<string> {
  const { timeZone } = await communityOf(tx);
  const lines = await linesOf(tx, accountId, { limit: MOST_CSV_LINES - 1, after: undefined });
  return toCsv(lines, timeZone);
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

/** The sum of all balances of the community: zero, always. */
export async function ledgerTotal(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ total: number }>(
    'SELECT coalesce(sum(balance_minutes), 0)::integer AS total FROM account WHERE community_id = $1',
    [tx.communityId],
  );
  return row!.total;
}
