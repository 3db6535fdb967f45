import type { UnitOfWork } from '#database';
import { addMinutes } from '#platform';
import { createHash, randomBytes } from 'node:crypto';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { everyone, passesLimit, QUARTER_HOUR_SECONDS, type Limit } from '../sign-in/hits.js';
import { signInError } from '../sign-in/sign-in.errors.js';
import { secondFactorError } from './second-factor.errors.js';

const CHALLENGE_MINUTES = 5;

export type ChallengePurpose = 'enrol' | 'present' | 'sign-in';

/** Asking costs nothing and needs no address: a whole office behind one client must have enough, a flood must not. */
const OF_CLIENT_PER_QUARTER_HOUR = 60;
const OF_PERSON_PER_QUARTER_HOUR = 60;
const ALL_PER_QUARTER_HOUR = 5_000;

const limit = (key: Buffer, most: number): Limit => ({ key, most, seconds: QUARTER_HOUR_SECONDS });

/** For whoever is not signed in. @param clientAddress the network address that asks; only its keyed hash is stored */
export const limitsOfClient = (codec: IdentityCodec, clientAddress: string): Limit[] => [
  limit(codec.hash('client-by-passkey', clientAddress), OF_CLIENT_PER_QUARTER_HOUR),
  limit(everyone('every passkey challenge'), ALL_PER_QUARTER_HOUR),
];

export const limitsOfPerson = (codec: IdentityCodec, personId: string): Limit[] => [
  limit(codec.hash('person-by-passkey', personId), OF_PERSON_PER_QUARTER_HOUR),
];

const sha256 = (value: string | Buffer) => createHash('sha256').update(value).digest();

/**
 * Makes a challenge that is good once, for five minutes, for one purpose.
 * @param boundTo the session or the browser that asks
 * @throws DomainError too-many-sign-ins
 */
export async function issueChallenge(
  uow: UnitOfWork,
  purpose: ChallengePurpose,
  boundTo: string,
  limits: readonly Limit[],
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(32));
  await uow.tenantless('sign-in', async (sql, now) => {
    if (await passesLimit(sql, now, limits)) throw signInError('too-many-sign-ins');
    await sql(
      'INSERT INTO passkey_challenge (challenge_hash, purpose, bound_to, expires_at) VALUES ($1, $2, $3, $4)',
      [sha256(Buffer.from(challenge)), purpose, sha256(boundTo), addMinutes(now, CHALLENGE_MINUTES)],
    );
  });
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
  const taken = await uow.tenantless('sign-in', (sql, now) =>
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
