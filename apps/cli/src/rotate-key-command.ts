import { IdentityCodec } from '#members';
import { readConfig } from '#platform';
import pg from 'pg';
import { listCommunities } from './communities.js';
import { openDatabase } from './open-database.js';
import { rotateCommunity, rotateInstallation, sealedTables } from './rotate-key.js';

const KEY_BYTES = 32;

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `rotate-key`: opens every sealed value with SECRET_KEY_PREVIOUS and seals it under SECRET_KEY, a community after
 * the other. Stopped half-way it goes on where it was. Links in mails, calendars and unfinished sign-ins end with
 * the old key.
 */
export async function runRotateKey(): Promise<number> {
  const previous = Buffer.from(process.env['SECRET_KEY_PREVIOUS'] ?? '', 'base64');
  if (previous.length !== KEY_BYTES) {
    process.stderr.write(
      'SECRET_KEY_PREVIOUS is missing: set it to the key in use until now, SECRET_KEY to the new one.\n',
    );
    return 2;
  }
  const { secretKey } = readConfig(process.env);
  if (secretKey.equals(previous)) {
    process.stderr.write('SECRET_KEY and SECRET_KEY_PREVIOUS are the same: there is nothing to change.\n');
    return 2;
  }
  const codecs = { from: new IdentityCodec(previous), to: new IdentityCodec(secretKey) };
  const database = await openDatabase(process.env, say);
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const tables = await sealedTables(client);
    let sealed = await rotateInstallation(client, codecs);
    for (const { id, name } of await listCommunities(client)) {
      const count = await rotateCommunity(client, id, tables, codecs);
      sealed += count;
      say(`${name}: ${count} values sealed anew.`);
    }
    say(
      `Done: ${sealed} values. Take SECRET_KEY_PREVIOUS out of the environment and destroy the old key with its backups.`,
    );
    return 0;
  } finally {
    await client.end();
    await database.close();
  }
}
