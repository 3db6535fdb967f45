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
  /** The guardian's consent under which it is a minor's. */
  readonly consentId?: string | null;
}

/** Adds what somebody said; the last word on a purpose counts. */
export async function recordChoice(tx: Tx, said: SaidChoice): Promise<void> {
  await tx.sql(
    `INSERT INTO privacy_choice (community_id, id, member_id, purpose, given, legal_basis, notice_version, language, recorded_by, at, consent_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
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
      said.consentId ?? null,
    ],
  );
}

/**
 * The yes that lies in an act itself, such as writing a care card: to the notice in force, in the member's own language, or in
 * the one they spoke with the desk.
 * After a no it is the new word. @throws DomainError guardian-consents
 */
export async function recordConsent(
  tx: Tx,
  memberId: string,
  purpose: ChoicePurpose,
  spokenLanguage?: string,
): Promise<void> {
  const { noticeVersion } = await policiesToday(tx);
  await requireConsentsAlone(tx, memberId);
  const [member] = await tx.sql<{ language: string }>(
    'SELECT language FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  await recordChoice(tx, {
    memberId,
    purpose,
    given: true,
    noticeVersion,
    language: spokenLanguage ?? member!.language,
  });
}

/** @throws DomainError guardian-consents for whom a guardian still says yes */
export async function requireConsentsAlone(tx: Tx, memberId: string): Promise<void> {
  if (!(await isOldEnoughToConsent(tx, memberId))) throw memberError('guardian-consents');
}

/**
 * For whom a guardian still says yes: the guardian's consent to the minor's own record that holds today, null for whoever
 * needs none. @throws DomainError guardian-consents when there is none
 */
export async function requireRecordConsent(tx: Tx, memberId: string): Promise<string | null> {
  if (await isOldEnoughToConsent(tx, memberId)) return null;
  const [consent] = await tx.sql<{ id: string }>(
    `SELECT id FROM minor_consent WHERE community_id = $1 AND member_id = $2 AND purpose = 'record' AND withdrawn_at IS NULL
       AND given_on <= $3 AND valid_until >= $3 ORDER BY valid_until DESC, id LIMIT 1`,
    [tx.communityId, memberId, await todayOf(tx)],
  );
  if (!consent) throw memberError('guardian-consents');
  return consent.id;
}

export async function isOldEnoughToConsent(tx: Tx, memberId: string): Promise<boolean> {
  const { consentAgeYears } = await policiesToday(tx);
  const [member] = await tx.sql<{ adultOn: LocalDay | null }>(
    'SELECT adult_on AS "adultOn" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  return consentsAlone(member!.adultOn, await todayOf(tx), consentAgeYears);
}

/** A no to whatever the member's last word was a yes to under this guardian's consent. */
export async function endChoicesUnder(tx: Tx, memberId: string, consentId: string): Promise<void> {
  const rows = await tx.sql<Omit<SaidChoice, 'memberId' | 'given'> & { given: boolean }>(
    `SELECT DISTINCT ON (purpose) purpose, given, notice_version AS "noticeVersion", language, consent_id AS "consentId"
     FROM privacy_choice WHERE community_id = $1 AND member_id = $2 ORDER BY purpose, id DESC`,
    [tx.communityId, memberId],
  );
  for (const last of rows)
    if (last.given && last.consentId === consentId)
      await recordChoice(tx, { ...last, memberId, given: false });
}
