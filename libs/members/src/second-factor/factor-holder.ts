import type { Tx } from '#database';
import { randomBytes } from 'node:crypto';
import type { SignedInActor } from '../sign-in/session.service.js';
import { secondFactorError } from './second-factor.errors.js';
import { isRecentProof, lockedUntil } from './second-factor.rules.js';

const HANDLE_BYTES = 32;

/** A person as passkeys know them, and how often a wrong code was given. */
export interface FactorHolder {
  readonly userHandle: Buffer;
  readonly failures: number;
  readonly lockedUntil: Date | null;
}

/** The person's row, locked: what is decided about their factors is decided one after the other. */
export async function lockHolder(sql: Tx['sql'], personId: string): Promise<FactorHolder | undefined> {
  const [row] = await sql<FactorHolder>(
    `SELECT user_handle AS "userHandle", failures, locked_until AS "lockedUntil" FROM factor_holder
     WHERE person_id = $1 FOR UPDATE`,
    [personId],
  );
  return row;
}

export async function hasSecondFactor(sql: Tx['sql'], personId: string): Promise<boolean> {
  const [row] = await sql<{ has: boolean }>('SELECT has_second_factor($1) AS has', [personId]);
  return row!.has;
}

/** Locks the actor's row and makes sure they proved lately that it is them. @throws DomainError recent-proof-needed */
export async function beginChange(tx: Tx, actor: SignedInActor): Promise<FactorHolder> {
  await tx.sql(
    'INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING',
    [actor.personId, randomBytes(HANDLE_BYTES)],
  );
  const holder = await lockHolder(tx.sql, actor.personId);
  const enrolled = await hasSecondFactor(tx.sql, actor.personId);
  if (!isRecentProof({ ...actor, enrolled }, tx.now)) throw secondFactorError('recent-proof-needed');
  return holder!;
}

/** Counts a wrong code; from the fifth in a row on nothing is looked at for a while. */
export async function countFailure(
  sql: Tx['sql'],
  personId: string,
  holder: FactorHolder,
  now: Date,
): Promise<void> {
  await sql('UPDATE factor_holder SET failures = $2, locked_until = $3 WHERE person_id = $1', [
    personId,
    holder.failures + 1,
    lockedUntil(holder.failures + 1, now),
  ]);
}

export async function forgetFailures(sql: Tx['sql'], personId: string): Promise<void> {
  await sql(
    'UPDATE factor_holder SET failures = 0, locked_until = NULL WHERE person_id = $1 AND failures > 0',
    [personId],
  );
}

/** Tells the person by mail, at any hour, that how they sign in was changed. */
export async function tellOfChange(
  tx: Tx,
  memberId: string,
  change: 'added' | 'removed' | 'reset',
): Promise<void> {
  await tx.announce('second-factor.changed', {
    subjectId: memberId,
    values: { answer: change, at: tx.now.toISOString() },
  });
}
