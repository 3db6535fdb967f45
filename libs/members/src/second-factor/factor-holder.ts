import { systemActor, type Tx, type UnitOfWork } from '#database';
import { randomBytes } from 'node:crypto';
import { rolesOf } from '../members/member.queries.js';
import { sitsAtTheDesk } from '../members/member.service.js';
import type { SignedInActor } from '../sign-in/session.service.js';
import { lockedUntil } from './second-factor.rules.js';

const HANDLE_BYTES = 32;
const MOST_MEMBERSHIPS = 100;

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

/** The actor's row, locked, and made where there is none: their factors change one after the other. */
export async function beginChange(tx: Tx, actor: SignedInActor): Promise<FactorHolder> {
  await tx.sql(
    'INSERT INTO factor_holder (person_id, user_handle) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING',
    [actor.personId, randomBytes(HANDLE_BYTES)],
  );
  return (await lockHolder(tx.sql, actor.personId))!;
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

/** Does the person sit at the desk of a community other than this one? */
export async function sitsAtAnotherDesk(
  uow: UnitOfWork,
  personId: string,
  communityId: string,
): Promise<boolean> {
  const others = await uow.ofPerson(personId, (sql) =>
    sql<{ communityId: string; memberId: string }>(
      `SELECT community_id AS "communityId", id AS "memberId" FROM member
       WHERE person_id = $1 AND community_id <> $2 AND state = 'active' ORDER BY created_at, id LIMIT ${MOST_MEMBERSHIPS}`,
      [personId, communityId],
    ),
  );
  for (const other of others) {
    const roles = await uow.run(systemActor(other.communityId), (tx) => rolesOf(tx, other.memberId));
    if (sitsAtTheDesk(roles)) return true;
  }
  return false;
}
