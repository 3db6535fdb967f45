import { migrate } from '#database';
import { IdentityCodec } from '#members';
import { readSecretKey } from '#platform';
import { prepareQueueBackend } from '#queue';
import { environment } from './environment.js';
import { settleKeys } from './keys/settle-keys.js';
import { openDatabase } from './open-database.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** `migrate`: brings our schema and the queue's to this release; does nothing when they are there. */
export async function runMigrate(): Promise<number> {
  const database = await openDatabase(environment(), say, { attach: true });
  try {
    const ran = await migrate(database.url);
    await prepareQueueBackend(database.url, 'intreccio_app');
    const sealed = await settleKeys(database.url, () => new IdentityCodec(readSecretKey(environment())));
    if (sealed > 0) say(`Sealed ${sealed} values under their community's own key.`);
    say(ran.length === 0 ? 'The database is up to date.' : `Migrated: ${ran.join(', ')}.`);
    return 0;
  } finally {
    await database.close();
  }
}
