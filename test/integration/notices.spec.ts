import { SessionService } from '#members';
import type { MemberActor, Tx } from '#database';
import {
  DeliveryService,
  InboxService,
  NotifyService,
  PreferenceService,
  type TopicName,
} from '#notifications';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CaughtMail } from '../../apps/cli/src/mail-catcher.js';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

let installation: TestInstallation;
let people: CommunityPeople;
let deliveries: DeliveryService;
let inbox: InboxService;
let preferences: PreferenceService;
let base: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  base = await installation.api.getUrl();
  deliveries = installation.api.get(DeliveryService, { strict: false });
  inbox = installation.api.get(InboxService, { strict: false });
  preferences = installation.api.get(PreferenceService, { strict: false });
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
});
afterEach(() => {
  installation.mails.answer('accept');
  installation.mails.clear();
});

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const react = (topic: TopicName, subjectId: string, outboxId = newId()) =>
  run((tx) => new NotifyService().react(tx, `notifications.${topic}`, { outboxId, subjectId, values: {} }));
const deliver = () => deliveries.deliverDue(people.id);
const mailsTo = (email: string): CaughtMail[] =>
  installation.mails.messages().filter(({ recipients }) => recipients.includes(email));

async function aCase(
  startsAt = hours(72),
  given: Partial<Pick<BuiltCase, 'helper'>> = {},
): Promise<BuiltCase> {
  const family = await people.family({ givenName: 'Sara' });
  const helper = given.helper ?? (await people.helper({ givenName: 'Anna' }));
  return buildCase(installation.uow, people, { family, helper, startsAt });
}

const statesOf = (memberId: string) =>
  run((tx) =>
    tx.sql<{ state: string; failure: string | null }>(
      `SELECT d.state, d.failure FROM delivery d JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
       WHERE d.community_id = $1 AND d.channel = 'e-mail' AND n.member_id = $2 ORDER BY d.id`,
      [people.id, memberId],
    ),
  );

test('a check that ends soon is told to its holder, and to the desk’s inbox alone', async () => {
  const built = await aCase();
  const desk = await people.coordinator();
  await react('credential-expiring', built.credentialId);
  const told = async (actor: MemberActor) =>
    (await inbox.listOwn(actor, {})).items.map(({ topic, subject }) => [topic, subject]);
  expect(await told(built.helper.actor)).toEqual([
    ['credential-expiring', expect.stringContaining('rinnovare')],
  ]);
  expect(await told(desk)).toEqual([['credential-expiring', expect.stringContaining('Scade presto')]]);
  expect(await statesOf(desk.memberId)).toEqual([{ state: 'suppressed', failure: 'not-wanted' }]);
  expect(await statesOf(built.helper.memberId)).toMatchObject([{ failure: null }]);
});

describe('a digest', () => {
  test('gathers what can wait into one mail of the next morning; an ask does not wait', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { rhythm: 'daily' });
    await react('hours-confirmed', built.timeEntryId);
    await react('hours-settled', built.timeEntryId);
    await react('helper-asked', built.assignmentId);
    await deliver();
    expect(mailsTo(built.helper.email).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Puoi aiutare\?/),
    ]);
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    await deliver();
    const [digest] = mailsTo(built.helper.email);
    expect(digest!.subject).toBe('2 novità per te');
    expect(digest!.text).toMatch(/• Il tempo[^]+• /);
    expect(await deliver()).toEqual({ sent: 0, failed: 0, queuedAgain: 0 });
    expect(mailsTo(built.helper.email)).toHaveLength(2);
  });

  test('of the week leaves on Monday', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { rhythm: 'weekly' });
    await react('hours-confirmed', built.timeEntryId);
    installation.clock.moveTo(new Date('2026-10-11T10:00:00Z'));
    expect((await deliver()).sent).toBe(0);
    installation.clock.moveTo(new Date('2026-10-12T06:00:01Z'));
    await deliver();
    expect(mailsTo(built.helper.email).map(({ subject }) => subject)).toEqual(['Una novità per te']);
  });

  test('is never empty: what was read in the inbox meanwhile is not in it', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { rhythm: 'daily' });
    await react('hours-confirmed', built.timeEntryId);
    await inbox.readAll(built.helper.actor);
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    expect((await deliver()).sent).toBe(0);
    expect(await statesOf(built.helper.memberId)).toEqual([{ state: 'suppressed', failure: 'read-already' }]);
  });

  test('that is refused for now leaves later as a whole, and starts the time of silence when it has left', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.family.actor, [], { rhythm: 'daily' });
    await react('hours-to-confirm', built.timeEntryId);
    await react('request-received', built.requestId);
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    installation.mails.answer(451, 1);
    expect((await deliver()).queuedAgain).toBe(1);
    const notice = () =>
      run((tx) =>
        tx.sql<{ at: Date | null }>(
          'SELECT notice_delivered_at AS at FROM time_entry WHERE community_id = $1',
          [people.id],
        ),
      );
    expect(await notice()).toEqual([{ at: null }]);
    installation.clock.advanceMinutes(1);
    expect((await deliver()).sent).toBe(1);
    expect(mailsTo(built.family.email)[0]!.subject).toBe('2 novità per te');
    expect((await notice())[0]!.at).not.toBeNull();
  });
});

