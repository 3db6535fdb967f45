import type { Tx } from '#database';
import type { CredentialFacts } from './credential.rules.js';

/** The credentials of members that were passed and not withdrawn, expired ones too, grouped by member. One query. */
export async function credentialFactsFor(
  tx: Tx,
  memberIds: readonly string[],
): Promise<Map<string, CredentialFacts[]>> {
  const rows = await tx.sql<CredentialFacts>(
    `SELECT id, member_id AS "memberId", credential_type_id AS "credentialTypeId", outcome, issued_on AS "issuedOn",
       valid_until AS "validUntil", false AS withdrawn
     FROM credential WHERE community_id = $1 AND member_id = ANY ($2::uuid[]) AND outcome = 'passed' AND withdrawn_at IS NULL
     ORDER BY member_id, credential_type_id, valid_until`,
    [tx.communityId, [...new Set(memberIds)]],
  );
  const byMember = new Map<string, CredentialFacts[]>();
  for (const row of rows) byMember.set(row.memberId, [...(byMember.get(row.memberId) ?? []), row]);
  return byMember;
}
