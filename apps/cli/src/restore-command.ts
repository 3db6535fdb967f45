import { prepareQueueBackend } from '#queue';
import { environment } from './environment.js';
import { restoreDatabase } from './backup/restore.js';
import { openDatabase } from './open-database.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** `restore <file>`: puts a backup into an empty database and checks every table. */
export async function runRestore(argv: string[]): Promise<number> {
  const file = argv[0];
  if (!file) {
    process.stderr.write('Name the backup: node apps/cli/bootstrap.mjs restore <file>.\n');
    return 2;
  }
  const database = await openDatabase(environment(), say, { attach: true });
  try {
    const { rows, tables, createdAt } = await restoreDatabase(database.url, file);
    await prepareQueueBackend(database.url, 'intreccio_app');
    say(
      `Restored ${rows} rows of ${tables} tables from the backup of ${createdAt}; counts and checksums agree.`,
    );
    return 0;
  } finally {
    await database.close();
  }
}