describe('an address that is refused for good', () => {
  test('gets nothing more, the member sees a banner, the desk is told once; another address is free of it', async () => {
    const built = await aCase();
    const coordinator = await people.coordinator();
    await react('helper-asked', built.assignmentId);
    await react('hours-confirmed', built.timeEntryId);
    installation.mails.answer(550);
    await deliver();
    installation.mails.answer('accept');
    const events = await run((tx) =>
      tx.sql<{ key: string }>(`SELECT key FROM outbox WHERE community_id = $1 AND topic = 'mail.bounced'`, [
        people.id,
      ]),
    );
    expect(events).toHaveLength(1);
    await react('mail-bounced', built.helper.memberId);
    expect((await inbox.listOwn(coordinator, {})).items[0]!.text).toMatch(
      /^Le mail per Anna tornano indietro/,
    );
    expect((await inbox.listOwn(built.helper.actor, {})).banner).toBe('mail-bounced');
    await react('helper-asked', built.assignmentId);
    await deliver();
    expect(mailsTo(built.helper.email)).toEqual([]);
    expect((await statesOf(built.helper.memberId)).at(-1)).toEqual({
      state: 'suppressed',
      failure: 'address-bounced',
    });
    await run((tx) =>
      tx.sql(`UPDATE member_identity SET email_index = '\\x01' WHERE community_id = $1 AND member_id = $2`, [
        people.id,
        built.helper.memberId,
      ]),
    );
    expect((await inbox.listOwn(built.helper.actor, {})).banner).toBeNull();
    await react('helper-asked', built.assignmentId);
    expect((await deliver()).sent).toBe(1);
  });

  test('451 is no such thing', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    installation.mails.answer(451, 1);
    await deliver();
    expect((await inbox.listOwn(built.helper.actor, {})).banner).toBeNull();
  });
});

describe('three asks without an answer', () => {
  async function silentFor(helper: BuiltCase['helper'], asks: number): Promise<BuiltCase> {
    const built = await aCase(hours(96), { helper });
    await run((tx) =>
      tx.sql(`UPDATE helper_profile SET unanswered_asks = $3 WHERE community_id = $1 AND member_id = $2`, [
        people.id,
        helper.memberId,
        asks,
      ]),
    );
    return built;
  }

  test('bring the question of a pause, and the next ask waits for the morning', async () => {
    const helper = await people.helper({ givenName: 'Anna' });
    const built = await silentFor(helper, 3);
    await react('helper-silent', built.assignmentId);
    expect((await inbox.listOwn(helper.actor, {})).items[0]!.subject).toBe('Vuoi una pausa?');
    expect((await inbox.listOwn(helper.actor, {})).banner).toBe('pause');
    await deliver();
    installation.mails.clear();
    await react('helper-asked', built.assignmentId);
    expect((await deliver()).sent).toBe(0);
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    expect((await deliver()).sent).toBe(1);
  });

  test('two are not three: the ask leaves at once, and nobody speaks of a pause', async () => {
    const helper = await people.helper();
    const built = await silentFor(helper, 2);
    await react('helper-silent', built.assignmentId);
    expect((await inbox.listOwn(helper.actor, {})).banner).toBeNull();
    expect((await inbox.listOwn(helper.actor, {})).items[0]!.subject).not.toBe('Vuoi una pausa?');
    await react('helper-asked', built.assignmentId);
    expect((await deliver()).sent).toBe(1);
  });
});

