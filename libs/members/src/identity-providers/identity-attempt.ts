import type { Tx } from '#database';
import { addMinutes, newId } from '#platform';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { signInError } from '../sign-in/sign-in.errors.js';
import type { AttemptSecrets } from './issuer-client.js';

const ATTEMPT_MINUTES = 10;

/** All that an attempt needs follows from its state and our key: what is kept of it says nothing to a reader. */
export function secretsOf(codec: IdentityCodec, state: string): AttemptSecrets {
  return {
    state,
    nonce: codec.hash('identity nonce', state).toString('base64url'),
    verifier: codec.hash('identity verifier', state).toString('base64url'),
  };
}

export async function keepAttempt(
  sql: Tx['sql'],
  codec: IdentityCodec,
  now: Date,
  attempt: { provider: string; state: string; browserToken: string; sessionId: string | undefined },
): Promise<void> {
  const { provider, state, browserToken, sessionId } = attempt;
  await sql(
    `INSERT INTO identity_attempt (id, provider, state_hash, browser_hash, session_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      newId(),
      provider,
      codec.hash('identity state', state),
      codec.hash('browser', browserToken),
      sessionId ?? null,
      now,
      addMinutes(now, ATTEMPT_MINUTES),
    ],
  );
}

/**
 * Uses an attempt up, in the browser that began it and for the issuer it was begun with: whatever the issuer's answer
 * turns out to be, it counts once. @returns the session that left to link an identity, if one did
 * @throws DomainError sign-in-failed, sign-in-other-browser
 */
export async function useAttempt(
  sql: Tx['sql'],
  codec: IdentityCodec,
  now: Date,
  attempt: { provider: string; state: string; browserToken: string | undefined },
): Promise<string | undefined> {
  const { provider, state, browserToken } = attempt;
  const [row] = await sql<{ id: string; browserHash: Buffer; sessionId: string | null }>(
    `SELECT id, browser_hash AS "browserHash", session_id AS "sessionId" FROM identity_attempt
     WHERE state_hash = $1 AND provider = $2 AND consumed_at IS NULL AND expires_at > $3 FOR UPDATE`,
    [codec.hash('identity state', state), provider, now],
  );
  if (!row) throw signInError('sign-in-failed');
  if (!browserToken || !row.browserHash.equals(codec.hash('browser', browserToken))) {
    throw signInError('sign-in-other-browser');
  }
  await sql('UPDATE identity_attempt SET consumed_at = $2 WHERE id = $1', [row.id, now]);
  return row.sessionId ?? undefined;
}
