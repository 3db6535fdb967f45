import type { Tx } from '#database';
import { addMinutes, newId } from '#platform';
import { randomBytes, randomInt } from 'node:crypto';
import type { IdentityCodec } from '../identity/identity-codec.js';

export const CHALLENGE_MINUTES = 10;
export const MOST_FAILURES = 5;

export const newToken = () => randomBytes(32).toString('base64url');
/** Eight digits: with five guesses a challenge and few challenges an hour, nobody guesses one. */
export const newCode = () => String(randomInt(100_000_000)).padStart(8, '0');

export interface NewChallenge {
  /** undefined when nobody has the address: the challenge is written all the same, and no code opens it. */
  readonly personId: string | undefined;
  readonly address: Buffer;
  readonly code: string;
  readonly link: string;
  readonly browserToken: string;
}

/** What was sent to an address, as keyed hashes, tied to the browser that asked. */
export async function writeChallenge(
  sql: Tx['sql'],
  codec: IdentityCodec,
  now: Date,
  { personId, address, code, link, browserToken }: NewChallenge,
): Promise<void> {
  await sql(
    `INSERT INTO sign_in_challenge (id, person_id, address_index, code_hash, link_hash, browser_hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId(),
      personId ?? null,
      address,
      codec.hash('code', code),
      codec.hash('link', link),
      codec.hash('browser', browserToken),
      now,
      addMinutes(now, CHALLENGE_MINUTES),
    ],
  );
}
