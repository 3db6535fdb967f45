import type { Tx } from '#database';
import type { IdentityCodec } from './identity-codec.js';

/** What people have in hand, and cannot be hashed anew when the master key changes: the value is not here. */
export const LASTING_PURPOSES = [
  'recovery-code',
  'identity',
  'invitation',
  'calendar-feed',
  'hours-link',
  'unsubscribe',
] as const;
export type LastingPurpose = (typeof LASTING_PURPOSES)[number];

/** How values of a purpose are hashed in this installation, whichever master key it has had. */
export async function lastingHash(
  sql: Tx['sql'],
  codec: IdentityCodec,
  purpose: LastingPurpose,
): Promise<(value: string) => Buffer> {
  const [row] = await sql<{ kept: Buffer | null }>('SELECT hash_key_for($1) AS kept', [purpose]);
  return (value) => codec.hash(purpose, value, row!.kept);
}
