import type { Tx } from '#database';
import { adjust, ledgerTotal, openAccount, poolAccount } from '#ledger';
import { newId } from '#platform';
import { expect } from '@jest/globals';
import { buildCommunity } from './community.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

/** A time bank, new for each test (`begin`), and what must hold in it whatever happens. */
export class LedgerScene {
  world!: TestWorld;
  people!: CommunityPeople;

  async open(): Promise<TestWorld> {
    this.world = await openWorld();
    return this.world;
  }

  async begin(): Promise<CommunityPeople> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    return this.people;
  }

  readonly run = <T>(work: (tx: Tx) => Promise<T>) => this.world.uow.run(this.people.facts.system, work);

  readonly balance = (memberId: string) =>
    this.run(async (tx) => (await openAccount(tx, memberId)).balanceMinutes);

  readonly poolBalance = () =>
    this.run(async (tx) => {
      const [row] = await tx.sql<{ free: number }>(
        'SELECT balance_minutes - held_minutes AS free FROM account WHERE id = $1',
        [await poolAccount(tx)],
      );
      return row!.free;
    });

  readonly fillPool = (minutes: number) =>
    this.run((tx) =>
      adjust(tx, { memberId: null, minutes, reason: 'Start', idempotencyKey: `fill:${newId()}` }),
    );

  /** The ledger sums to zero, and each account says what its entries and holds say. */
  readonly expectSound = () =>
    this.run(async (tx) => {
      expect(await ledgerTotal(tx)).toBe(0);
      const wrong = await tx.sql(
        `SELECT a.id FROM account a
         LEFT JOIN LATERAL (SELECT coalesce(sum(minutes), 0) AS sum FROM entry e WHERE e.community_id = a.community_id AND e.account_id = a.id) e ON true
         LEFT JOIN LATERAL (SELECT coalesce(sum(minutes), 0) AS sum FROM hold h WHERE h.community_id = a.community_id AND h.account_id = a.id AND h.state = 'held') h ON true
         WHERE a.community_id = $1 AND (a.balance_minutes <> e.sum OR a.held_minutes <> h.sum)`,
        [tx.communityId],
      );
      expect(wrong).toEqual([]);
    });
}
