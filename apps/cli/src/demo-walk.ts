import { addDays, localDay, minutesBetween } from '#platform';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { ApiClient, itemsOf, type Answer } from './api-client.js';
import type { District } from './demo-district.js';
import type { MailCatcher } from './mail-catcher.js';

const ZONE = 'Europe/Rome';
const PATIENCE_MS = 60_000;

interface Walk {
  readonly baseUrl: string;
  readonly district: District;
  readonly mails: MailCatcher;
  readonly databaseUrl: string;
  readonly say: (sentence?: string) => void;
}

/** One need through the whole chain, as the people would walk it: over HTTP, signed in with the code of a real mail. */
export async function walkTheChain(walk: Walk): Promise<void> {
  const { district, say } = walk;
  const step = numbered(say);
  const { demo } = district.known;
  const family = await signIn(walk, demo.family.email);
  const coordinator = await signIn(walk, demo.coordinator.email);
  step(
    `${demo.family.givenName} (family) and ${demo.coordinator.givenName} (coordinator) signed in with the code of a mail; who coordinates set up an authenticator too`,
  );

  const before = await family.get('/v1/me/account');
  const request = await askForHelp(family, district);
  step(`The family asks for babysitting, ${String(request['day'])} from 15:00 to 17:00, paid with hours`);

  const proposal = await coordinator.waitFor(
    'A proposal',
    `/v1/proposals?requestId=${String(request['id'])}`,
    (answer) => itemsOf(answer)[0],
  );
  step(`Matching proposes ${String(proposal['helperGivenName'])}: ${String(proposal['score'])} points`);
  const detail = await coordinator.get(`/v1/proposals/${String(proposal['id'])}`);
  for (const term of bestTerms(detail)) say(`       ${term}`);

  const { assignmentId } = (await coordinator.post(
    `/v1/proposals/${String(proposal['id'])}/approve`,
    {},
    {
      'if-match': `"v${String(proposal['version'])}"`,
    },
  )) as { assignmentId: string };
  step('The coordinator approves; the hours are held, the helper is asked by mail');

  const asked = await mailAsking(walk, String(proposal['helperId']));
  const helper = await signIn(walk, asked.to);
  const helperBefore = await helper.get('/v1/me/account');
  await helper.post(`/v1/assignments/${assignmentId}/accept`);
  step(`The helper reads "${asked.subject}" and accepts`);

  const waiting = await family.get(`/v1/assignments/${assignmentId}`);
  if (waiting['state'] === 'awaiting-guardian') {
    await family.post(`/v1/assignments/${assignmentId}/guardian-yes`);
    step('It is their first time together: the guardian says yes');
  }
  const confirmed = await helper.get(`/v1/assignments/${assignmentId}`);
  const contact = confirmed['contact'] as Answer | null;
  if (!contact) throw new Error('The helper cannot see the address of a confirmed assignment.');
  const seat = (confirmed['seats'] as Answer[])[0]!;
  step('Confirmed: only now does the helper see the address');

  await district.advance(Math.max(1, minutesBetween(district.now(), new Date(String(seat['endsAt']))) + 5));
  await helper.post(`/v1/seats/${String(seat['id'])}/done`).catch(alreadyPresumed);
  step('The clock is moved: the visit is done');

  const entry = await helper.post(`/v1/seats/${String(seat['id'])}/declare-hours`, { minutes: 120 });
  await family.post(`/v1/time-entries/${String(entry['id'])}/confirm`, { minutes: 120 });
  const after = await family.get('/v1/me/account');
  const helperAfter = await helper.get('/v1/me/account');
  step(
    `120 minutes declared by one side, confirmed by the other: the helper ${minutes(helperBefore)} -> ${minutes(helperAfter)}, ` +
      `the family ${minutes(before)} -> ${minutes(after)}`,
  );
  if (Number(helperAfter['balanceMinutes']) - Number(helperBefore['balanceMinutes']) !== 120) {
    throw new Error('The helper was not credited with 120 minutes.');
  }
  await finish(walk, step);
}

async function finish({ databaseUrl, district, mails }: Walk, step: (text: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await waitForOutbox(client);
    const { rows } = await client.query<{ sum: number; notifications: number; sent: number }>(
      `SELECT (SELECT sum(balance_minutes)::int FROM account WHERE community_id = $1) AS sum,
         (SELECT count(*)::int FROM notification WHERE community_id = $1) AS notifications,
         (SELECT count(*)::int FROM delivery WHERE community_id = $1 AND channel = 'e-mail' AND state = 'sent') AS sent`,
      [district.known.communityId],
    );
    const [row] = rows;
    if (row!.sum !== 0) throw new Error(`The ledger sums to ${row!.sum} minutes instead of zero.`);
    step(
      `${row!.notifications} notifications written, ${row!.sent} mails sent (${mails.messages().length} caught with the sign-in mails)`,
    );
    step('The ledger sums to zero, every event that was due has had its effects');
  } finally {
    await client.end();
  }
}

