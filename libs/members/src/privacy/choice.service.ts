import { communityOf, policiesToday, requireLanguage } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { recordHeard, tellSpokenFor, type Heard } from '../access/heard.js';
import { relationToMember } from '../access/relation.queries.js';
import { dependantWithinSight } from '../access/guardian-sight.js';
import { CHOICE_PURPOSES, type ChoicePurpose } from './choice.rules.js';
import { requireCurrentNotice } from './notice.rules.js';
import { recordChoice, requireConsentsAlone, requireRecordConsent } from './record-choice.js';

/** What somebody said last to a purpose, on which notice and in which language. */
export interface PrivacyChoice {
  readonly purpose: ChoicePurpose;
  readonly given: boolean;
  readonly legalBasis: string;
  readonly noticeVersion: number | null;
  readonly language: string | null;
  readonly recordedBy: string | null;
  readonly at: Date | null;
}

export interface NewChoice {
  readonly purpose: ChoicePurpose;
  readonly given: boolean;
  readonly noticeVersion: number;
  readonly language: string;
  /** The member whose yes or no a coordinator records, who read the notice to them. */
  readonly onBehalfOf?: string;
  /** How the coordinator heard it. */
  readonly channel?: Heard['channel'];
}

const PURPOSES = Object.keys(CHOICE_PURPOSES) as ChoicePurpose[];

/** Consents: asked for purpose by purpose, never bundled, taken back as easily as given. */
@Injectable()
export class PrivacyChoiceService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Every purpose with the last word on it; nobody's word is a no. */
  list(actor: MemberActor): Promise<PrivacyChoice[]> {
    return this.uow.run(actor, (tx) => choicesOf(tx, actor.memberId));
  }

  /** The same of somebody the desk reaches, on record. @throws DomainError not-found */
  listOf(actor: MemberActor, memberId: string): Promise<PrivacyChoice[]> {
    return this.uow.run(actor, async (tx) => {
      if ((await relationToMember(tx, memberId)) !== 'coordinator') throw commonError('not-found');
      await tx.audit({ action: 'privacy.read', kind: 'member', ids: [memberId] });
      return choicesOf(tx, memberId);
    });
  }

  /**
   * Records a yes or a no. For a minor below the age of consent the desk records what the guardian says, under their
   * consent to the record. A no to care cards destroys those of the households the member is a guardian of, at once.
   * What a coordinator heard is told to whom it was written down for.
   * @throws DomainError not-found, channel-missing, stale-notice, guardian-consents; InvalidInput for an unknown language
   */
  choose(actor: MemberActor, { onBehalfOf, channel, ...choice }: NewChoice): Promise<PrivacyChoice[]> {
    return this.uow.run({ ...actor, onBehalfOf }, async (tx) => {
      const memberId = onBehalfOf ?? actor.memberId;
      if (memberId !== actor.memberId && (await relationToMember(tx, memberId)) !== 'coordinator')
        throw commonError('not-found');
      const consentId = await checkChoice(tx, memberId, choice);
      await recordChoice(tx, { memberId, ...choice, consentId });
      if (!choice.given) await withdraw(tx, memberId, choice.purpose);
      if (memberId !== actor.memberId) {
        const about = { kind: 'member', id: memberId, action: 'privacy' };
        await recordHeard(tx, about, 'member', { channel, spokenLanguage: choice.language });
        await tellSpokenFor(tx, about, 'choice');
      }
      return choicesOf(tx, memberId);
    });
  }
}

/** @returns the guardian's consent under which a minor's yes is recorded */
async function checkChoice(
  tx: Tx,
  memberId: string,
  choice: Omit<NewChoice, 'onBehalfOf' | 'channel'>,
): Promise<string | null> {
  requireLanguage(await communityOf(tx), choice.language);
  const { noticeVersion } = await policiesToday(tx);
  requireCurrentNotice(choice.noticeVersion, noticeVersion);
  // Taking back is never refused.
  if (!choice.given) return null;
  if (memberId !== tx.actor.memberId) return requireRecordConsent(tx, memberId);
  await requireConsentsAlone(tx, memberId);
  return null;
}

async function withdraw(tx: Tx, memberId: string, purpose: ChoicePurpose): Promise<void> {
  const mine = `SELECT d.id FROM dependant d JOIN household_member h ON h.community_id = d.community_id
    AND h.household_id = d.household_id AND h.guardian WHERE d.community_id = $1 AND h.member_id = $2
      AND ${dependantWithinSight('d.household_id', 'd.id', '$2')}`;
  if (purpose === 'care-card') {
    await tx.sql(`DELETE FROM care_card WHERE community_id = $1 AND dependant_id IN (${mine})`, [
      tx.communityId,
      memberId,
    ]);
  }
  if (purpose === 'collection') {
    const homes = await tx.sql<{ householdId: string }>(
      `WITH revoked AS (
         UPDATE collection_authorisation SET revoked_at = $3 WHERE community_id = $1 AND revoked_at IS NULL
           AND dependant_id IN (${mine}) RETURNING dependant_id)
       SELECT DISTINCT household_id AS "householdId" FROM dependant
       WHERE community_id = $1 AND id IN (SELECT dependant_id FROM revoked)`,
      [tx.communityId, memberId, tx.now],
    );
    // As for one authorisation revoked: matching looks again, and coming visits without one are flagged.
    for (const { householdId } of homes)
      await tx.announce('requirement.changed', { subjectId: householdId, values: { about: 'household' } });
  }
}

async function choicesOf(tx: Tx, memberId: string): Promise<PrivacyChoice[]> {
  const rows = await tx.sql<PrivacyChoice>(
    `SELECT DISTINCT ON (purpose) purpose, given, legal_basis AS "legalBasis", notice_version AS "noticeVersion", language,
       recorded_by AS "recordedBy", at FROM privacy_choice WHERE community_id = $1 AND member_id = $2
     ORDER BY purpose, id DESC`,
    [tx.communityId, memberId],
  );
  const said = new Map(rows.map((row) => [row.purpose, row]));
  return PURPOSES.map(
    (purpose) =>
      said.get(purpose) ?? {
        purpose,
        given: false,
        legalBasis: CHOICE_PURPOSES[purpose],
        noticeVersion: null,
        language: null,
        recordedBy: null,
        at: null,
      },
  );
}
