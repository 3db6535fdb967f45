import { noteWrappedKeys, type WrappedKeyRow } from '#database';
import type pg from 'pg';

/** For commands that work outside a unit of work: the community's keys as they now are. The newest version is last. */
export async function loadKeys(client: pg.Client, communityId: string): Promise<WrappedKeyRow[]> {
  const { rows } = await client.query<WrappedKeyRow>(
    'SELECT version, wrapped FROM community_key WHERE community_id = $1 ORDER BY version',
    [communityId],
  );
  noteWrappedKeys(communityId, rows);
  return rows;
}
