import type { RunningWorker } from '../../apps/worker/src/start-worker.js';
import { DELIVER_TICK } from '../../apps/worker/src/schedules.js';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import { until } from '../support/test-installation.js';
import type { FaultPlace } from './fault-place.js';

/** How many messages may have left twice: one for each death of a process that had one in its hands, never more. */
export interface Allowance {
  readonly doubledMessages: number;
}

const PATIENCE_MS = 60_000;
/** Long enough for a doubled message to show itself: three turns of the relay. */
const QUIET_MS = 300;

/**
 * Lets a sound worker finish what the faults left, then looks for what must never be. Nothing lost: every event has its
 * effect, every approved helper was told. Nothing doubled. Nothing half-written: every promise of `verify` holds.
 * @returns what is broken, in words; empty when all is well
 */
export async function whatIsBroken(place: FaultPlace, { doubledMessages }: Allowance): Promise<string[]> {
  await recover(place);
  const broken: string[] = [];
  for (const row of await place.waiting()) broken.push(`an event without effect: ${JSON.stringify(row)}`);
  broken.push(...(await unfinished(place)));
  for (const approved of place.cases) {
    const { notifications, messages } = await place.reached(approved);
    if (notifications !== 1) broken.push(`a helper was told ${notifications} times`);
    if (messages === 0) broken.push('a helper got no message');
  }
  const copies = doubled(place);
  if (copies > doubledMessages) broken.push(`${copies} messages left twice`);
  return [...broken, ...(await promises(place))];
}

async function recover(place: FaultPlace): Promise<void> {
  // In order: whatever is noted as leaving now was in the hands of the dead.
  await place.stopWorkers();
  await freeMessages(place);
  const worker = await place.startWorker();
  await until(
    'quiet after the faults',
    async () => {
      const events = (await place.waiting()).length;
      const messages = await messagesInHand(place);
      if (events + messages === 0) return true;
      await hurry(place);
      if (messages > 0) await deliver(place, worker);
      return false;
    },
    PATIENCE_MS,
  ).catch(() => undefined);
  await new Promise((resume) => setTimeout(resume, QUIET_MS));
}

/** What waits for a calmer hour, such as a whole run after a plan has drifted, is due at once here. */
export async function hurry(place: FaultPlace): Promise<void> {
  await place.sql(
    `UPDATE outbox SET next_at = clock_timestamp()
     WHERE done_at IS NULL AND published_at IS NULL AND next_at > clock_timestamp() + interval '1 minute'`,
  );
}

async function messagesInHand(place: FaultPlace): Promise<number> {
  const [row] = await place.sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM delivery WHERE channel IN ('e-mail', 'sms') AND NOT gathered
       AND (state = 'sending' OR state = 'queued' AND (due_at <= $1 OR attempts > 0))`,
    [place.installation.clock.now()],
  );
  return row!.count;
}

/** A message in dead hands is free after two minutes: they are over at once here. */
async function freeMessages(place: FaultPlace): Promise<void> {
  await place.sql(
    `UPDATE delivery SET sending_since = sending_since - interval '3 minutes' WHERE state = 'sending'`,
  );
}

/** Messages leave in batches, a refused one again after some minutes: it is due at once here. */
async function deliver(place: FaultPlace, { backend }: RunningWorker): Promise<void> {
  await place.sql(
    `UPDATE delivery SET due_at = due_at - interval '1 day' WHERE state = 'queued' AND attempts > 0 AND channel IN ('e-mail', 'sms')`,
  );
  await backend
    .queue('notifications')
    .add({ name: DELIVER_TICK, jobId: DELIVER_TICK, data: { version: 1, schedule: DELIVER_TICK } });
}

async function unfinished(place: FaultPlace): Promise<string[]> {
  const rows = await place.sql<{ what: string; count: number }>(
    `SELECT 'matching runs without an end' AS what, count(*)::int AS count FROM matching_run WHERE state = 'running'
     UNION ALL SELECT 'idle transactions', count(*)::int FROM pg_stat_activity WHERE datname = current_database()
       AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '3 seconds'`,
  );
  const messages = { what: 'messages due and neither sent nor failed', count: await messagesInHand(place) };
  return [messages, ...rows].filter(({ count }) => count > 0).map(({ what, count }) => `${count} ${what}`);
}

function doubled(place: FaultPlace): number {
  const { mails, sms } = place.installation;
  const ids = [...mails.messages().map(({ messageId }) => messageId), ...sms.messages().map(({ id }) => id)];
  return ids.length - new Set(ids).size;
}

async function promises(place: FaultPlace): Promise<string[]> {
  const client = await place.connect();
  try {
    const broken = await brokenPromises(client, place.installation.people.id);
    return broken.map(({ what, count }) => `not ${what} (${count})`);
  } finally {
    await client.end();
  }
}
