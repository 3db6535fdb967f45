import {
  DeliveryDeskService,
  DeliveryService,
  HoursLinkService,
  LetterSender,
  MailSender,
  PreferenceService,
  SmsSender,
  TOPIC_NAMES,
  TOPICS,
  UnsubscribeService,
  type TopicName,
} from '#notifications';
import { createLogger, type Config } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { subjectOf } from '../builders/case.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { SmsScene } from '../builders/sms.scene.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new SmsScene();
const { run, react, deliver, ask, textsTo, givePhone, aCase } = scene;

let installation: TestInstallation;
let people: CommunityPeople;
let desk: DeliveryDeskService;
let preferences: PreferenceService;

beforeAll(async () => {
  installation = await scene.open();
  desk = installation.api.get(DeliveryDeskService, { strict: false });
  preferences = installation.api.get(PreferenceService, { strict: false });
});
afterAll(() => installation.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(() => scene.end());

const deliveriesOf = (memberId: string) =>
  run((tx) =>
    tx.sql<{
      id: string;
      channel: string;
      state: string;
      attempts: number;
      failure: string | null;
      dueAt: Date;
    }>(
      `SELECT d.id, d.channel, d.state, d.attempts, d.failure, d.due_at AS "dueAt" FROM delivery d
       JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
       WHERE d.community_id = $1 AND d.channel = 'sms' AND n.member_id = $2 ORDER BY d.id`,
      [people.id, memberId],
    ),
  );

describe('whom a short message reaches', () => {
  test('a member with a phone alone, with the desk’s number and how to answer', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    const [sms] = textsTo(built.helperPhone);
    expect(sms!.text).toBe(
      'Puoi aiutare gio 8 ott dalle 10:00 alle 11:30? Rispondi 1 sì, 2 no, 3 chiamatemi. Tel +390382000000',
    );
    const [row] = await deliveriesOf(built.helper.memberId);
    expect(row).toMatchObject({ id: sms!.id, state: 'sent', attempts: 1 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0, queuedAgain: 0 });
  });

  test('not whom a mail reaches, unless they want it; and whom no mail reaches any more', async () => {
    const built = await aCase();
    const phone = await givePhone(built.helper.memberId, true);
    await run((tx) =>
      tx.sql(
        `UPDATE member_identity SET email_index = '\\x02', email_sealed = $3 WHERE community_id = $1 AND member_id = $2`,
        [
          people.id,
          built.helper.memberId,
          installation.codec.seal(
            people.id,
            'member_identity.email',
            built.helper.memberId,
            built.helper.email,
          ),
        ],
      ),
    );
    await ask('helper-asked', built.assignmentId);
    expect(textsTo(phone)).toEqual([]);
    expect(await deliveriesOf(built.helper.memberId)).toEqual([]);
    await preferences.changeOwn(built.helper.actor, [
      { topic: 'helper-asked', channel: 'sms', wanted: true },
    ]);
    await ask('helper-asked', built.assignmentId);
    expect(textsTo(phone)).toHaveLength(1);
    await run((tx) =>
      tx.sql(
        `INSERT INTO notification_setting (community_id, member_id, bounced_index, bounced_at) VALUES ($1, $2, '\\x02', $3)`,
        [people.id, built.helper.memberId, tx.now],
      ),
    );
    await ask('visit-cancelled', built.visitId);
    expect(textsTo(phone)).toHaveLength(2);
    await run((tx) => tx.sql('DELETE FROM notification_setting WHERE community_id = $1', [people.id]));
    await ask('visit-cancelled', built.visitId);
    expect(textsTo(phone)).toHaveLength(2);
    await react('sms-answered', built.helper.memberId, { answer: 'noted' });
    await deliver();
    expect(textsTo(phone)).toHaveLength(3);
  });

  test('a topic switched off sends none, one about safety cannot be switched off by who has nothing else', async () => {
    const built = await aCase();
    const { actor } = built.helper;
    const { preferences: listed } = await preferences.changeOwn(actor, [
      { topic: 'helper-asked', channel: 'sms', wanted: false },
    ]);
    const of = (topic: TopicName) => listed.find((it) => it.topic === topic && it.channel === 'sms');
    expect(of('helper-asked')).toMatchObject({ wanted: false, required: false });
    expect(of('seat-late')).toMatchObject({ wanted: true, required: true });
    expect(of('proposals-ready')).toBeUndefined();
    await ask('helper-asked', built.assignmentId);
    expect(textsTo(built.helperPhone)).toEqual([]);
    expect(await deliveriesOf(built.helper.memberId)).toMatchObject([
      { state: 'suppressed', failure: 'not-wanted' },
    ]);
    await expect(
      preferences.changeOwn(actor, [{ topic: 'seat-late', channel: 'sms', wanted: false }]),
    ).rejects.toMatchObject({ code: 'mail-is-required' });
  });

  test('nobody in quiet hours, but for the alerts of the day', async () => {
    installation.clock.moveTo(new Date('2026-10-05T19:30:00Z'));
    const built = await aCase(new Date('2026-10-08T08:00:00Z'));
    await ask('helper-asked', built.assignmentId);
    await ask('seat-late', built.seatId);
    expect(textsTo(built.helperPhone).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Ti aspettavano/),
    ]);
    installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
    await deliver();
    expect(textsTo(built.helperPhone)).toHaveLength(2);
  });

  test('silence never confirms the hours of who was told by short message', async () => {
    const built = await aCase();
    await ask('hours-to-confirm', built.timeEntryId);
    expect(textsTo(built.familyPhone)).toHaveLength(1);
    const [entry] = await run((tx) =>
      tx.sql(
        'SELECT notice_delivered_at AS told, auto_confirm_at AS due FROM time_entry WHERE community_id = $1',
        [people.id],
      ),
    );
    expect(entry).toEqual({ told: null, due: null });
  });

  test.each(TOPIC_NAMES)(
    '%s says neither a dependant’s name nor an address nor what it is about',
    async (topic) => {
      const built = await aCase();
      const subject = subjectOf(built, TOPICS[topic].subject);
      for (const answer of ['late', 'noted']) {
        await react(topic, subject, { kind: 'visit', about: built.seatId, answer, missing: 'handed-over' });
      }
      await react(topic, subject, { answer: 'unclear' });
      installation.clock.moveTo(new Date('2026-10-06T06:00:01Z'));
      expect(await deliver()).toMatchObject({ failed: 0, queuedAgain: 0 });
      for (const { text } of installation.sms.messages()) {
        expect(text).not.toMatch(/Farfallina|Via di Prova|Cognome|Sara|compiti|[{}]|undefined/i);
      }
    },
  );
});

