import { HoursService } from '#assignments';
import { REACTIONS, type Tx } from '#database';
import {
  DeliveryDeskService,
  DeliveryService,
  HoursLinkService,
  InboxService,
  LetterSender,
  MailSender,
  SmsSender,
  NotifyService,
  PreferenceService,
  SignInMail,
  topicOf,
  TOPIC_NAMES,
  TOPICS,
  type SubjectKind,
  type NotifiedEvent,
  type TopicName,
} from '#notifications';
import { newId, type Config } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startMailCatcher, type MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { buildCase, buildReferral, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

const lettersThrough = (mails: MailSender, config: Config) =>
  new LetterSender(
    world.codec,
    mails,
    new SmsSender(config),
    new HoursLinkService(world.uow, world.codec, new HoursService(world.uow)),
    config,
  );
const NICKNAME = 'Farfallina';
const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

let world: TestWorld;
let mail: MailCatcher;
let people: CommunityPeople;
let sender: MailSender;
let deliveries: DeliveryService;
let inbox: InboxService;
let desk: DeliveryDeskService;
const notify = new NotifyService();

beforeAll(async () => {
  world = await openWorld();
  mail = await startMailCatcher();
  const config = {
    smtpUrl: mail.smtpUrl,
    mailFrom: 'aiuto@intreccio.example',
    publicUrl: 'https://aiuto.example',
  } as Config;
  sender = new MailSender(config, { connect: 500, silence: 600, whole: 2_000 });
  deliveries = new DeliveryService(world.uow, world.codec, lettersThrough(sender, config));
  inbox = new InboxService(world.uow, world.codec);
  desk = new DeliveryDeskService(world.uow, world.codec);
});
afterAll(async () => {
  sender.onApplicationShutdown();
  await mail.close();
  await world.close();
});
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
});
afterEach(() => {
  mail.answer('accept');
  mail.clear();
});

const run = <T>(work: (tx: Tx) => Promise<T>) => world.uow.run(people.facts.system, work);
const react = (
  topic: TopicName,
  subjectId: string,
  outboxId = newId(),
  values: NotifiedEvent['values'] = {},
) => run((tx) => notify.react(tx, `notifications.${topic}`, { outboxId, subjectId, values }));
const deliver = () => deliveries.deliverDue(people.id);

async function aCase(startsAt = hours(48)): Promise<BuiltCase> {
  const family = await people.family({ givenName: 'Sara', dependants: [{ nickname: NICKNAME }] });
  const helper = await people.helper({ givenName: 'Anna' });
  // Whoever reviews an incident.
  await people.administrator();
  return buildCase(world.uow, people, { family, helper, startsAt });
}

const ANSWERS: Partial<Record<TopicName, string>> = {
  'referral-answered': 'accept',
  'second-factor-changed': 'added',
};

function subjectOf(built: BuiltCase, kind: SubjectKind): string {
  return {
    request: built.requestId,
    visit: built.visitId,
    assignment: built.assignmentId,
    seat: built.seatId,
    'replacement-ask': built.replacementAskId,
    'time-entry': built.timeEntryId,
    exchange: built.exchangeId,
    credential: built.credentialId,
    'matching-run': built.runId,
    member: built.helper.memberId,
    'account-safety': built.helper.memberId,
    'call-back': built.helper.memberId,
    household: built.family.householdId,
    referral: built.referralId,
    incident: built.incidentId,
    'identity-link': built.identityLinkId,
    'join-request': built.joinRequestId,
  }[kind];
}

interface DeliveryRow {
  id: string;
  memberId: string;
  state: string;
  attempts: number;
  failure: string | null;
  dueAt: Date;
}

const forgetHours = () => run((tx) => tx.sql(`DELETE FROM time_entry WHERE community_id = $1`, [people.id]));

