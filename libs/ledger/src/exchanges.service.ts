import { requireTimebank, todayOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  addDays,
  addMinutes,
  commonError,
  newId,
  readPage,
  toPage,
  type LocalDay,
  type Page,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { requireActiveMember } from './corrections.js';
import { exchangeMachine, type ExchangeState } from './exchange.machine.js';
import { ledgerError } from './ledger.errors.js';
import { openAccount } from './open-account.js';
import { post } from './post-transfer.js';

/** A swap is recorded at most this long after it happened. */
const RECORD_WITHIN_DAYS = 92;
/** The other side answers within this. */
const ANSWER_WITHIN_DAYS = 30;

export interface Exchange {
  readonly id: string;
  readonly giverId: string;
  readonly receiverId: string;
  readonly recordedBy: string;
  readonly categoryId: string;
  readonly minutes: number;
  readonly happenedOn: LocalDay;
  readonly state: ExchangeState;
  readonly transferId: string | null;
  readonly answerBy: Date;
  readonly version: number;
}

export interface NewExchange {
  readonly giverId: string;
  readonly receiverId: string;
  readonly categoryId: string;
  readonly minutes: number;
  readonly happenedOn: LocalDay;
}

const COLUMNS = `id, giver_id AS "giverId", receiver_id AS "receiverId", recorded_by AS "recordedBy",
  category_id AS "categoryId", minutes, happened_on AS "happenedOn", state, transfer_id AS "transferId",
  answer_by AS "answerBy", version`;

/** Direct exchanges between two adult members, in categories that allow them. */
@Injectable()
export class ExchangesService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Records a swap that took place; it counts once the other side confirms. */
  record(actor: MemberActor, input: NewExchange): Promise<Exchange> {
    return this.uow.run(actor, async (tx) => {
      await this.check(tx, actor, input);
      const [exchange] = await tx.sql<Exchange>(
        `INSERT INTO exchange (community_id, id, giver_id, receiver_id, recorded_by, category_id, minutes, happened_on, state,
           answer_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${COLUMNS}`,
        [
          tx.communityId,
          newId(),
          input.giverId,
          input.receiverId,
          actor.memberId,
          input.categoryId,
          input.minutes,
          input.happenedOn,
          exchangeMachine.initial,
          addMinutes(tx.now, ANSWER_WITHIN_DAYS * 1_440),
          tx.now,
        ],
      );
      await tx.announce('exchange.recorded', { subjectId: exchange!.id, key: 'recorded' });
      return exchange!;
    });
  }

  /** The other side confirms: the minutes move in the same transaction. A second tap changes nothing. */
  confirm(actor: MemberActor, id: string): Promise<Exchange> {
    return this.uow.run(actor, async (tx) => {
      const exchange = await lockOthers(tx, id);
      if (exchange.state === 'confirmed') return exchange;
      await requireAdultsWhoMayMeet(tx, exchange);
      const state = await tx.step(exchangeMachine, exchange, 'confirm');
      const giver = await openAccount(tx, exchange.giverId);
      const receiver = await openAccount(tx, exchange.receiverId);
      const { transferId } = await post(tx, {
        kind: 'exchange',
        idempotencyKey: `exchange:${id}`,
        reason: 'Direct exchange',
        entries: [
          { accountId: receiver.id, minutes: -exchange.minutes },
          { accountId: giver.id, minutes: exchange.minutes },
        ],
      });
      return write(tx, id, state, transferId);
    });
  }

  refuse(actor: MemberActor, id: string): Promise<Exchange> {
    return this.uow.run(actor, async (tx) => {
      const exchange = await lockOthers(tx, id);
      return write(tx, id, await tx.step(exchangeMachine, exchange, 'refuse'), null);
    });
  }

  /** Exchanges I gave or received, newest first. */
  list(actor: MemberActor, query: { limit?: number; cursor?: string }): Promise<Page<Exchange>> {
    const page = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Exchange>(
        `SELECT ${COLUMNS} FROM exchange WHERE community_id = $1 AND (giver_id = $2 OR receiver_id = $2)
           AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
        [tx.communityId, actor.memberId, page.after ?? null, page.limit + 1],
      );
      return toPage(rows, page.limit);
    });
  }

  private async check(tx: Tx, actor: MemberActor, input: NewExchange): Promise<void> {
    await requireTimebank(tx);
    if (input.giverId === input.receiverId) throw ledgerError('same-account');
    if (![input.giverId, input.receiverId].includes(actor.memberId)) throw commonError('forbidden');
    await requireActiveMember(tx, input.giverId === actor.memberId ? input.receiverId : input.giverId);
    await requireAdultsWhoMayMeet(tx, input);
    const [category] = await tx.sql<{ direct_exchange: boolean }>(
      'SELECT direct_exchange FROM category WHERE community_id = $1 AND id = $2 AND active',
      [tx.communityId, input.categoryId],
    );
    if (!category?.direct_exchange) throw ledgerError('category-needs-approval');
    const today = await todayOf(tx);
    if (input.happenedOn > today || input.happenedOn < addDays(today, -RECORD_WITHIN_DAYS)) {
      throw ledgerError('exchange-day');
    }
  }
}

/** Which of the reasons it is stays unsaid: a block is nobody's to know. @throws DomainError exchange-between-adults */
async function requireAdultsWhoMayMeet(
  tx: Tx,
  { giverId, receiverId }: { readonly giverId: string; readonly receiverId: string },
): Promise<void> {
  const [row] = await tx.sql<{ fit: boolean }>(
    `SELECT NOT kept_apart($2, $3) AND NOT EXISTS (SELECT FROM member m
       WHERE m.community_id = $1 AND m.id IN ($2, $3) AND m.adult_on > $4) AS fit`,
    [tx.communityId, giverId, receiverId, await todayOf(tx)],
  );
  if (!row!.fit) throw ledgerError('exchange-between-adults');
}

/** An exchange the actor is the other side of, locked. @throws DomainError not-found, not-the-other-side. */
async function lockOthers(tx: Tx, id: string): Promise<Exchange> {
  const [exchange] = await tx.sql<Exchange>(
    `SELECT ${COLUMNS} FROM exchange WHERE community_id = $1 AND id = $2 AND $3 IN (giver_id, receiver_id) FOR UPDATE`,
    [tx.communityId, id, tx.actor.memberId],
  );
  if (!exchange) throw commonError('not-found');
  if (exchange.recordedBy === tx.actor.memberId) throw ledgerError('not-the-other-side');
  return exchange;
}

async function write(tx: Tx, id: string, state: ExchangeState, transferId: string | null): Promise<Exchange> {
  const [exchange] = await tx.sql<Exchange>(
    `UPDATE exchange SET state = $3, transfer_id = $4, version = version + 1 WHERE community_id = $1 AND id = $2
     RETURNING ${COLUMNS}`,
    [tx.communityId, id, state, transferId],
  );
  return exchange!;
}

/** Swaps the other side never answered expire. @returns how many, at most `limit`. */
export async function expireExchanges(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string; state: ExchangeState }>(
    `SELECT id, state FROM exchange WHERE community_id = $1 AND state = 'recorded' AND answer_by <= $2
     ORDER BY answer_by, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const row of due) {
    await write(tx, row.id, await tx.step(exchangeMachine, row, 'expire', { as: 'system' }), null);
  }
  return due.length;
}
