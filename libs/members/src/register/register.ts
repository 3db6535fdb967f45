import { communityOf, policiesToday } from '#communities';
import type { Tx } from '#database';
import { addDays, instantAt, localDay, newId, type LocalDay } from '#platform';
import { memberError } from '../members/members.errors.js';
import { coverOf, MOST_OCCASIONAL_DAYS } from './register.rules.js';

export interface Entering {
  readonly memberId: string;
  readonly organisationId: string | null;
  /** When the registration is heard of: the transaction's moment, or the start of an earlier day. */
  readonly registeredAt: Date;
  /** The last day of an occasional volunteer; null for a regular one. */
  readonly lastDay: LocalDay | null;
}

/**
 * Writes somebody into the register and covers them from 24:00 of today on: a day of registration that was earlier stands
 * in the register as it was, and covers nothing that is past.
 * @throws DomainError already-registered, occasional-days
 */
export async function enterRegister(tx: Tx, entering: Entering): Promise<void> {
  const { memberId, organisationId, registeredAt, lastDay } = entering;
  const { timeZone } = await communityOf(tx);
  const registeredOn = localDay(timeZone, registeredAt);
  if (lastDay !== null && (lastDay < registeredOn || lastDay > addDays(registeredOn, MOST_OCCASIONAL_DAYS)))
    throw memberError('occasional-days');
  const standing = await standingEntry(tx, memberId);
  if (standing && (!standing.occasional || standing.until! > registeredAt))
    throw memberError('already-registered');
  const cover = coverOf(tx.now, lastDay, timeZone, await policiesToday(tx));
  // Cover begins at 24:00: somebody who comes for today alone is covered at no hour of it.
  if (!cover) throw memberError('occasional-days');
  await append(tx, organisationId, 'entered', memberId, lastDay !== null, registeredOn, cover);
  await tx.sql(
    'UPDATE member SET insured_from = $3, insured_until = $4 WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId, cover.from, cover.until],
  );
}

/** Writes out somebody who gives no more time: cover ends at 24:00 of the day. @throws DomainError not-registered */
export async function leaveRegister(tx: Tx, memberId: string): Promise<void> {
  const standing = await standingEntry(tx, memberId);
  if (!standing) throw memberError('not-registered');
  const { timeZone } = await communityOf(tx);
  const today = localDay(timeZone, tx.now);
  const until = instantAt(timeZone, addDays(today, 1), 0);
  await append(tx, standing.organisationId, 'left', memberId, standing.occasional, today, null);
  await tx.sql(
    `UPDATE member SET insured_until = least(insured_until, $3),
       insured_from = CASE WHEN insured_from < $3 THEN insured_from END WHERE community_id = $1 AND id = $2`,
    [tx.communityId, memberId, until],
  );
}

/**
 * Ends a registration and begins another, in the register of the organisation the member belongs to from now on; a volunteer
 * for some days keeps the last of them. Who stands in none stays out, and who comes for today alone is written out.
 */
export async function moveRegistration(
  tx: Tx,
  memberId: string,
  organisationId: string | null,
): Promise<void> {
  const standing = await standingEntry(tx, memberId);
  if (!standing || (standing.until && standing.until <= tx.now)) return;
  const { timeZone } = await communityOf(tx);
  // Cover ends at 24:00 of the last day, which is the first moment of the next.
  const lastDay = standing.until && addDays(localDay(timeZone, standing.until), -1);
  await leaveRegister(tx, memberId);
  if (lastDay !== null && lastDay <= localDay(timeZone, tx.now)) return;
  await enterRegister(tx, { memberId, organisationId, registeredAt: tx.now, lastDay });
}

/** Does the member stand in a register? */
export async function isRegistered(tx: Tx, memberId: string): Promise<boolean> {
  return (await standingEntry(tx, memberId)) !== undefined;
}

interface Standing {
  readonly organisationId: string | null;
  readonly occasional: boolean;
  readonly until: Date | null;
}

/** The entry under which the member stands in a register now, the member locked; undefined when in none. */
async function standingEntry(tx: Tx, memberId: string): Promise<Standing | undefined> {
  await tx.sql('SELECT 1 FROM member WHERE community_id = $1 AND id = $2 FOR UPDATE', [
    tx.communityId,
    memberId,
  ]);
  const [last] = await tx.sql<Standing & { kind: string }>(
    `SELECT kind, organisation_id AS "organisationId", occasional, covered_until AS until FROM register_entry
     WHERE community_id = $1 AND member_id = $2 ORDER BY id DESC LIMIT 1`,
    [tx.communityId, memberId],
  );
  return last?.kind === 'entered' ? last : undefined;
}

async function append(
  tx: Tx,
  organisationId: string | null,
  kind: 'entered' | 'left',
  memberId: string,
  occasional: boolean,
  day: LocalDay,
  cover: { readonly from: Date; readonly until: Date | null } | null,
): Promise<void> {
  await tx.sql('SELECT append_register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    newId(),
    organisationId,
    kind,
    memberId,
    occasional,
    day,
    cover?.from ?? null,
    cover?.until ?? null,
    tx.actor.memberId ?? null,
    tx.now,
  ]);
}