const mailsOf = () =>
  run((tx) =>
    tx.sql<DeliveryRow>(
      `SELECT d.id, n.member_id AS "memberId", d.state, d.attempts, d.failure, d.due_at AS "dueAt" FROM delivery d
       JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
       WHERE d.community_id = $1 AND d.channel = 'e-mail' ORDER BY d.id`,
      [people.id],
    ),
  );

describe('the table of topics', () => {
  test('has a row for each notifications reaction, and none beside', () => {
    const reactions = Object.values(REACTIONS)
      .flat()
      .filter((name) => name.startsWith('notifications.'));
    expect([...new Set(reactions.map(topicOf))].sort()).toEqual([...TOPIC_NAMES].sort());
  });

  test.each(TOPIC_NAMES)(
    '%s reaches everyone it names, in three languages, without personal data',
    async (topic) => {
      const built = await aCase();
      await people.coordinator();
      if (topic === 'hours-due') await forgetHours();
      if (TOPICS[topic].subject === 'referral') await buildReferral(world.uow, people, built);
      const answer = ANSWERS[topic] ?? 'late';
      const values = { kind: 'visit', about: built.seatId, answer };
      const told = await react(topic, subjectOf(built, TOPICS[topic].subject), newId(), values);
      expect(told).toBeGreaterThan(0);
      for (const language of ['it', 'en', 'ar']) {
        await run((tx) =>
          tx.sql(`UPDATE member SET language = $2 WHERE community_id = $1`, [people.id, language]),
        );
        for (const actor of [built.family.actor, built.helper.actor, await people.coordinator()]) {
          const seen = await inbox.listOwn(actor, {});
          expect(seen.language).toBe(language);
          for (const { subject, text } of seen.items) {
            expect(`${subject}\n${text}`).not.toMatch(
              /[{}]|undefined|Invalid|Cognome|Via di Prova|Farfallina|Sara/,
            );
          }
        }
      }
      const kept = await run((tx) =>
        tx.sql<{ all: string }>(
          `SELECT coalesce(string_agg(message_values::text, ''), '') || (SELECT coalesce(string_agg(payload::text, ''), '')
           FROM outbox WHERE community_id = $1) AS all FROM notification WHERE community_id = $1`,
          [people.id],
        ),
      );
      expect(kept[0]!.all).not.toMatch(/Cognome|Via di Prova|Farfallina|Sara|Anna|example\.org/);
      expect(kept[0]!.all).not.toBe('');
    },
  );
});

