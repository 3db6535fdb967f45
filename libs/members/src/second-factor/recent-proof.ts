import type { Tx } from '#database';
import { isRecentProof, type Proofs } from './second-factor.rules.js';

/** Has the session's person proved lately that it is them? False for a session that is not theirs. */
export async function provedLately(
  sql: Tx['sql'],
  { sessionId, personId }: { readonly sessionId: string; readonly personId: string },
  now: Date,
): Promise<boolean> {
  const [proofs] = await sql<Proofs>(
    `SELECT created_at AS "openedAt", second_factor_at AS "passedAt", proved_at AS "provedAt",
       has_second_factor(person_id) AS enrolled,
       identity_hash IS NOT NULL AND coalesce(second_factor, 'issuer') = 'issuer' AS "byIssuerAlone"
     FROM sign_in_session WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL`,
    [sessionId, personId],
  );
  return proofs !== undefined && isRecentProof(proofs, now);
}
