import { newId } from '#platform';
import type { Tx } from '#database';
import type { IdentityCodec } from './identity-codec.js';

/** The addresses a person may sign in with; at least one for there to be a person. */
export interface Addresses {
  readonly email: string | null;
  readonly phone: string | null;
}

/**
 * The person behind an address: found or made. The e-mail address decides; a phone number only when there is no e-mail,
 * since families share phones. Somebody with neither has no person and is served at the desk.
 * @returns the person's id, or null when there is no address.
 */
export async function linkPerson(
  tx: Tx,
  codec: IdentityCodec,
  { email, phone }: Addresses,
): Promise<string | null> {
  const address = email ?? phone;
  if (!address) return null;
  const column = email ? 'email_index' : 'phone_index';
  const index = codec.index('person', address);
  const [made] = await tx.sql<{ id: string }>(
    `INSERT INTO person (id, ${column}, created_at) VALUES ($1, $2, $3)
     ON CONFLICT (${column}) DO NOTHING RETURNING id`,
    [newId(), index, tx.now],
  );
  if (made) return made.id;
  const [known] = await tx.sql<{ id: string }>(`SELECT id FROM person WHERE ${column} = $1`, [index]);
  return known!.id;
}