/** What waits for a calmer hour by design, such as a whole run after a plan has drifted, is not due yet. */
async function waitForOutbox(client: pg.Client): Promise<void> {
  let waiting: string[] = [];
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const { rows } = await client.query<{ line: string }>(
      `SELECT reaction || ' (' || attempts || ' attempts, ' || coalesce(last_error, 'no error') || ')' AS line
       FROM outbox WHERE done_at IS NULL
         AND (published_at IS NOT NULL OR next_at <= clock_timestamp() + interval '1 minute') LIMIT 20`,
    );
    if (rows.length === 0) return;
    waiting = rows.map(({ line }) => line);
    await new Promise((resume) => setTimeout(resume, 200));
  }
  throw new Error(`Events are still waiting in the outbox after a minute: ${waiting.join(', ')}.`);
}

async function askForHelp(family: ApiClient, district: District): Promise<Answer> {
  const [household] = itemsOf(await family.get('/v1/households'));
  const detail = await family.get(`/v1/households/${String(household!['id'])}`);
  const dependants = (detail['dependants'] as Answer[]).map(({ id }) => id);
  const [babysitting] = itemsOrList(await family.get('/v1/categories')).filter(
    ({ code }) => code === 'babysitting',
  );
  const day = addDays(localDay(ZONE, district.now()), 5);
  const request = await family.post('/v1/requests', {
    householdId: household!['id'],
    categoryId: babysitting!['id'],
    dependantIds: dependants,
    schedule: { frequency: 'once', firstDay: day, startTime: '15:00', endTime: '17:00' },
    regimes: ['timebank'],
    payerMemberId: district.known.demo.family.memberId,
    open: true,
  });
  return { ...request, day };
}

function itemsOrList(answer: Answer): Answer[] {
  return Array.isArray(answer) ? (answer as Answer[]) : itemsOf(answer);
}

async function signIn(walk: Walk, email: string): Promise<ApiClient> {
  const client = new ApiClient(walk.baseUrl);
  const earlier = new Set(walk.mails.messages().map(({ messageId }) => messageId));
  await client.post('/v1/sign-in', { email, language: 'en' });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    const mail = walk.mails
      .messages()
      .find((m) => m.recipients.includes(email) && !earlier.has(m.messageId) && /\b\d{8}\b/.test(m.text));
    if (mail) {
      const me = await client.post('/v1/sign-in/confirm', { code: /\b\d{8}\b/.exec(mail.text)![0] });
      if (me['secondFactor'] === 'to-enrol') await setUpAuthenticator(client);
      return client;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error('The sign-in mail did not come within a minute.');
}

/** As an app on a phone would: whoever decides for others proves more than that they read a mailbox. */
async function setUpAuthenticator(client: ApiClient): Promise<void> {
  const { secret } = (await client.put('/v1/me/authenticator')) as { secret: string };
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await client.post('/v1/me/authenticator/confirm', { code: app.generate() });
}

/** The mail that asks the helper: found by its Message-ID, which is made of the delivery's id. */
async function mailAsking(walk: Walk, helperId: string): Promise<{ to: string; subject: string }> {
  const client = new pg.Client({ connectionString: walk.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT d.id FROM delivery d JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
         WHERE n.community_id = $1 AND n.member_id = $2 AND n.topic = 'helper-asked' AND d.channel = 'e-mail'`,
        [walk.district.known.communityId, helperId],
      );
      const mail = walk.mails
        .messages()
        .find(({ messageId }) => rows.some(({ id }) => messageId?.includes(id)));
      if (mail) return { to: mail.recipients[0]!, subject: mail.subject };
      await new Promise((resume) => setTimeout(resume, 100));
    }
    throw new Error('The mail to the helper did not come within a minute.');
  } finally {
    await client.end();
  }
}

function bestTerms(detail: Answer): string[] {
  const { terms } = detail['explanation'] as { terms: { term: string; points: number; most: number }[] };
  return terms
    .filter(({ term, points }) => term !== 'serve' && points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 5)
    .map(({ term, points, most }) => `${term.padEnd(12)} ${String(points).padStart(4)} of ${most}`);
}

function minutes(account: Answer): string {
  return `${String(account['balanceMinutes'])} min`;
}

/** The worker's own duty may have been quicker than the helper's tap. */
function alreadyPresumed(error: Error): void {
  if (!error.message.includes(' 409')) throw error;
}

function numbered(say: (sentence?: string) => void): (text: string) => void {
  let number = 0;
  const began = performance.now();
  return (text) => {
    number += 1;
    say(`  ${String(number).padStart(2)}. ${text}  (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
  };
}
