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
  const index = codec.index('person', address);
  const [person] = await tx.sql<{ id: string }>('SELECT person_with_address($1, $2, $3, $4) AS id', [
    email ? index : null,
    email ? null : index,
    newId(),
    tx.now,
  ]);
  return person!.id;
}
