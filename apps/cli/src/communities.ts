import type pg from 'pg';
import { readAcross } from './read-across.js';

export interface KnownCommunity {
  readonly id: string;
  readonly name: string;
}

/** All communities of the installation. @throws BackupError when the account may not see every row */
export function listCommunities(client: pg.Client): Promise<KnownCommunity[]> {
  return readAcross<KnownCommunity>(client, 'SELECT id, name FROM community ORDER BY id');
}
