import { todayOf } from '#communities';
import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { addDays, commonError, newId, toPage, type LocalDay, type Page, type PageRequest } from '#platform';
import { Injectable } from '@nestjs/common';
import { relationToMember } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { requireNotLeft } from '../members/member.queries.js';
import { memberError } from '../members/members.errors.js';
import type { GuardianPurpose } from '../privacy/choice.rules.js';
import { endChoicesUnder, isOldEnoughToConsent } from '../privacy/record-choice.js';
import { endSessionsOfMember } from '../sign-in/session.service.js';
import { requireOldEnough } from './age.js';

const GUARDIAN = 'minor_consent.guardian';
/** A consent is asked for again once a year. */
const MOST_DAYS = 366;

/** A guardian's yes for a minor, to one purpose, heard or seen by the desk. */
export interface MinorConsent {
  readonly id: string;
  readonly memberId: string;
  readonly purpose: GuardianPurpose;
  /** The guardian's name, as they gave it. */
  readonly guardian: string;
  readonly givenOn: LocalDay;
  /** The last day it holds. */
  readonly validUntil: LocalDay;
  readonly recordedBy: string;
  readonly withdrawnAt: Date | null;
}

type ConsentRow = Omit<MinorConsent, 'guardian'> & { readonly sealed: Buffer };

const COLUMNS = `id, member_id AS "memberId", purpose, guardian_sealed AS sealed, given_on AS "givenOn", valid_until AS "validUntil",
  recorded_by AS "recordedBy", withdrawn_at AS "withdrawnAt"`;

/** Minors who volunteer, from the age the community sets: never without a guardian's consent that holds, never alone with other minors. */
@Injectable()
export class MinorService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Notes the day a member comes of age; null for an adult. Until then they give time only under a consent.
   * @throws DomainError not-found, not-your-own, too-young, of-age
   */
  setMinor(actor: MemberActor, memberId: string, adultOn: LocalDay | null): Promise<void> {
    return this.desk(actor, memberId, async (tx) => {
      const today = await todayOf(tx);
      if (adultOn !== null && adultOn <= today) throw memberError('of-age');
      if (adultOn !== null) await requireOldEnough(tx, adultOn);
      await tx.sql(
        'UPDATE member SET adult_on = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
        [tx.communityId, memberId, adultOn],
      );
      await changed(tx, memberId, 'member.edit');
    });
  }

  /** Newest first; one's own, or of somebody the desk reaches. @throws DomainError not-found */
  listConsents(actor: MemberActor, memberId: string, page: PageRequest): Promise<Page<MinorConsent>> {
    return this.uow.run(actor, async (tx) => {
      const relation = await relationToMember(tx, memberId);
      if (relation !== 'self' && relation !== 'coordinator') throw commonError('not-found');
      const rows = await tx.sql<ConsentRow>(
        `SELECT ${COLUMNS} FROM minor_consent WHERE community_id = $1 AND member_id = $2 AND ($3::uuid IS NULL OR id < $3)
         ORDER BY id DESC LIMIT $4`,
        [tx.communityId, memberId, page.after ?? null, page.limit + 1],
      );
      if (relation !== 'self')
        await tx.audit({ action: 'minor-consent.read', kind: 'member', ids: [memberId] });
      const cut = toPage(rows, page.limit);
      return { ...cut, items: cut.items.map((row) => this.opened(tx, row)) };
    });
  }

  /**
   * @param input.purpose to give time when left out
   * @throws DomainError not-found, not-your-own, of-age and consents-alone (nobody's consent is needed), consent-days
   */
  recordConsent(
    actor: MemberActor,
    memberId: string,
    input: { readonly guardian: string; readonly validUntil: LocalDay; readonly purpose?: GuardianPurpose },
  ): Promise<MinorConsent> {
    return this.desk(actor, memberId, async (tx) => {
      const today = await todayOf(tx);
      const [member] = await tx.sql<{ adultOn: LocalDay | null }>(
        'SELECT adult_on AS "adultOn" FROM member WHERE community_id = $1 AND id = $2',
        [tx.communityId, memberId],
      );
      const adultOn = member!.adultOn;
      if (adultOn === null || adultOn <= today) throw memberError('of-age');
      const { validUntil, purpose = 'volunteering' } = input;
      if (purpose === 'record' && (await isOldEnoughToConsent(tx, memberId)))
        throw memberError('consents-alone');
      if (validUntil < today || validUntil >= adultOn || validUntil > addDays(today, MOST_DAYS))
        throw memberError('consent-days');
      const id = newId();
      const [row] = await tx.sql<ConsentRow>(
        `INSERT INTO minor_consent (community_id, id, member_id, guardian_sealed, given_on, valid_until, recorded_by, created_at, purpose)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
        [
          tx.communityId,
          id,
          memberId,
          this.codec.seal(tx.communityId, GUARDIAN, id, input.guardian),
          today,
          validUntil,
          actor.memberId,
          tx.now,
          purpose,
        ],
      );
      await changed(tx, memberId, 'minor-consent.record');
      return this.opened(tx, row!);
    });
  }

  /** The guardian took it back: at once. With the record, sign-in and what was chosen under it end too.
   * Again is no error. @throws DomainError not-found, not-your-own */
  withdrawConsent(actor: MemberActor, id: string): Promise<MinorConsent> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      const [known] = await tx.sql<ConsentRow>(
        `SELECT ${COLUMNS} FROM minor_consent WHERE community_id = $1 AND id = $2 FOR UPDATE`,
        [tx.communityId, id],
      );
      if (!known) throw commonError('not-found');
      await requireDesk(tx, known.memberId);
      if (known.withdrawnAt) return this.opened(tx, known);
      await tx.sql('UPDATE minor_consent SET withdrawn_at = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
        tx.now,
      ]);
      if (known.purpose === 'record') await endRecord(tx, known.memberId, id);
      await changed(tx, known.memberId, 'minor-consent.withdraw');
      return this.opened(tx, { ...known, withdrawnAt: tx.now });
    });
  }

  private desk<T>(actor: MemberActor, memberId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.uow.run(actor, async (tx) => {
      await requireDesk(tx, memberId);
      await requireNotLeft(tx, memberId);
      return work(tx);
    });
  }

  private opened(tx: Tx, { sealed, ...row }: ConsentRow): MinorConsent {
    return { ...row, guardian: this.codec.open(tx.communityId, GUARDIAN, row.id, sealed) };
  }
}

/** @throws DomainError not-your-own, not-found */
async function requireDesk(tx: Tx, memberId: string): Promise<void> {
  if (memberId === tx.actor.memberId) throw memberError('not-your-own');
  if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
}

/** Nobody signs in as somebody too young to consent, and nothing is done on a word that was taken back. */
async function endRecord(tx: Tx, memberId: string, consentId: string): Promise<void> {
  if (await isOldEnoughToConsent(tx, memberId)) return;
  await endSessionsOfMember(tx, memberId);
  await endChoicesUnder(tx, memberId, consentId);
}

async function changed(tx: Tx, memberId: string, action: string): Promise<void> {
  await tx.audit({ action, kind: 'member', ids: [memberId] });
  await tx.announce('member.cover-changed', { subjectId: memberId });
}
