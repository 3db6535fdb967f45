import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError, shownPhone } from '#platform';
import { Injectable } from '@nestjs/common';
import { isHeard, recordHeard, tellSpokenFor, type Heard } from '../access/heard.js';
import { relationToHousehold, servesDependant } from '../access/relation.queries.js';
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

/** What is dictated stands in the place of the card before. */
const ANEW = `(community_id, dependant_id) DO UPDATE SET content_sealed = EXCLUDED.content_sealed,
  consented_by = EXCLUDED.consented_by, consented_at = EXCLUDED.consented_at, version = care_card.version + 1`;

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
   * A coordinator writes down what a guardian tells them, in the place of whatever stood there, which they never read.
   * @param version the version read; 0 when there was no card yet; of no meaning for a coordinator
   * @throws DomainError not-found, consent-missing, dependant-archived, stale-version, guardian-consents, channel-missing,
   *   guardian-not-asked; forbidden for a guardian who speaks for another
   */
  writeCareCard(
    actor: MemberActor,
    dependantId: string,
    version: number,
    content: CareCardContent,
    consent: boolean,
    heard: Heard = {},
  ): Promise<CareCard> {
    return this.uow.run({ ...actor, onBehalfOf: heard.guardianId }, async (tx) => {
      const { householdId, archived } = await dependantOf(tx, dependantId);
      const guardianId = await guardianWriting(tx, householdId, dependantId, heard);
      if (archived) throw memberError('dependant-archived');
      if (!consent) throw memberError('consent-missing');
      const plain: CareCardContent = {
        emergencyName: content.emergencyName,
        emergencyPhone: shownPhone(content.emergencyPhone, (await communityOf(tx)).country),
        instructions: content.instructions,
      };
      const sealed = this.codec.seal(tx.communityId, PLACE, dependantId, JSON.stringify(plain));
      const values = [tx.communityId, dependantId, sealed, guardianId, tx.now];
      const dictated = guardianId !== actor.memberId;
      const written =
        version === 0 || dictated
          ? await tx.sql<{ version: number }>(
              `INSERT INTO care_card (community_id, dependant_id, content_sealed, consented_by, consented_at)
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT ${dictated ? ANEW : 'DO NOTHING'} RETURNING version`,
              values,
            )
          : await tx.sql<{ version: number }>(
              `UPDATE care_card SET content_sealed = $3, consented_by = $4, consented_at = $5, version = version + 1
               WHERE community_id = $1 AND dependant_id = $2 AND version = $6 RETURNING version`,
              [...values, version],
            );
      if (written.length === 0) throw commonError('stale-version');
      await recordConsent(tx, guardianId, 'care-card', dictated ? heard.spokenLanguage : undefined);
      if (dictated) await tellSpokenFor(tx, { kind: 'member', id: guardianId }, 'choice');
      await tx.audit({ action: 'care-card.edit', kind: 'household', ids: [householdId, dependantId] });
      return { ...plain, dependantId, consentedAt: tx.now, version: written[0]!.version };
    });
  }
}

/** The guardian whose card it is: who writes it, or whom a coordinator from outside the household heard, on record. */
async function guardianWriting(
  tx: Tx,
  householdId: string,
  dependantId: string,
  heard: Heard,
): Promise<string> {
  const actorId = tx.actor.memberId!;
  if (await isGuardianOf(tx, dependantId, actorId)) {
    if (isHeard(heard))
      throw commonError('forbidden', 'Only a coordinator without a part speaks for others.');
    return actorId;
  }
  if ((await relationToHousehold(tx, householdId)) !== 'coordinator') throw commonError('not-found');
  if (await livesIn(tx, householdId, actorId)) throw commonError('not-found');
  if (!(await isGuardianOf(tx, dependantId, heard.guardianId))) throw memberError('guardian-not-asked');
  await recordHeard(tx, { kind: 'household', id: householdId, action: 'care-card' }, 'family', heard);
  return heard.guardianId!;
}

async function livesIn(tx: Tx, householdId: string, memberId: string): Promise<boolean> {
  const rows = await tx.sql(
    'SELECT FROM household_member WHERE community_id = $1 AND household_id = $2 AND member_id = $3',
    [tx.communityId, householdId, memberId],
  );
  return rows.length > 0;
}
