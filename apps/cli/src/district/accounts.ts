import { createHash } from 'node:crypto';
import { row, type Row } from './bulk-writer.js';
import { coordinatorId } from './staff.js';
import type { World } from './world.js';

export const OPENING_MINUTES = 120;
export const POOL_MINUTES = 1_200;
const FLOOR_MINUTES = -600;
const CEILING_MINUTES = 6_000;

export const bankId = (world: World): string => world.id('account', 0);
const poolId = (world: World): string => world.id('account', 1);
const organisationAccountId = (world: World): string => world.id('account', 2);

export interface TransferPlan {
  readonly id: string;
  readonly kind: 'opening' | 'donation' | 'visit';
  readonly key: string;
  readonly reason: string | null;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  readonly seatId?: string;
  readonly createdBy: string | null;
  readonly at: Date;
}

/** A transfer of two entries that sum to zero; balances follow from the entries. */
export function* transferRows(world: World, plan: TransferPlan): Generator<Row> {
  yield row('transfer', {
    id: plan.id,
    kind: plan.kind,
    idempotency_key: plan.key,
    request_hash: createHash('sha256')
      .update(`${plan.kind}|${plan.from}|${plan.to}|${plan.minutes}`)
      .digest(),
    seat_id: plan.seatId ?? null,
    reason: plan.reason,
    created_by: plan.createdBy,
    created_at: plan.at,
  });
  const entry = (place: number, account: string, minutes: number): Row =>
    row('entry', {
      id: world.id(`entry:${plan.id}`, place, plan.at),
      transfer_id: plan.id,
      account_id: account,
      minutes,
      balance_after_minutes: 0,
    });
  yield entry(0, plan.from, -plan.minutes);
  yield entry(1, plan.to, plan.minutes);
}

/** The bank, the pool and the account of the association that gave the pool its first minutes. */
export function* bankRows(world: World): Generator<Row> {
  const at = world.founded;
  const account = (
    id: string,
    kind: string,
    organisationId: string | null,
    name: string,
    floor: number | null,
  ): Row =>
    row('account', {
      id,
      kind,
      member_id: null,
      organisation_id: organisationId,
      name,
      balance_minutes: 0,
      held_minutes: 0,
      floor_minutes: floor,
      ceiling_minutes: null,
      created_at: at,
    });
  yield account(bankId(world), 'bank', null, 'Banca del tempo', null);
  yield account(poolId(world), 'pool', null, 'Fondo di solidarietà', 0);
  yield account(
    organisationAccountId(world),
    'organisation',
    world.organisationId(1),
    'Associazione Tempo Vicino',
    0,
  );
  const createdBy = coordinatorId(world, 1, 0);
  const moved = { minutes: POOL_MINUTES, createdBy, at };
  yield* transferRows(world, {
    ...moved,
    id: world.id('transfer', 0, at),
    kind: 'opening',
    key: `opening:${organisationAccountId(world)}`,
    reason: 'Opening balance',
    from: bankId(world),
    to: organisationAccountId(world),
  });
  yield* transferRows(world, {
    ...moved,
    id: world.id('transfer', 1, at),
    kind: 'donation',
    key: `donation:${organisationAccountId(world)}`,
    reason: 'Donazione di avvio al fondo di solidarietà',
    from: organisationAccountId(world),
    to: poolId(world),
  });
}

export const accountId = (world: World, owner: 'guardian' | 'helper', index: number, at: Date): string =>
  world.id(`account:${owner}`, index, at);

/** A member's account with its opening balance, counter-entry in the bank's. */
export function* accountRows(
  world: World,
  owner: 'guardian' | 'helper',
  index: number,
  memberId: string,
  at: Date,
): Generator<Row> {
  const id = accountId(world, owner, index, at);
  yield row('account', {
    id,
    kind: 'member',
    member_id: memberId,
    organisation_id: null,
    name: null,
    balance_minutes: 0,
    held_minutes: 0,
    floor_minutes: FLOOR_MINUTES,
    ceiling_minutes: CEILING_MINUTES,
    created_at: at,
  });
  yield* transferRows(world, {
    id: world.id(`transfer:${owner}`, index, at),
    kind: 'opening',
    key: `opening:${id}`,
    reason: 'Opening balance',
    from: bankId(world),
    to: id,
    minutes: OPENING_MINUTES,
    createdBy: null,
    at,
  });
}
