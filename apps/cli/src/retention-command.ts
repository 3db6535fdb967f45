import { openUnitOfWork, systemActor, type UnitOfWork } from '#database';
import { createLogger } from '#platform';
import { applyRetention, dueForRetention } from '#reporting';
import pg from 'pg';
import { environment } from './environment.js';
import { listCommunities } from './communities.js';
import { openDatabase } from './open-database.js';

const BATCH = 1_000;
const MOST_BATCHES = 1_000;

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

async function letGo(uow: UnitOfWork, communityId: string): Promise<void> {
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    if ((await uow.run(systemActor(communityId), (tx) => applyRetention(tx, BATCH))) < BATCH) return;
  }
}

/** `retention`: how much of what is due in each community; `--apply` lets go of it as the night would. */
export async function runRetention(argv: string[]): Promise<number> {
  const apply = argv.includes('--apply');
  if (argv.some((argument) => argument !== '--apply')) {
    process.stderr.write('Usage: retention [--apply]\n');
    return 2;
  }
  const database = await openDatabase(environment(), say, { attach: true });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  const { uow, close } = await openUnitOfWork(
    database.url,
    'intreccio-retention',
    createLogger('retention', 'warn'),
  );
  try {
    for (const { id, name } of await listCommunities(client)) {
      const due = (await uow.run(systemActor(id), dueForRetention)).filter(({ rows }) => rows > 0);
      const list = due.map(({ what, rows }) => `${rows} ${what}`).join(', ') || 'nothing';
      say(`${name}: ${list} ${apply ? 'let go of' : 'due; nothing was changed'}.`);
      if (apply) await letGo(uow, id);
    }
    return 0;
  } finally {
    await close();
    await client.end();
    await database.close();
  }
}
