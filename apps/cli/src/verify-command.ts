import { IdentityCodec } from '#members';
import { readSecretKey } from '#platform';
import pg from 'pg';
import { environment } from './environment.js';
import { listCommunities, type KnownCommunity } from './communities.js';
import { lostHeads, readHeads, type KeptHead } from './kept-heads.js';
import { loadKeys } from './keys/load-keys.js';
import { openDatabase } from './open-database.js';
import { brokenPromises } from './promises.js';
import { verdict } from './verdict.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `verify`: looks at every promise the stored data must keep; exit code 1 when one is broken. With `--heads FILE` also
 * whether the chains go on from the heads that were kept elsewhere.
 * @throws BackupError when the account may not see every row
 * @throws Error for a file of heads that cannot be read
 */
export async function runVerify(argv: string[] = []): Promise<number> {
  const [option, file, ...more] = argv;
  if (argv.length > 0 && (option !== '--heads' || !file || more.length > 0)) {
    process.stderr.write('Usage: verify [--heads FILE]\n');
    return 2;
  }
  const heads = file ? await readHeads(file) : [];
  const database = await openDatabase(environment(), say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const codec = new IdentityCodec(readSecretKey(environment()));
    const communities = await listCommunities(client);
    let faults = 0;
    for (const community of communities) {
      faults += await verifyCommunity(client, community, codec);
      faults += await verifyHeads(
        client,
        community,
        heads.filter((head) => head.community === community.id),
      );
    }
    const known = new Set(communities.map(({ id }) => id));
    for (const id of new Set(heads.map(({ community }) => community))) {
      if (known.has(id)) continue;
      say(`The community ${id}, of which there are heads, is gone.`);
      faults += 1;
    }
    say(verdict(communities.length, faults));
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

async function verifyHeads(
  client: pg.Client,
  community: KnownCommunity,
  heads: readonly KeptHead[],
): Promise<number> {
  const lost = await lostHeads(client, community.id, heads);
  for (const { chain, organisation, number } of lost) {
    const which = chain === 'audit' ? 'record of reads' : `register of ${organisation ?? 'the community'}`;
    say(`${community.name}: NOT the ${which} goes on from its head ${number}: it was cut or written anew.`);
  }
  return lost.length;
}
