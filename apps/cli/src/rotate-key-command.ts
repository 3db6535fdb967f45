import { IdentityCodec } from '#members';
import { readConfig } from '#platform';
import pg from 'pg';
import { parseArgs } from 'node:util';
import { environment } from './environment.js';
import { listCommunities, type KnownCommunity } from './communities.js';
import { endLastingHashes } from './keys/hash-keys.js';
import { rotateDataKey } from './keys/rotate-data-key.js';
import { rotateCommunity, rotateInstallation } from './keys/rotate-master-key.js';
import { sealedTables } from './keys/sealed-tables.js';
import { openDatabase } from './open-database.js';

const KEY_BYTES = 32;

const USAGE = `Usage: rotate-key              SECRET_KEY is new, SECRET_KEY_PREVIOUS the one until now; the service stands still
       rotate-key --leaked     the same, and what people have in hand ends (links, invitations, calendars, recovery codes, identity
                               links): somebody else may have the old key
       rotate-key --data-keys [--community <id>]   new data keys, while people work`;

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** `rotate-key`: a new master key, or with `--data-keys` new data keys of one community or of all. */
export async function runRotateKey(argv: string[]): Promise<number> {
  const wanted = readArguments(argv);
  if (typeof wanted === 'string') {
    process.stderr.write(`${wanted}\n`);
    return 2;
  }
  const database = await openDatabase(environment(), say, { attach: wanted.dataKeys });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const all = await listCommunities(client);
    if (!wanted.dataKeys) return await rotateMaster(client, all, wanted);
    const communities = all.filter(({ id }) => !wanted.community || id === wanted.community);
    return await rotateDataKeys(client, communities, wanted.to);
  } finally {
    await client.end();
    await database.close();
  }
}

interface Wanted {
  readonly dataKeys: boolean;
  readonly leaked: boolean;
  readonly community?: string;
  readonly from: IdentityCodec;
  readonly to: IdentityCodec;
}

/** @returns a sentence when something is missing or wrong */
function readArguments(argv: string[]): Wanted | string {
  let values: { 'data-keys'?: boolean; leaked?: boolean; community?: string };
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        'data-keys': { type: 'boolean' },
        leaked: { type: 'boolean' },
        community: { type: 'string' },
      },
      strict: true,
    }));
  } catch (error) {
    return `${(error as Error).message}\n${USAGE}`;
  }
  const env = environment();
  const { secretKey } = readConfig(env);
  const to = new IdentityCodec(secretKey);
  if (values['data-keys'] && values.leaked) return `--leaked goes without --data-keys.\n${USAGE}`;
  if (values['data-keys'])
    return { dataKeys: true, leaked: false, community: values.community, from: to, to };
  if (values.community) return `--community goes with --data-keys.\n${USAGE}`;
  const previous = Buffer.from(env['SECRET_KEY_PREVIOUS'] ?? '', 'base64');
  if (previous.length !== KEY_BYTES)
    return 'SECRET_KEY_PREVIOUS is missing: set it to the key in use until now, SECRET_KEY to the new one.';
  if (secretKey.equals(previous))
    return 'SECRET_KEY and SECRET_KEY_PREVIOUS are the same: there is nothing to change.';
  return { dataKeys: false, leaked: values.leaked ?? false, from: new IdentityCodec(previous), to };
}

/**
 * The data keys are wrapped anew and keyed hashes made anew, a community after the other; stopped half-way it goes on
 * where it was. Sign-ins that were begun end with the old key; what people have in hand goes on, unless the old key is in
 * other hands.
 */
async function rotateMaster(
  client: pg.Client,
  communities: readonly KnownCommunity[],
  codecs: Wanted,
): Promise<number> {
  const tables = await sealedTables(client);
  if (codecs.leaked) await endLastingHashes(client, codecs);
  await rotateInstallation(client, codecs);
  for (const { id, name } of communities) {
    const keys = await rotateCommunity(client, id, tables, codecs, codecs.leaked);
    say(`${name}: ${keys} keys wrapped anew.`);
  }
  say('Done. Take SECRET_KEY_PREVIOUS out of the environment and destroy the old key.');
  return 0;
}

async function rotateDataKeys(
  client: pg.Client,
  communities: readonly KnownCommunity[],
  codec: IdentityCodec,
): Promise<number> {
  if (communities.length === 0) {
    process.stderr.write('There is no such community.\n');
    return 1;
  }
  const tables = await sealedTables(client);
  for (const { id, name } of communities) {
    const values = await rotateDataKey(client, id, tables, codec);
    say(`${name}: ${values} values sealed anew; the older keys are destroyed.`);
  }
  return 0;
}