describe('telling', () => {
  test('an event that is reacted to twice tells once and mails once', async () => {
    const built = await aCase();
    const outboxId = newId();
    expect(await react('helper-asked', built.assignmentId, outboxId)).toBe(1);
    expect(await react('helper-asked', built.assignmentId, outboxId)).toBe(0);
    expect(await deliver()).toEqual({ sent: 1, failed: 0, queuedAgain: 0 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0, queuedAgain: 0 });
    expect(mail.messages()).toHaveLength(1);
  });

  test('a mail says day, time and category, and goes to the one helper', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    await deliver();
    const [caught] = mail.messages();
    const [row] = await mailsOf();
    expect(caught!.recipients).toEqual([built.helper.email]);
    expect(caught!.messageId).toBe(`<${row!.id}@intreccio.example>`);
    expect(caught!.subject).toBe('Puoi aiutare? Aiuto compiti, mercoledì 7 ottobre');
    expect(caught!.text).toContain('mercoledì 7 ottobre dalle 10:00 alle 11:30');
    expect(caught!.text).toContain('+390382000000');
    expect(caught!.html).toContain('lang="it" dir="ltr"');
  });

  test('an Arabic mail runs from right to left', async () => {
    const built = await aCase();
    await run((tx) => tx.sql(`UPDATE member SET language = 'ar' WHERE community_id = $1`, [people.id]));
    await react('helper-asked', built.assignmentId);
    await deliver();
    expect(mail.messages()[0]!.html).toContain('dir="rtl"');
    expect(mail.messages()[0]!.text).toContain('هل يمكنك المساعدة');
  });

  test('a guardian reads the helper’s first name, and not any more after it was erased', async () => {
    const built = await aCase();
    await react('guardian-asked', built.assignmentId);
    expect((await inbox.listOwn(built.family.actor, {})).items[0]!.text).toMatch(/^Anna può venire/);
    await run((tx) =>
      tx.sql(`DELETE FROM member_identity WHERE community_id = $1 AND member_id = $2`, [
        people.id,
        built.helper.memberId,
      ]),
    );
    expect((await inbox.listOwn(built.family.actor, {})).items[0]!.text).toMatch(
      /^La persona che aiuta può venire/,
    );
  });

  test('nobody is asked for a yes that is already given', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE assignment SET guardian_answered_at = $2 WHERE community_id = $1`, [people.id, tx.now]),
    );
    expect(await react('guardian-asked', built.assignmentId)).toBe(0);
  });

  test('who ended a seat is not told of it, the other side is', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE seat SET ended_by = $2 WHERE community_id = $1`, [people.id, built.helper.memberId]),
    );
    await react('seat-cancelled', built.seatId);
    expect((await mailsOf()).map(({ memberId }) => memberId)).toEqual([built.family.memberId]);
  });

  test('hours are not asked for when they are declared already', async () => {
    const built = await aCase();
    expect(await react('hours-due', built.seatId)).toBe(0);
    await forgetHours();
    expect(await react('hours-due', built.seatId)).toBe(2);
  });

  test('a missing hand-over is told in other words than a missing arrival', async () => {
    const built = await aCase();
    await react('seat-late', built.seatId, newId(), { missing: 'handed-over' });
    await react('seat-late', built.seatId, newId(), { missing: 'arrived' });
    const texts = (await inbox.listOwn(built.helper.actor, {})).items.map(({ text }) => text);
    expect(texts).toEqual([
      expect.stringContaining('“Sono qui”'),
      expect.stringContaining('“Consegna fatta”'),
    ]);
  });

  test('a helper whose seat was given back already still learns that the visits are cancelled', async () => {
    const built = await aCase();
    await run(async (tx) => {
      await tx.sql(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1`, [people.id]);
      await tx.sql(`UPDATE seat SET state = 'released', active = false WHERE community_id = $1`, [people.id]);
    });
    expect(await react('visit-cancelled', built.visitId, newId(), { count: 3 })).toBe(2);
    expect((await inbox.listOwn(built.helper.actor, {})).items[0]!.text).toMatch(/^3 visite sono annullate/);
    expect(await react('request-withdrawn', built.requestId)).toBeGreaterThan(1);
  });

  test('a day that is closed is told to both sides, an offer of the visit to the family alone', async () => {
    const built = await aCase();
    await run(async (tx) => {
      await tx.sql(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1`, [people.id]);
      await tx.sql(`UPDATE seat SET state = 'released', active = false WHERE community_id = $1`, [people.id]);
    });
    expect(await react('visit-closed', built.visitId, newId(), { count: 2 })).toBe(2);
    expect((await inbox.listOwn(built.helper.actor, {})).items[0]!.text).toMatch(/quei giorni sono chiusi/);
    expect(await react('visit-offered', built.visitId)).toBe(1);
    expect((await inbox.listOwn(built.helper.actor, {})).items).toHaveLength(1);
  });

  test('a block is told to the desk, and to neither of the two', async () => {
    const coordinator = await people.coordinator();
    const built = await aCase();
    expect(await react('visit-blocked', built.visitId, newId(), { count: 1 })).toBe(1);
    expect((await inbox.listOwn(coordinator, {})).items).toHaveLength(1);
    expect((await inbox.listOwn(built.helper.actor, {})).items).toEqual([]);
  });

  test('a helper who had said no is not told of a cancellation', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE assignment SET state = 'declined' WHERE community_id = $1`, [people.id]),
    );
    await react('visit-cancelled', built.visitId);
    expect((await inbox.listOwn(built.helper.actor, {})).items).toEqual([]);
  });

  test('only the owner of a case is told when there is one', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const owner = await people.member(['coordinator']);
    const other = await people.member(['coordinator']);
    const built = await buildCase(world.uow, people, {
      family,
      helper,
      startsAt: hours(48),
      ownerId: owner.actor.memberId,
    });
    await react('helper-declined', built.assignmentId);
    expect((await inbox.listOwn(owner.actor, {})).unread).toBe(1);
    expect((await inbox.listOwn(other.actor, {})).unread).toBe(0);
  });

  test('a member without an address gets the inbox alone, and the reason is kept', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE member_identity SET email_sealed = NULL WHERE community_id = $1`, [people.id]),
    );
    await react('helper-asked', built.assignmentId);
    expect(await mailsOf()).toMatchObject([{ state: 'suppressed', failure: 'no-address' }]);
    expect((await inbox.listOwn(built.helper.actor, {})).items).toHaveLength(1);
  });

  test('a topic switched off sends no mail, one about safety cannot be switched off', async () => {
    const built = await aCase();
    const preferences = new PreferenceService(world.uow);
    const changed = await preferences.changeOwn(built.helper.actor, [
      { topic: 'helper-asked', channel: 'e-mail', wanted: true },
      { topic: 'helper-asked', channel: 'e-mail', wanted: false },
    ]);
    expect(changed.preferences.find(({ topic }) => topic === 'helper-asked')!.wanted).toBe(false);
    await react('helper-asked', built.assignmentId);
    expect(await mailsOf()).toMatchObject([{ state: 'suppressed', failure: 'not-wanted' }]);
    await expect(
      preferences.changeOwn(built.helper.actor, [{ topic: 'seat-late', channel: 'e-mail', wanted: false }]),
    ).rejects.toMatchObject({ code: 'mail-is-required' });
  });
});

