import { communityOf, requireOpenOrganisation } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import {
  addDays,
  commonError,
  instantAt,
  localDay,
  newId,
  toPage,
  type LocalDay,
  type Page,
  type PageRequest,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { deskReaches } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { referralMachine, type ReferralState } from './referral.machine.js';
import {
  listReferralRows,
  lockReferral,
  openReferrals,
  sealPurpose,
  type Referral,
  type ReferralRow,
  type ReferralScope,
} from './referral-rows.js';

const MOST_DAYS = 400;

export interface NewReferral {
  /** Whom it is about: a member or a household. */
  readonly memberId?: string;
  readonly householdId?: string;
  readonly toOrganisationId: string;
  readonly purpose: string;
  readonly scope: ReferralScope;
  /** The last local day. */
  readonly until: LocalDay;
}

/** Sharing a person with another organisation, and taking it back. */
@Injectable()
export class ReferralService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Those that come from or go to the actor's organisation, newest first; administrators see all. */
  list(actor: MemberActor, filter: { state?: ReferralState }, page: PageRequest): Promise<Page<Referral>> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const cut = toPage(await listReferralRows(tx, filter, page), page.limit);
      await audit(tx, 'referral.list', cut.items);
      return { ...cut, items: await openReferrals(tx, this.codec, cut.items) };
    });
  }

  /**
   * @throws DomainError not-found, referral-of-nobody, referral-needless, referral-days, unknown-organisation,
   * already-referred
   */
  create(actor: MemberActor, input: NewReferral): Promise<Referral> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      if ((input.memberId === undefined) === (input.householdId === undefined))
        throw memberError('referral-of-nobody');
      const fromId = await organisationOfSubject(tx, input);
      if (fromId === null || fromId === input.toOrganisationId) throw memberError('referral-needless');
      await requireOpenOrganisation(tx, input.toOrganisationId);
      const id = newId();
      await tx.sql(
        `INSERT INTO referral (community_id, id, member_id, household_id, from_organisation_id, to_organisation_id,
           purpose_sealed, scope, state, ends_at, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          tx.communityId,
          id,
          input.memberId ?? null,
          input.householdId ?? null,
          fromId,
          input.toOrganisationId,
          sealPurpose(this.codec, tx.communityId, id, input.purpose),
          input.scope,
          referralMachine.initial,
          await endOf(tx, input.until),
          actor.memberId,
          tx.now,
        ],
      );
      const row = await lockReferral(tx, id);
      await audit(tx, 'referral.create', [row]);
      await tx.announce('referral.asked', { subjectId: id });
      return this.opened(tx, row);
    });
  }

  /**
   * By a coordinator of the organisation that is asked.
   * @throws DomainError not-found, forbidden, transition-not-allowed, referral-over
   */
  accept(actor: MemberActor, id: string): Promise<Referral> {
    return this.step(actor, id, 'accept', 'theirs');
  }

  refuse(actor: MemberActor, id: string, reason?: string): Promise<Referral> {
    return this.step(actor, id, 'refuse', 'theirs', reason);
  }

  /** By either organisation, at any time: what was shared is theirs no more at once. */
  revoke(actor: MemberActor, id: string, reason?: string): Promise<Referral> {
    return this.step(actor, id, 'revoke', undefined, reason);
  }

  private step(
    actor: MemberActor,
    id: string,
    name: 'accept' | 'refuse' | 'revoke',
    side?: 'theirs',
    reason?: string,
  ): Promise<Referral> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const row = await lockReferral(tx, id);
      if (side && !row[side]) throw commonError('forbidden', 'The other organisation answers.');
      if (row.endsAt <= tx.now) throw memberError('referral-over');
      const state = await tx.step(referralMachine, row, name, { reason, values: { answer: name } });
      await writeState(tx, id, state);
      await audit(tx, `referral.${name}`, [row]);
      return this.opened(tx, { ...row, state, version: row.version + 1 });
    });
  }

  private async opened(tx: Tx, row: ReferralRow): Promise<Referral> {
    return (await openReferrals(tx, this.codec, [row]))[0]!;
  }
}

/**
 * The organisation of a subject that the actor's own desk reaches: what came by a referral is not referred on.
 * @throws not-found
 */
async function organisationOfSubject(tx: Tx, input: NewReferral): Promise<string | null> {
  const table = input.householdId ? 'household' : 'member';
  const [row] = await tx.sql<{ organisation_id: string | null }>(
    `SELECT s.organisation_id FROM ${table} s WHERE s.community_id = $1 AND s.id = $2 AND ${deskReaches(tx.actor, 's.organisation_id', '$3')}`,
    [tx.communityId, input.householdId ?? input.memberId, tx.actor.memberId],
  );
  if (!row) throw commonError('not-found');
  return row.organisation_id;
}

async function endOf(tx: Tx, until: LocalDay): Promise<Date> {
  const { timeZone } = await communityOf(tx);
  const today = localDay(timeZone, tx.now);
  if (until < today || until > addDays(today, MOST_DAYS)) {
    throw memberError('referral-days', undefined, { earliest: today, latest: addDays(today, MOST_DAYS) });
  }
  return instantAt(timeZone, addDays(until, 1), 0);
}

async function writeState(tx: Tx, id: string, state: ReferralState): Promise<void> {
  await tx.sql('UPDATE referral SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2', [
    tx.communityId,
    id,
    state,
  ]);
}

/** The families and members it is about find it in the record of reads. */
async function audit(tx: Tx, action: string, rows: readonly ReferralRow[]): Promise<void> {
  const households = new Set(rows.flatMap(({ householdId }) => householdId ?? []));
  const members = new Set(rows.flatMap(({ memberId }) => memberId ?? []));
  if (households.size > 0) await tx.audit({ action, kind: 'household', ids: [...households] });
  if (members.size > 0) await tx.audit({ action, kind: 'member', ids: [...members] });
}

/** Referrals whose last day is over say so. @returns how many, at most `limit`. */
export async function endReferrals(tx: Tx, limit: number): Promise<number> {
  const due = await tx.sql<{ id: string; state: ReferralState }>(
    `SELECT id, state FROM referral WHERE community_id = $1 AND state IN ('asked', 'accepted') AND ends_at <= $2
     ORDER BY ends_at, id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const row of due)
    await writeState(tx, row.id, await tx.step(referralMachine, row, 'end', { as: 'system' }));
  return due.length;
}
