import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { communityOf } from '#communities';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { auditAccounts, findById, readerReaches, requireMember, requireTransfer } from './account-access.js';
import { poolAccount, type Account } from './accounts.js';
import { adjust, donate, reverseTransfer } from './corrections.js';
import { ledgerError } from './ledger.errors.js';
import { openAccount } from './open-account.js';
import { keyOf } from './posting-key.js';
import type { Posted, TransferKind } from './post-transfer.js';
import { toCsv } from './statement-csv.js';
import { linesOf, type StatementLine } from './statement-lines.js';

/** Lines of a file read at once: it may be long, and is never here as a whole. */
const CSV_PAGE = 1_000;

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

  /** All of the actor's own lines as CSV, newest first, page after page as it is taken. */
  myStatementCsv(actor: MemberActor): Promise<Readable> {
    return this.csvOf(actor, (tx) => openAccount(tx, actor.memberId));
  }

  /** All lines of an account in reach as CSV. @throws DomainError not-found */
  statementCsv(actor: MemberActor, accountId: string): Promise<Readable> {
    return this.csvOf(actor, async (tx) => {
      const account = await findById(tx, accountId, readerReaches(actor, '$3'));
      await auditAccounts(tx, 'account.read-statement', [account]);
      return account;
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

  private async csvOf(actor: MemberActor, find: (tx: Tx) => Promise<Account>): Promise<Readable> {
    const { id, timeZone } = await this.uow.run(actor, async (tx) => {
      const { timeZone } = await communityOf(tx);
      return { id: (await find(tx)).id, timeZone };
    });
    return Readable.from(toCsv(this.pagesOf(actor, id), timeZone), { objectMode: false });
  }

  /** Each page in a transaction of its own: whoever takes them slowly holds none open. */
  private async *pagesOf(actor: MemberActor, accountId: string): AsyncGenerator<readonly StatementLine[]> {
    for (let after: string | undefined, more = true; more;) {
      const page = { limit: CSV_PAGE, after };
      const lines = await this.uow.run(actor, (tx) => linesOf(tx, accountId, page));
      more = lines.length > CSV_PAGE;
      yield lines.slice(0, CSV_PAGE);
      after = lines[CSV_PAGE - 1]?.id;
    }
  }
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
