import type pg from 'pg';
import { explainHiddenRows } from './backup/backup-tables.js';

/**
 * Reads over all communities, and fails rather than leaving any out: none at all would pass as nothing wrong.
 * @throws BackupError in one sentence when the account may not see every row
 */
export async function readAcross<Row extends object>(
  client: pg.Client,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    await client.query('SET row_security = off');
    const { rows } = await client.query<Row>(text, [...values]);
    // Back on for what follows: verify_audit() reads as the owner of the schema, who may see one community at a time.
    await client.query('SET row_security = on');
    return rows;
  } catch (error) {
    throw explainHiddenRows(error);
  }
}
