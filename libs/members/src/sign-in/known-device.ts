import type { Tx } from '#database';
import { newId } from '#platform';
import { createHash } from 'node:crypto';

/**
 * Remembers the browser, and tells the person of one they have never signed in with. The first one ever alarms nobody.
 * @param token of the browser's long-lived cookie; a hash is kept, another one for each person
 */
export async function noteDevice(tx: Tx, personId: string, memberId: string, token: string): Promise<void> {
  const [seen] = await tx.sql<{ any: boolean }>(
    'SELECT EXISTS (SELECT FROM known_device WHERE person_id = $1) AS any',
    [personId],
  );
  const [noted] = await tx.sql<{ isNew: boolean }>(
    `INSERT INTO known_device AS d (person_id, device_hash, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3)
     ON CONFLICT (person_id, device_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
     RETURNING d.xmax = 0 AS "isNew"`,
    [personId, createHash('sha256').update(`${personId} ${token}`).digest(), tx.now],
  );
  if (!seen!.any || !noted!.isNew) return;
  await tx.announce('sign-in.new-device', {
    subjectId: memberId,
    key: newId(),
    values: { at: tx.now.toISOString() },
  });
}