describe('a gateway that does not take the message', () => {
  test('503 is tried again after a minute, and then arrives under the same id', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    installation.sms.answer(503, 1);
    expect(await deliver()).toEqual({ sent: 0, failed: 0, queuedAgain: 1 });
    const [row] = await deliveriesOf(built.helper.memberId);
    expect(row).toMatchObject({ state: 'queued', failure: 'sms-503' });
    expect((await deliver()).sent).toBe(0);
    installation.clock.advanceMinutes(1);
    expect((await deliver()).sent).toBe(1);
    expect(textsTo(built.helperPhone)).toMatchObject([{ id: row!.id }]);
  });

  test.each([400, 410, 422])('%i fails at once, and the desk sees whom to call', async (status) => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    installation.sms.answer(status, 1);
    expect((await deliver()).failed).toBe(1);
    const coordinator = await people.coordinator();
    const { items } = await desk.list(coordinator, { state: 'failed' });
    expect(items).toMatchObject([
      { memberId: built.helper.memberId, channel: 'sms', failure: `sms-${status}` },
    ]);
    expect((await desk.retry(coordinator, items[0]!.id)).state).toBe('queued');
    expect((await deliver()).sent).toBe(1);
  });

  test.each([401, 403, 408, 429, 302])('%i is about us or about now: it is tried again', async (status) => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    installation.sms.answer(status, 1);
    expect((await deliver()).queuedAgain).toBe(1);
  });

  test('after five failures it is given up', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    installation.sms.answer(500);
    for (const minutes of [1, 5, 20, 60]) {
      expect((await deliver()).queuedAgain).toBe(1);
      installation.clock.advanceMinutes(minutes);
    }
    expect((await deliver()).failed).toBe(1);
  });

  test('silence, a port where nobody listens and a gateway that is not configured have their own reasons', async () => {
    const config = (smsUrl: string | undefined) => ({ ...installation.config, smsUrl }) as Config;
    const through = async (smsUrl: string | undefined) => {
      const built = await aCase();
      await react('helper-asked', built.assignmentId);
      const mail = new MailSender(config(smsUrl));
      const sender = new SmsSender(config(smsUrl), 300);
      const { uow, codec } = installation;
      const links = installation.api.get(HoursLinkService, { strict: false });
      const letters = new LetterSender(
        new UnsubscribeService(uow, codec),
        mail,
        sender,
        links,
        config(smsUrl),
      );
      await new DeliveryService(uow, codec, letters, createLogger('test', 'silent')).deliverDue(people.id);
      mail.onApplicationShutdown();
      const [row] = await deliveriesOf(built.helper.memberId);
      return [row!.state, row!.failure];
    };
    installation.sms.answer('hang');
    expect(await through(installation.sms.url)).toEqual(['queued', 'timeout']);
    expect(await through('http://127.0.0.1:1/x')).toEqual(['queued', 'connection']);
    expect(await through(undefined)).toEqual(['failed', 'no-sms-gateway']);
  });
});
