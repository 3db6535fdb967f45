import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { signInByMail } from '../support/sign-in-by-mail.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0';
const QUARTER_HOUR = 15;

let parts: TestInstallation;
let family: BuiltFamily;

beforeAll(async () => {
  parts = await openInstallation();
});

afterAll(async () => {
  await parts?.close();
});

beforeEach(async () => {
  parts.clock.advanceMinutes(QUARTER_HOUR);
  family = await parts.people.family();
});

function browserOf(userAgent = FIREFOX): TestAgent {
  const client = parts.anonymous();
  client.set('user-agent', userAgent);
  return client;
}

const alarms = () =>
  parts.mails
    .messages()
    .filter(
      ({ recipients, subject }) => recipients.includes(family.email) && subject.includes('Nuovo accesso'),
    );

/** What a notification of this moment would be by now: the events before it have been handled in order. */
async function nothingWaits(): Promise<void> {
  await until('every event to be told', async () => {
    const [row] = await parts.uow.run(parts.people.facts.system, (tx) =>
      tx.sql<{ waiting: number }>(
        `SELECT (SELECT count(*) FROM outbox WHERE community_id = $1 AND done_at IS NULL AND topic = 'sign-in.new-device')::int
           + (SELECT count(*) FROM delivery WHERE community_id = $1 AND channel = 'e-mail' AND state IN ('queued', 'sending'))::int AS waiting`,
        [tx.communityId],
      ),
    );
    return row!.waiting === 0;
  });
}

describe('a sign-in', () => {
  test('for the first time ever, and again in the same browser, alarms nobody', async () => {
    const client = browserOf();
    await signInByMail(parts, client, family.email);
    await client.post('/v1/sign-out').expect(204);
    await signInByMail(parts, client, family.email);
    await nothingWaits();
    expect(alarms()).toEqual([]);
  });

  test('in a browser never seen is told to its person by mail, at night too, and once', async () => {
    await signInByMail(parts, browserOf(), family.email);
    parts.clock.moveTo(new Date('2026-10-08T01:30:00Z'));
    const second = browserOf();
    await signInByMail(parts, second, family.email);
    const mail = await until('the mail about the new browser', async () => alarms()[0]);
    expect(mail.text).toContain('giovedì 8 ottobre alle 03:30');
    await signInByMail(parts, second, family.email);
    await nothingWaits();
    expect(alarms()).toHaveLength(1);
  });

  test('of another person in a known browser is new to that person', async () => {
    const shared = browserOf();
    await signInByMail(parts, shared, family.email);
    const first = family;
    family = await parts.people.family();
    await signInByMail(parts, browserOf(), family.email);
    await signInByMail(parts, shared, family.email);
    await until('the mail about the new browser', async () => alarms()[0]);
    const { rows } = await parts.uow.tenantless('upkeep', async (sql) => ({
      rows: await sql<{ hash: Buffer }>(
        'SELECT device_hash AS hash FROM known_device WHERE person_id = ANY ($1::uuid[])',
        [[first.actor.personId, family.actor.personId]],
      ),
    }));
    // One device, two people: nothing in the database says so.
    expect(new Set(rows.map(({ hash }) => hash.toString('hex'))).size).toBe(rows.length);
  });

  test('keeps of the browser what its owner needs to know it again, and no more', async () => {
    const client = browserOf();
    await signInByMail(parts, client, family.email);
    const { body } = await client.get('/v1/me/sessions').expect(200);
    expect(body).toMatchObject([
      { way: 'mail', secondFactor: null, browser: 'firefox', system: 'android', current: true },
    ]);
    const [row] = await parts.uow.tenantless('upkeep', (sql) =>
      sql<{ all: string }>('SELECT to_jsonb(s)::text AS all FROM sign_in_session s WHERE person_id = $1', [
        family.actor.personId,
      ]),
    );
    expect(row!.all).not.toMatch(/Gecko|145\.0|Mobile/);
  });
});