describe('quiet hours', () => {
  test('a mail of the evening leaves at eight, and not a minute before', async () => {
    world.clock.moveTo(new Date('2026-10-05T19:30:00Z'));
    const built = await aCase(hours(72));
    await react('helper-asked', built.assignmentId);
    expect((await mailsOf())[0]!.dueAt).toEqual(new Date('2026-10-06T06:00:00Z'));
    world.clock.moveTo(new Date('2026-10-06T05:59:00Z'));
    expect((await deliver()).sent).toBe(0);
    world.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    expect((await deliver()).sent).toBe(1);
  });

  test('a mail that a stopped worker carried into the night waits for the morning', async () => {
    const built = await aCase(hours(72));
    await react('helper-asked', built.assignmentId);
    world.clock.moveTo(new Date('2026-10-05T21:00:00Z'));
    expect((await deliver()).sent).toBe(0);
    world.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    expect((await deliver()).sent).toBe(1);
  });

  test('an alert, and what is about today, leave at once', async () => {
    world.clock.moveTo(new Date('2026-10-05T19:30:00Z'));
    const later = await aCase(new Date('2026-10-07T19:00:00Z'));
    await react('seat-late', later.seatId);
    await react('seat-late-desk', later.seatId);
    expect((await deliver()).sent).toBe(3);
    const today = await aCase(new Date('2026-10-05T20:00:00Z'));
    await react('helper-asked', today.assignmentId);
    expect((await deliver()).sent).toBe(1);
  });
});

