import { openUnitOfWork, systemActor } from '#database';
import { replay, snapshotOf, type Replay } from '#matching';
import { createLogger } from '#platform';
import pg from 'pg';
import { environment } from './environment.js';
import { openDatabase } from './open-database.js';
import { readAcross } from './read-across.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const USAGE = 'npm run replay -- <id of a matching run>';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/**
 * `replay`: asks the engine again what a stored matching run asked it, and says whether the plan is the same; exit code
 * 1 when it is another. Writes nothing.
 * @throws Error in one sentence for a run that is not there or whose questions are kept no more
 */
export async function runReplay(argv: string[]): Promise<number> {
  const [runId, ...rest] = argv;
  if (!runId || rest.length > 0 || !ID.test(runId)) {
    process.stderr.write(`The id of one matching run is needed: ${USAGE}.\n`);
    return 2;
  }
  const database = await openDatabase(environment(), say, { attach: true });
  try {
    const again = await replayed(database.url, runId);
    say(inWords(again));
    return again.equal ? 0 : 1;
  } finally {
    await database.close();
  }
}

async function replayed(url: string, runId: string): Promise<Replay> {
  const communityId = await communityOf(url, runId);
  const { uow, close } = await openUnitOfWork(url, 'intreccio-replay', createLogger('replay', 'error'));
  try {
    const snapshot = await uow.run(systemActor(communityId), (tx) => snapshotOf(tx, runId));
    const again = snapshot ? await replay(snapshot) : null;
    if (!again) throw new Error(`The questions of the matching run ${runId} are kept no more.`);
    return { runId, ...again };
  } finally {
    await close();
  }
}

async function communityOf(url: string, runId: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = 'SELECT community_id AS id FROM matching_run WHERE id = $1';
    const [row] = await readAcross<{ id: string }>(client, found, [runId]);
    if (!row) throw new Error(`There is no matching run ${runId}.`);
    return row.id;
  } finally {
    await client.end();
  }
}

function inWords({ equal, steps, differentPairs, objective }: Replay): string {
  const questions = steps === 1 ? 'one question' : `${steps} questions`;
  return equal
    ? `The same plan: ${questions} to the engine, every pair as it was, objective ${objective}.`
    : `Another plan: ${questions} to the engine, ${differentPairs} pairs differ, objective ${objective}.`;
}
