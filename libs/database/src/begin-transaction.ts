import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { isNewestKey, noteWrappedKeys, type WrappedKeyRow } from './community-keys.js';
import { rowsOf } from './rows.js';

/**
 * What work outside every community is for. Row-level security shows each the tables it needs: finding out who comes,
 * short messages and push services, and letting go of what is old.
 */
export type TenantlessWork = 'sign-in' | 'messages' | 'upkeep';

/** Whose transaction it is, as row-level security knows it. */
export interface Asking {
  readonly communityId?: string | undefined;
  readonly personId?: string | undefined;
  readonly work?: TenantlessWork;
}

/** Starts a transaction and knows the newest key of its community. */
export async function beginTransaction(runner: QueryRunner, asking: Asking): Promise<void> {
  await loadKeys(runner, asking.communityId ?? '', await begin(runner, asking));
}

/**
 * Starts the transaction and sets its tenant in one round trip; every request pays for each. TypeORM's own start is
 * a round trip by itself, so it is told that a transaction runs: its repositories open none of their own then.
 * @returns the community's newest data key, wrapped; null when it has none
 */
async function begin(runner: QueryRunner, { communityId, personId, work }: Asking): Promise<Buffer | null> {
  const asking = [communityId, personId, work].map((said) => pg.escapeLiteral(said ?? '')).join(', ');
  // Said before it is asked: a start that fails half-way is rolled back like any other transaction.
  (runner as { isTransactionActive: boolean }).isTransactionActive = true;
  const connection = (await runner.connect()) as pg.PoolClient;
  // TypeORM's own query keeps no answer of two statements.
  const [, opened] = (await connection.query(
    `START TRANSACTION; SELECT open_community(${asking}) AS key`,
  )) as unknown as pg.QueryResult<{ key: Buffer | null }>[];
  return opened!.rows[0]!.key;
}

/** Reads the community's keys when another process changed them, or this one has not met them. */
async function loadKeys(runner: QueryRunner, communityId: string, newest: Buffer | null): Promise<void> {
  if (isNewestKey(communityId, newest)) return;
  const rows = await rowsOf<WrappedKeyRow>(
    runner,
    'SELECT version, wrapped FROM community_key WHERE community_id = $1',
    [communityId],
  );
  noteWrappedKeys(communityId, rows);
}