describe('a mail server that does not take the mail', () => {
  test('451 is tried again after a minute, and then arrives', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    mail.answer(451, 1);
    expect(await deliver()).toEqual({ sent: 0, failed: 0, queuedAgain: 1 });
    expect(await mailsOf()).toMatchObject([{ state: 'queued', attempts: 1, failure: 'smtp-451' }]);
    expect((await deliver()).sent).toBe(0);
    world.clock.advanceMinutes(1);
    expect((await deliver()).sent).toBe(1);
    expect(await mailsOf()).toMatchObject([{ state: 'sent', attempts: 2, failure: null }]);
  });

  test('after five refusals it is given up', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    mail.answer(451);
    for (const minutes of [1, 5, 20, 60]) {
      expect((await deliver()).queuedAgain).toBe(1);
      world.clock.advanceMinutes(minutes);
    }
    expect((await deliver()).failed).toBe(1);
    expect(await mailsOf()).toMatchObject([{ state: 'failed', attempts: 5 }]);
  });

  test('550 fails at once; a coordinator sees it without an address, and can try again', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    mail.answer(550, 1);
    expect((await deliver()).failed).toBe(1);
    const coordinator = await people.coordinator();
    const { items } = await desk.list(coordinator, { state: 'failed' });
    expect(items).toMatchObject([
      { memberId: built.helper.memberId, failure: 'smtp-550', topic: 'helper-asked' },
    ]);
    expect(JSON.stringify(items)).not.toContain('@');
    expect((await desk.retry(coordinator, items[0]!.id)).state).toBe('queued');
    await expect(desk.retry(coordinator, items[0]!.id)).rejects.toMatchObject({
      code: 'delivery-not-failed',
    });
    await expect(desk.retry(coordinator, newId())).rejects.toMatchObject({ code: 'not-found' });
    await expect(desk.list(built.helper.actor, { state: 'failed' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await deliver()).sent).toBe(1);
  });

  test('a server that hangs costs a time-out, and the mail is tried again', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    // The test before left an idle connection; let it close, or its end could stand in for the time-out.
    await new Promise((resume) => setTimeout(resume, 500));
    mail.answer('hang', 1);
    const began = Date.now();
    expect((await deliver()).queuedAgain).toBe(1);
    expect(Date.now() - began).toBeLessThan(3_000);
    expect(await mailsOf()).toMatchObject([{ state: 'queued', failure: 'timeout' }]);
    world.clock.advanceMinutes(1);
    expect((await deliver()).sent).toBe(1);
  });

  test('a server that is not there costs an attempt', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    const config = {
      smtpUrl: 'smtp://127.0.0.1:1',
      mailFrom: 'a@x.example',
      publicUrl: 'https://x.example',
    } as Config;
    const dead = new MailSender(config);
    await new DeliveryService(world.uow, world.codec, lettersThrough(dead, config)).deliverDue(people.id);
    dead.onApplicationShutdown();
    expect(await mailsOf()).toMatchObject([{ state: 'queued', failure: 'connection' }]);
  });
});

describe('a process that dies between sending and noting it', () => {
  /** What a killed process leaves: the mail is out, the row says `sending`, its lease runs. */
  const asIfKilled = (minutesAgo: number) =>
    run((tx) =>
      tx.sql(
        `UPDATE delivery SET state = 'sending', sent_at = NULL, sending_since = clock_timestamp() - make_interval(mins => $2)
         WHERE community_id = $1 AND channel = 'e-mail'`,
        [people.id, minutesAgo],
      ),
    );

  test('costs one duplicate with the same Message-ID, and a second death ends it', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    await deliver();
    await asIfKilled(1);
    expect((await deliver()).sent).toBe(0);
    await asIfKilled(3);
    expect((await deliver()).sent).toBe(1);
    expect(new Set(mail.messages().map(({ messageId }) => messageId)).size).toBe(1);
    expect(mail.messages()).toHaveLength(2);
    await asIfKilled(3);
    expect((await deliver()).sent).toBe(0);
    expect(await mailsOf()).toMatchObject([{ state: 'failed', failure: 'interrupted' }]);
    expect(mail.messages()).toHaveLength(2);
  });

  test('two processes that deliver at once send each mail once', async () => {
    for (let count = 0; count < 6; count += 1)
      await react('helper-asked', (await aCase(hours(48 + count * 24))).assignmentId);
    const [one, two] = await Promise.all([deliver(), deliver()]);
    expect(one.sent + two.sent).toBe(6);
    expect(new Set(mail.messages().map(({ messageId }) => messageId)).size).toBe(6);
    expect(mail.messages()).toHaveLength(6);
  });
});

