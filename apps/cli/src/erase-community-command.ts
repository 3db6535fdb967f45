import pg from 'pg';
import { parseArgs } from 'node:util';
import { environment } from './environment.js';
import { listCommunities } from './communities.js';
import { destroyKeys } from './keys/destroy-keys.js';
import { openDatabase } from './open-database.js';

const USAGE = 'Usage: erase-community --community <id> --name "its name, as a confirmation"';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** `erase-community`: destroys a community's data keys, and with them everything personal. It cannot be taken back. */
export async function runEraseCommunity(argv: string[]): Promise<number> {
  let values: { community?: string; name?: string };
  try {
    ({ values } = parseArgs({
      args: argv,
      options: { community: { type: 'string' }, name: { type: 'string' } },
      strict: true,
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    return 2;
  }
  const database = await openDatabase(environment(), say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const community = (await listCommunities(client)).find(({ id }) => id === values.community);
    if (!community || community.name !== values.name) {
      process.stderr.write(`Nothing was erased: no community has this id and this name.\n${USAGE}\n`);
      return 1;
    }
    await destroyKeys(client, community.id);
    say(
      `The keys of ${community.name} are destroyed: nothing personal of it can be read any more. Let go of its backups too.`,
    );
    return 0;
  } finally {
    await client.end();
    await database.close();
  }
}
