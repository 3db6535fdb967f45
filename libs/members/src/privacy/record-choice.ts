import { policiesToday, todayOf } from '#communities';
import { newId, type LocalDay } from '#platform';
import type { Tx } from '#database';
import { memberError } from '../members/members.errors.js';
import { CHOICE_PURPOSES, consentsAlone, type ChoicePurpose } from './choice.rules.js';

/** A yes or a no as it was said: to which purpose, on which notice, in which language. */
export interface SaidChoice {
  readonly memberId: string;
  readonly purpose: ChoicePurpose;
  readonly given: boolean;
  readonly noticeVersion: number;
  readonly language: string;
}

/** Adds what somebody said; the last word on a purpose counts. */
export async function recordChoice(tx: Tx, said: SaidChoice): Promise<void> {
  await tx.sql(
    `INSERT INTO privacy_choice (community_id, id, member_id, purpose, given, legal_basis, notice_version, language, recorded_by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.communityId,
      newId(),
      said.memberId,
      said.purpose,
      said.given,
      CHOICE_PURPOSES[said.purpose],
      said.noticeVersion,
      said.language,
      tx.actor.memberId,
      tx.now,
    ],
  );
}

/**
 * The yes that lies in an act itself, such as writing a care card: to the notice in force, in the member's own language.
 * After a no it is the new word. @throws DomainError guardian-consents
 */
export async function recordConsent(tx: Tx, memberId: string, purpose: ChoicePurpose): Promise<void> {
  const { noticeVersion } = await policiesToday(tx);
  await requireConsentsAlone(tx, memberId);
  const [member] = await tx.sql<{ language: string }>(
    'SELECT language FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  await recordChoice(tx, { memberId, purpose, given: true, noticeVersion, language: member!.language });
}

/** @throws DomainError guardian-consents for whom a guardian still says yes */
export async function requireConsentsAlone(tx: Tx, memberId: string): Promise<void> {
  const { consentAgeYears } = await policiesToday(tx);
  const [member] = await tx.sql<{ adultOn: LocalDay | null }>(
    'SELECT adult_on AS "adultOn" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  if (!consentsAlone(member!.adultOn, await todayOf(tx), consentAgeYears))
    throw memberError('guardian-consents');
}