describe('declared hours', () => {
  const notice = (built: BuiltCase) =>
    run((tx) =>
      tx.sql<{ delivered: Date | null; confirms: Date | null }>(
        `SELECT notice_delivered_at AS delivered, auto_confirm_at AS confirms FROM time_entry WHERE community_id = $1 AND id = $2`,
        [people.id, built.timeEntryId],
      ),
    );

  test('silence may confirm only from the moment the mail has left', async () => {
    const built = await aCase();
    await react('hours-to-confirm', built.timeEntryId);
    expect((await mailsOf()).map(({ memberId }) => memberId)).toEqual([built.family.memberId]);
    expect(await notice(built)).toEqual([{ delivered: null, confirms: null }]);
    await deliver();
    const [{ delivered, confirms } = { delivered: null, confirms: null }] = await notice(built);
    expect(confirms!.getTime() - delivered!.getTime()).toBe(7 * 86_400_000);
  });

  test('without an address the inbox counts, once it is read', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE member_identity SET email_sealed = NULL WHERE community_id = $1`, [people.id]),
    );
    await react('hours-to-confirm', built.timeEntryId);
    await deliver();
    const { items } = await inbox.listOwn(built.family.actor, {});
    expect(await notice(built)).toEqual([{ delivered: null, confirms: null }]);
    await inbox.read(built.family.actor, items[0]!.id);
    expect((await notice(built))[0]!.delivered).not.toBeNull();
  });
});

describe('the inbox', () => {
  test('is paged, newest first, and knows what is unread', async () => {
    const built = await aCase();
    for (let count = 0; count < 5; count += 1) await react('helper-asked', built.assignmentId);
    const first = await inbox.listOwn(built.helper.actor, { limit: 3 });
    const second = await inbox.listOwn(built.helper.actor, { limit: 3, cursor: first.nextCursor! });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(second.nextCursor).toBeNull();
    expect(await inbox.read(built.helper.actor, ids[0]!)).toEqual({ unread: 4 });
    expect((await inbox.listOwn(built.helper.actor, { unread: true })).items).toHaveLength(4);
    expect(await inbox.readAll(built.helper.actor)).toEqual({ unread: 0 });
  });

  test('another’s notification does not exist', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    const [item] = (await inbox.listOwn(built.helper.actor, {})).items;
    await expect(inbox.read(built.family.actor, item!.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('a sign-in mail carries the code and the link', async () => {
  const link = 'https://aiuto.example/login?token=abc&x=1';
  await new SignInMail(sender).sendSignInMail('sara@example.org', { code: '01234567', link, language: 'en' });
  const [caught] = mail.messages();
  expect(caught!.recipients).toEqual(['sara@example.org']);
  expect(caught!.subject).toBe('Your code: 01234567');
  expect(caught!.text).toContain(link);
});

test('an address that smuggles a header reaches nobody', async () => {
  const built = await aCase();
  const bad = `${built.helper.email}\r\nBcc: thief@example.org`;
  await run((tx) =>
    tx.sql(`UPDATE member_identity SET email_sealed = $3 WHERE community_id = $1 AND member_id = $2`, [
      people.id,
      built.helper.memberId,
      world.codec.seal(people.id, 'member_identity.email', built.helper.memberId, bad),
    ]),
  );
  await react('helper-asked', built.assignmentId);
  expect((await deliver()).failed).toBe(1);
  expect(mail.messages()).toEqual([]);
  expect(await mailsOf()).toMatchObject([{ state: 'failed', failure: 'address-refused' }]);
});
