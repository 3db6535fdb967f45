import { IdentityCodec } from '#members';
import { readSecretKey } from '#platform';
import pg from 'pg';
import { listCommunities, type KnownCommunity } from './communities.js';
import { loadKeys } from './keys/load-keys.js';
import { openDatabase } from './open-database.js';
import { brokenPromises } from './promises.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `verify`: looks at every promise the stored data must keep; exit code 1 when one is broken.
 * @throws BackupError when the account may not see every row
 */
export async function runVerify(): Promise<number> {
  const database = await openDatabase(process.env, say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const codec = new IdentityCodec(readSecretKey(process.env));
    const communities = await listCommunities(client);
    let faults = 0;
    for (const community of communities) faults += await verifyCommunity(client, community, codec);
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

async function verifyCommunity(
  client: pg.Client,
  community: KnownCommunity,
  codec: IdentityCodec,
): Promise<number> {
  const broken = await brokenPromises(client, community.id);
  const keys = await loadKeys(client, community.id);
  const shut = keys.filter(
    ({ version, wrapped }) => wrapped.length > 0 && !codec.unwraps(community.id, version, wrapped),
  );
  if (shut.length > 0) broken.push({ what: 'every data key opens with SECRET_KEY', count: shut.length });
  if (keys.length === 0)
    broken.push({ what: 'the community has a data key: migrate gives it one', count: 1 });
  for (const { what, count } of broken) say(`${community.name}: NOT ${what} (${count}).`);
  return broken.length;
}
