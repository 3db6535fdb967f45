import { DeliveryDeskService, MailSender, SignInMail } from '#notifications';
import { newId, type Config } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { hours, MailScene } from '../builders/mail.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new MailScene();
const { run, react, deliver, aCase, mailsOf } = scene;

let world: TestWorld;
let mail: MailCatcher;
let people: CommunityPeople;
let sender: MailSender;
let desk: DeliveryDeskService;

beforeAll(async () => {
  ({ world, mail, sender } = await scene.open());
  desk = new DeliveryDeskService(world.uow, world.codec);
});
afterAll(() => scene.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(() => scene.end());

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
    await scene.deliveriesThrough(dead, config).deliverDue(people.id);
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
