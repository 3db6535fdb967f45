import pg from 'pg';
import { explainHiddenRows } from './backup/backup-tables.js';
import { openDatabase } from './open-database.js';
import { brokenPromises } from './promises.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** `verify`: looks at every promise the stored data must keep; exit code 1 when one is broken. @throws BackupError when the account may not see every row */
export async function runVerify(): Promise<number> {
  const database = await openDatabase(process.env, say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const communities = await listCommunities(client);
    let faults = 0;
    for (const community of communities) faults += await verifyCommunity(client, community);
    say(
      faults === 0
        ? `${communities.length} communities, every promise kept.`
        : `${faults} promises are broken: restore a backup, or ask for help.`,
    );
    return faults === 0 ? 0 : 1;
  } finally {
    await client.end();
    await database.close();
  }
}

interface Community {
  readonly id: string;
  readonly name: string;
}

/** Fails rather than leaving communities out: none at all would pass as "every promise kept". */
async function listCommunities(client: pg.Client): Promise<Community[]> {
  try {
    await client.query('SET row_security = off');
    const { rows } = await client.query<Community>('SELECT id, name FROM community ORDER BY id');
    // Back on for what follows: verify_audit() reads as the owner of the schema, who may see one community at a time.
    await client.query('SET row_security = on');
    return rows;
  } catch (error) {
    throw explainHiddenRows(error);
  }
}

async function verifyCommunity(client: pg.Client, community: Community): Promise<number> {
  const broken = await brokenPromises(client, community.id);
  for (const { what, count } of broken) say(`${community.name}: NOT ${what} (${count}).`);
  return broken.length;
}
