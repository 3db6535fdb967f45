import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environment } from './environment.js';
import { backupDatabase } from './backup/backup.js';
import { openDatabase } from './open-database.js';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** A file name that sorts by time. */
export function backupName(at: Date): string {
  return `intreccio-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup`;
}

/** `backup [file]`: writes the database into one compressed file, by default below `.data/backups`. */
export async function runBackup(argv: string[]): Promise<number> {
  const at = new Date();
  const file = argv[0] ?? join(process.cwd(), '.data', 'backups', backupName(at));
  await mkdir(dirname(file), { recursive: true });
  const database = await openDatabase(environment(), say, { attach: true });
  try {
    const { rows, tables } = await backupDatabase(database.url, file, at);
    say(`Wrote ${rows} rows of ${tables} tables to ${file}.`);
    say(
      'Keep SECRET_KEY in another place: the backup cannot be read without it, and must not lie beside it.',
    );
    return 0;
  } finally {
    await database.close();
  }
}
