import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { identitiesOf, IdentityCodec } from '#members';
import { readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { auditAccounts, readerReaches } from './account-access.js';
import { ACCOUNT_COLUMNS, type Account } from './accounts.js';
import type { PageQueryInput } from './ledger.service.js';

/** An account with whose it is. */
export interface ListedAccount extends Account {
  /** Full name of the member; null for an account of no member, and for auditors, who know people by their ids. */
  readonly ownerName: string | null;
}

/** Everybody's accounts, for the desk. */
@Injectable()
export class DeskAccountsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** The accounts the reader reaches; the members' are people's, so the read is recorded. */
  list(actor: MemberActor, query: PageQueryInput): Promise<Page<ListedAccount>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Account>(
        `SELECT ${ACCOUNT_COLUMNS} FROM account a WHERE community_id = $1 AND ($2::uuid IS NULL OR id > $2)
           AND ${readerReaches(actor, '$4')} ORDER BY id LIMIT $3`,
        [tx.communityId, page.after ?? null, page.limit + 1, actor.memberId],
      );
      const answer = toPage(rows, page.limit);
      await auditAccounts(tx, 'account.list', answer.items);
      return { ...answer, items: await this.named(tx, actor, answer.items) };
    });
  }

  private async named(
    tx: Tx,
    { roles }: MemberActor,
    accounts: readonly Account[],
  ): Promise<ListedAccount[]> {
    const knowsPeople = roles.includes('coordinator') || roles.includes('administrator');
    const ids = knowsPeople ? accounts.flatMap(({ memberId }) => memberId ?? []) : [];
    const people = await identitiesOf(tx, this.codec, ids);
    return accounts.map((account) => {
      const owner = people.get(account.memberId ?? '');
      return { ...account, ownerName: owner ? `${owner.givenName} ${owner.familyName}`.trim() : null };
    });
  }
}
