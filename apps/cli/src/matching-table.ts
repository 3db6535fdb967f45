import { newId, type Clock } from '#platform';
import pg from 'pg';

const POLL_MS = 250;
const PATIENCE_MS = 600_000;
const PROGRESS_MS = 5_000;

interface Run {
  readonly state: string;
  readonly status: string;
  readonly gap: number;
  readonly failure: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

interface District {
  readonly requests: number;
  readonly visits: number;
  readonly covered: number;
}

/** Asks for a matching run as any event would, waits for it, and prints a short table. */
export async function runMatching(
  databaseUrl: string,
  communityId: string,
  clock: Clock,
  say: (sentence: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c role=intreccio_app' });
  // A stop in the middle ends the connection.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT set_config('app.community', $1, false)`, [communityId]);
    const began = performance.now();
    const eventId = await ask(client, communityId, clock);
    const run = await wait(client, communityId, eventId, say);
    const ms = performance.now() - began;
    if (run.state !== 'done')
      throw new Error(
        `Matching failed: ${run.failure ?? 'it said nothing'}. Start again; if it stays, look at the log (LOG_LEVEL=debug).`,
      );
    say(await table(client, communityId, run, ms));
  } finally {
    await client.end();
  }
}

async function ask(client: pg.Client, communityId: string, clock: Clock): Promise<string> {
  const id = newId();
  await client.query(
    `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at)
     VALUES ($1, $2, 'matching.asked', 'matching.community', $3, $4, $5, clock_timestamp())`,
    [
      communityId,
      id,
      `matching.asked:${communityId}:${id}`,
      JSON.stringify({ version: 1, subjectId: communityId, values: {} }),
      clock.now(),
    ],
  );
  await client.query(`SELECT pg_notify('outbox', '')`);
  return id;
}

async function wait(
  client: pg.Client,
  communityId: string,
  eventId: string,
  say: (sentence: string) => void,
): Promise<Run> {
  let told = performance.now();
  for (const until = told + PATIENCE_MS; performance.now() < until;) {
    const { rows } = await client.query<{ done: boolean }>(
      'SELECT done_at IS NOT NULL AS done FROM outbox WHERE community_id = $1 AND id = $2',
      [communityId, eventId],
    );
    if (rows[0]?.done) {
      const runs = await client.query<Run>(
        `SELECT state, status, gap, failure, counts FROM matching_run WHERE community_id = $1 AND state <> 'running'
         ORDER BY id DESC LIMIT 1`,
        [communityId],
      );
      return runs.rows[0]!;
    }
    if (performance.now() - told > PROGRESS_MS) {
      told = performance.now();
      say('  matching goes on...');
    }
    await new Promise((resume) => setTimeout(resume, POLL_MS));
  }
  throw new Error(
    'Matching did not end within ten minutes: start again, with fewer requests if you asked for many.',
  );
}

async function table(client: pg.Client, communityId: string, run: Run, ms: number): Promise<string> {
  const { rows } = await client.query<District>(
    `SELECT (SELECT count(*)::int FROM request WHERE community_id = $1 AND state = 'open') AS requests,
       (SELECT count(*)::int FROM visit WHERE community_id = $1 AND state = 'planned') AS visits,
       (SELECT count(DISTINCT pv.visit_id)::int FROM proposal_visit pv JOIN proposal p
          ON p.community_id = pv.community_id AND p.id = pv.proposal_id AND p.state = 'proposed' WHERE pv.community_id = $1) AS covered`,
    [communityId],
  );
  const reasons = await client.query<{ why: string; rule: string; visits: number }>(
    `SELECT why, facts ->> 'rule' AS rule, count(*)::int AS visits FROM unmatched_visit WHERE community_id = $1
     GROUP BY why, rule ORDER BY visits DESC, rule LIMIT 8`,
    [communityId],
  );
  const district = rows[0]!;
  const standing = (run.counts['proposed'] ?? 0) + (run.counts['kept'] ?? 0);
  const line = (label: string, value: string | number) => `  ${label.padEnd(34)}${String(value).padStart(8)}`;
  return [
    '',
    line('open requests', district.requests),
    line('visits ahead', district.visits),
    line('proposals', standing),
    line('visits with a proposal', district.covered),
    line('visits that still miss somebody', run.counts['unmatched'] ?? 0),
    ...reasons.rows.map(({ why, rule, visits }) => line(`  ${reasonInWords(why, rule)}`, visits)),
    line('matched in', `${(ms / 1_000).toFixed(1)} s`),
    line(
      'from the best plan',
      run.status === 'optimal' ? 'nothing' : `at most ${(run.gap * 100).toFixed(3)} %`,
    ),
  ].join('\n');
}

const RULES_IN_WORDS: Readonly<Record<string, string>> = {
  category: 'no one offers this',
  regime: 'no offer of the accepted kind',
  subjects: 'no one knows the subject',
  languages: 'no one speaks the language',
  'age-band': 'no one for this age',
  mobility: 'no one for this mobility need',
  'car-seats': 'no car with these seats',
  municipality: 'no one goes to this place',
  collection: 'no authorisation to collect',
  reach: 'too far for everyone',
  credential: 'credentials missing',
  insurance: 'not insured yet',
  availability: 'no one is free then',
  overlap: 'everyone is busy then',
  travel: 'no time to get there',
  'weekly-minutes': 'weekly hours used up',
  'turned-down': 'turned down before',
  funds: 'no hours to pay with',
};

function reasonInWords(why: string, rule: string): string {
  if (why === 'outbid') return 'others were served first';
  if (why === 'busy') return 'everyone is busy then';
  if (why === 'cap') return 'weekly hours used up';
  return RULES_IN_WORDS[rule] ?? rule;
}
