import type { Tx } from '#database';
import type { AuthenticatorTransportFuture } from '@simplewebauthn/server';
import { forgetFailures } from './factor-holder.js';
import { secondFactorError } from './second-factor.errors.js';

export const MOST_PASSKEYS = 10;

export interface StoredPasskey {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: AuthenticatorTransportFuture[];
  readonly userHandle: Buffer;
}

const COLUMNS = `p.id, p.person_id AS "personId", p.credential_id AS "credentialId", p.public_key AS "publicKey", p.counter,
  p.transports, h.user_handle AS "userHandle"`;

/** As a browser is told of it. */
export const described = ({ credentialId, transports }: StoredPasskey) => ({
  id: credentialId.toString('base64url'),
  transports,
});

export function passkeysOf(sql: Tx['sql'], personId: string): Promise<StoredPasskey[]> {
  return sql<StoredPasskey>(
    `SELECT ${COLUMNS} FROM passkey p JOIN factor_holder h ON h.person_id = p.person_id
     WHERE p.person_id = $1 ORDER BY p.id LIMIT ${MOST_PASSKEYS}`,
    [personId],
  );
}

/** @param credentialId base64url, as a browser names it */
export async function passkeyWith(sql: Tx['sql'], credentialId: string): Promise<StoredPasskey | undefined> {
  const [passkey] = await sql<StoredPasskey>(
    `SELECT ${COLUMNS} FROM passkey p JOIN factor_holder h ON h.person_id = p.person_id WHERE p.credential_id = $1`,
    [Buffer.from(credentialId, 'base64url')],
  );
  return passkey;
}

/** Counters that are kept only go up: one that does not is a copy's. Zero: this key keeps none. */
export async function noteUse(
  sql: Tx['sql'],
  { id, personId, counter }: StoredPasskey,
  now: Date,
): Promise<void> {
  const used = await sql(
    `UPDATE passkey SET counter = $2, last_used_at = $3 WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0) RETURNING 1`,
    [id, counter, now],
  );
  if (used.length === 0) throw secondFactorError('passkey-refused');
  await forgetFailures(sql, personId);
}
