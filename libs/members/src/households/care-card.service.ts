import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor } from '#database';
import { commonError, shownPhone } from '#platform';
import { Injectable } from '@nestjs/common';
import { servesDependant } from '../access/relation.queries.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberError } from '../members/members.errors.js';
import { dependantOf } from './dependant.service.js';
import { recordConsent } from '../privacy/record-choice.js';
import { isGuardianOf } from './household.queries.js';

/** What the helper of the day must know of a dependant, in the words of the guardian who consented to share it. */
export interface CareCardContent {
  readonly emergencyName: string;
  readonly emergencyPhone: string;
  /** Written by a parent, such as an allergy; at most 500 characters. */
  readonly instructions: string;
}

export interface CareCard extends CareCardContent {
  readonly dependantId: string;
  readonly consentedAt: Date;
  readonly version: number;
}

const PLACE = 'care_card.content';

/** Care cards: a guardian writes them; a guardian, and the assigned helper until the visit ends, reads them. */
@Injectable()
export class CareCardService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Recorded, whoever reads. @throws DomainError not-found, for everybody else as for no card. */
  readCareCard(actor: MemberActor, dependantId: string): Promise<CareCard> {
    return this.uow.run(actor, async (tx) => {
      const { householdId } = await dependantOf(tx, dependantId);
      const may =
        (await isGuardianOf(tx, dependantId, actor.memberId)) || (await servesDependant(tx, dependantId));
      const [row] = may
        ? await tx.sql<{ content_sealed: Buffer; consented_at: Date; version: number }>(
            'SELECT content_sealed, consented_at, version FROM care_card WHERE community_id = $1 AND dependant_id = $2',
            [tx.communityId, dependantId],
          )
        : [];
      if (!row) throw commonError('not-found');
      await tx.audit({ action: 'care-card.read', kind: 'household', ids: [householdId, dependantId] });
      const content = JSON.parse(
        this.codec.open(tx.communityId, PLACE, dependantId, row.content_sealed),
      ) as CareCardContent;
      return { ...content, dependantId, consentedAt: row.consented_at, version: row.version };
    });
  }

  /**
   * Writes or rewrites a card. Doing so is the guardian's yes, and recorded as such, whatever they said before.
   * @param version the version read; 0 when there was no card yet
   * @throws DomainError not-found, consent-missing, dependant-archived, stale-version, guardian-consents
   */
  writeCareCard(
    actor: MemberActor,
    dependantId: string,
    version: number,
    content: CareCardContent,
    consent: boolean,
  ): Promise<CareCard> {
    return this.uow.run(actor, async (tx) => {
      const { householdId, archived } = await dependantOf(tx, dependantId);
      if (!(await isGuardianOf(tx, dependantId, actor.memberId))) throw commonError('not-found');
      if (archived) throw memberError('dependant-archived');
      if (!consent) throw memberError('consent-missing');
      const plain: CareCardContent = {
        emergencyName: content.emergencyName,
        emergencyPhone: shownPhone(content.emergencyPhone, (await communityOf(tx)).country),
        instructions: content.instructions,
      };
      const sealed = this.codec.seal(tx.communityId, PLACE, dependantId, JSON.stringify(plain));
      const values = [tx.communityId, dependantId, sealed, actor.memberId, tx.now];
      const written =
        version === 0
          ? await tx.sql<{ version: number }>(
              `INSERT INTO care_card (community_id, dependant_id, content_sealed, consented_by, consented_at)
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING version`,
              values,
            )
          : await tx.sql<{ version: number }>(
              `UPDATE care_card SET content_sealed = $3, consented_by = $4, consented_at = $5, version = version + 1
               WHERE community_id = $1 AND dependant_id = $2 AND version = $6 RETURNING version`,
              [...values, version],
            );
      if (written.length === 0) throw commonError('stale-version');
      await recordConsent(tx, actor.memberId, 'care-card');
      await tx.audit({ action: 'care-card.edit', kind: 'household', ids: [householdId, dependantId] });
      return { ...plain, dependantId, consentedAt: tx.now, version: written[0]!.version };
    });
  }
}