describe('one click in a mail', () => {
  const header = (mail: CaughtMail, name: string) =>
    mail.headerLines
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.replace(/\r?\n\s+/g, ' ');

  async function wayOut(topic: TopicName, subject: (built: BuiltCase) => string) {
    const built = await aCase();
    await react(topic, subject(built));
    await deliver();
    const [mail] = mailsTo(built.helper.email);
    const url = /<([^>]+)>/.exec(header(mail!, 'List-Unsubscribe') ?? '')?.[1];
    return { built, mail: mail!, path: url && new URL(url).pathname };
  }
  const wanted = async (built: BuiltCase, topic: TopicName) =>
    (await preferences.listOwn(built.helper.actor)).preferences.find((it) => it.topic === topic)!.wanted;

  test('ends mails of its kind by POST alone, as mail programs send it; opening shows a page with one button', async () => {
    const { built, mail, path } = await wayOut('hours-confirmed', ({ timeEntryId }) => timeEntryId);
    expect(header(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const page = await fetch(base + path);
    expect(await page.text()).toMatch(
      /<form method="post"><button class="button main wide">Basta mail come questa<\/button><\/form>/,
    );
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(await wanted(built, 'hours-confirmed')).toBe(true);
    for (const time of ['first', 'second']) {
      const answer = await fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect([time, answer.status]).toEqual([time, 200]);
    }
    expect(await wanted(built, 'hours-confirmed')).toBe(false);
    expect(await wanted(built, 'hours-settled')).toBe(true);
    await react('hours-confirmed', built.timeEntryId);
    expect((await statesOf(built.helper.memberId)).at(-1)).toEqual({
      state: 'suppressed',
      failure: 'not-wanted',
    });
  });

  test('is not offered by mails about safety', async () => {
    const { path } = await wayOut('seat-late', ({ seatId }) => seatId);
    expect(path).toBeUndefined();
  });

  test('with a changed token does not exist, and no other address takes a form', async () => {
    const { built, path } = await wayOut('hours-confirmed', ({ timeEntryId }) => timeEntryId);
    const other = path!.replace('hours-confirmed', 'hours-settled');
    for (const wrong of [other, `${path}x`, '/u/x', `/u/${'a'.repeat(190)}`]) {
      expect((await fetch(base + wrong)).status).toBe(404);
      expect((await fetch(base + wrong, { method: 'POST' })).status).toBe(404);
    }
    expect(await wanted(built, 'hours-settled')).toBe(true);
    const { token } = await installation.api
      .get(SessionService)
      .open(built.helper.actor.personId, { way: 'demonstration', communityId: people.id });
    const form = await fetch(`${base}/v1/me/notifications/read-all`, {
      method: 'POST',
      headers: { cookie: `intreccio-session=${token}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1',
    });
    expect(form.status).toBe(415);
  });
});

describe('words to pass on by hand', () => {
  test('are one piece of text, for the member and for the desk, and the desk’s reading is recorded', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    const [item] = (await inbox.listOwn(built.helper.actor, {})).items;
    expect(item!.copyText).toContain('+39 0382 000000');
    const coordinator = await installation.as(await people.coordinator());
    const { body } = await coordinator.get('/v1/deliveries').query({ state: 'queued' }).expect(200);
    const words = await coordinator.get(`/v1/deliveries/${body.items[0].id}/words`).expect(200);
    expect(words.body.text).toBe(item!.copyText);
    await (
      await installation.as(built.helper.actor)
    )
      .get(`/v1/deliveries/${body.items[0].id}/words`)
      .expect(403);
    const read = await run((tx) =>
      tx.sql(`SELECT 1 FROM audit_record WHERE community_id = $1 AND action = 'delivery.read-words'`, [
        people.id,
      ]),
    );
    expect(read).toHaveLength(1);
  });
});
