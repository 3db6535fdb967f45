import type { Tx } from '#database';
import { randomInt } from 'node:crypto';
import type { IdentityCodec } from '../identity/identity-codec.js';
import { lastingHash } from '../identity/lasting-hash.js';

export const RECOVERY_CODES = 10;
const LETTERS = 10;
/** No letter that looks like a digit, no digit that looks like a letter. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz23456789';

const newCode = () => Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
const shown = (code: string) => `${code.slice(0, LETTERS / 2)}-${code.slice(LETTERS / 2)}`;

const typed = (personId: string, code: string) =>
  `${personId} ${code.toLowerCase().replaceAll(/[\s-]/g, '')}`;

/** Makes new codes in the place of all earlier ones. @returns them, for the one time they are shown */
export async function makeRecoveryCodes(tx: Tx, codec: IdentityCodec, personId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  const hash = await lastingHash(tx.sql, codec, 'recovery-code');
  await tx.sql('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
  await tx.sql(
    `INSERT INTO recovery_code (person_id, code_hash, created_at) SELECT $1, unnest($2::bytea[]), $3`,
    [personId, codes.map((code) => hash(typed(personId, code))), tx.now],
  );
  return codes.map(shown);
}

/** Uses a code up. @returns whether it was one that was left */
export async function useRecoveryCode(
  sql: Tx['sql'],
  codec: IdentityCodec,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const hash = await lastingHash(sql, codec, 'recovery-code');
  const used = await sql(
    'UPDATE recovery_code SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING 1',
    [personId, hash(typed(personId, code)), now],
  );
  return used.length === 1;
}
