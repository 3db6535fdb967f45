import type { UnitOfWork } from '#database';
import { addMinutes } from '#platform';
import { createHash, randomBytes } from 'node:crypto';
import { secondFactorError } from './second-factor.errors.js';

const CHALLENGE_MINUTES = 5;

export type ChallengePurpose = 'enrol' | 'present' | 'sign-in';

const sha256 = (value: string | Buffer) => createHash('sha256').update(value).digest();

/** Makes a challenge that is good once, for five minutes, for one purpose. @param boundTo the session or the browser that asks */
export async function issueChallenge(
  uow: UnitOfWork,
  purpose: ChallengePurpose,
  boundTo: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32));
  await uow.tenantless((sql, now) =>
    sql(
      'INSERT INTO passkey_challenge (challenge_hash, purpose, bound_to, expires_at) VALUES ($1, $2, $3, $4)',
      [sha256(Buffer.from(challenge)), purpose, sha256(boundTo), addMinutes(now, CHALLENGE_MINUTES)],
    ),
  );
  return challenge;
}

/**
 * Takes the challenge that a passkey says it signed; whatever comes of the signature, it is gone.
 * @param clientData base64url, as the browser sent it
 * @returns the challenge as base64url
 * @throws DomainError passkey-refused when there is none: made up, used, too old, of another session or purpose
 */
export async function takeChallenge(
  uow: UnitOfWork,
  purpose: ChallengePurpose,
  boundTo: string,
  clientData: string,
): Promise<string> {
  const challenge = challengeIn(clientData);
  const taken = await uow.tenantless((sql, now) =>
    sql(
      `DELETE FROM passkey_challenge WHERE challenge_hash = $1 AND purpose = $2 AND bound_to = $3 AND expires_at > $4 RETURNING 1`,
      [sha256(Buffer.from(challenge, 'base64url')), purpose, sha256(boundTo), now],
    ),
  );
  if (taken.length === 0) throw secondFactorError('passkey-refused');
  return challenge;
}

/** @throws DomainError passkey-refused */
function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as {
      challenge?: unknown;
    };
    if (typeof challenge === 'string') return challenge;
  } catch {
    // Not JSON: the same as no challenge.
  }
  throw secondFactorError('passkey-refused');
}
