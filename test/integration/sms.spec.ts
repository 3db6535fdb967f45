import type { MemberActor, Tx } from '#database';
import {
  DeliveryDeskService,
  DeliveryService,
  HoursLinkService,
  LetterSender,
  MailSender,
  NotifyService,
  PreferenceService,
  signSms,
  SmsSender,
  TOPIC_NAMES,
  TOPICS,
  type TopicName,
} from '#notifications';
import { newId, type Config } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, TEST_SMS_SECRET, type TestInstallation } from '../support/test-installation.js';

const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);
const at = (date: Date, minutes: number) => new Date(date.getTime() + minutes * 60_000);

let installation: TestInstallation;
let people: CommunityPeople;
let deliveries: DeliveryService;
let desk: DeliveryDeskService;
let preferences: PreferenceService;
let serial = 0;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  deliveries = installation.api.get(DeliveryService, { strict: false });
  desk = installation.api.get(DeliveryDeskService, { strict: false });
  preferences = installation.api.get(PreferenceService, { strict: false });
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
});
afterEach(() => {
  installation.sms.answer('accept');
  installation.sms.clear();
});

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const react = (topic: TopicName, subjectId: string, values: Record<string, string> = {}) =>
  run((tx) =>
    new NotifyService().react(tx, `notifications.${topic}`, { outboxId: newId(), subjectId, values }),
  );
const deliver = () => deliveries.deliverDue(people.id);
const textsTo = (phone: string) => installation.sms.messages().filter(({ to }) => to === phone);

/** From here on the member has this phone; and no mail address, unless they keep it. */
async function givePhone(memberId: string, keepMail = false): Promise<string> {
  serial += 1;
  const phone = `+39333${String(1_000_000 + serial)}`;
  const { codec } = installation;
  await run((tx) =>
    tx.sql(
      `UPDATE member_identity SET phone_sealed = $3, phone_index = $4,
         email_sealed = CASE WHEN $5 THEN email_sealed END, email_index = CASE WHEN $5 THEN email_index END
       WHERE community_id = $1 AND member_id = $2`,
      [
        people.id,
        memberId,
        codec.seal(people.id, 'member_identity.phone', memberId, phone),
        codec.index(people.id, phone),
        keepMail,
      ],
    ),
  );
  return phone;
}

interface PhoneCase extends BuiltCase {
  readonly helperPhone: string;
  readonly familyPhone: string;
}

async function aCase(startsAt = hours(72)): Promise<PhoneCase> {
  const family = await people.family({ givenName: 'Sara', dependants: [{ nickname: 'Farfallina' }] });
  const helper = await people.helper({ givenName: 'Anna' });
  const built = await buildCase(installation.uow, people, { family, helper, startsAt });
  return {
    ...built,
    helperPhone: await givePhone(helper.memberId),
    familyPhone: await givePhone(family.memberId),
  };
}

/** Asks somebody by short message, which is delivered. */
async function ask(topic: TopicName, subjectId: string): Promise<void> {
  await react(topic, subjectId);
  await deliver();
}

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
      const subject = {
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
      }[TOPICS[topic].subject];
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
      const letters = new LetterSender(codec, mail, sender, links, config(smsUrl));
      await new DeliveryService(uow, codec, letters).deliverDue(people.id);
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

const now = () => String(Math.floor(Date.now() / 1_000));

function post(body: string, timestamp = now(), signature = signSms(TEST_SMS_SECRET, timestamp, body)) {
  return installation
    .anonymous()
    .post('/v1/sms/inbound')
    .set({ 'content-type': 'application/json', 'x-sms-timestamp': timestamp, 'x-sms-signature': signature })
    .send(body);
}

const reply = async (from: string, text: string, id = newId()): Promise<string> => {
  const { body, status } = await post(JSON.stringify({ id, from, text }));
  expect(status).toBe(200);
  return body.outcome as string;
};

const answersTo = (memberId: string) =>
  run(async (tx) => {
    const rows = await tx.sql<{ topic: string; values: Record<string, string> }>(
      `SELECT topic, payload -> 'values' AS values FROM outbox WHERE community_id = $1 AND payload ->> 'subjectId' = $2
         AND topic IN ('sms.answered', 'sms.call-me') ORDER BY id`,
      [people.id, memberId],
    );
    return rows.map(({ topic, values }) =>
      topic === 'sms.call-me' ? `call about ${values['kind']}` : values['answer'],
    );
  });

const assignmentOf = async (id: string) => {
  const [row] = await run((tx) =>
    tx.sql<{ state: string; channel: string | null }>(
      'SELECT state, guardian_channel AS channel FROM assignment WHERE community_id = $1 AND id = $2',
      [people.id, id],
    ),
  );
  return row!;
};
const seatOf = async (id: string) => {
  const [row] = await run((tx) =>
    tx.sql<{ state: string; handedOver: boolean }>(
      'SELECT state, handed_over_at IS NOT NULL AS "handedOver" FROM seat WHERE community_id = $1 AND id = $2',
      [people.id, id],
    ),
  );
  return row!;
};
const confirm = (id: string) =>
  run((tx) =>
    tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE community_id = $1 AND id = $2`, [people.id, id]),
  );
const setState = (id: string, state: string) =>
  run((tx) =>
    tx.sql('UPDATE assignment SET state = $3 WHERE community_id = $1 AND id = $2', [people.id, id, state]),
  );

describe('what comes in', () => {
  test('is believed only with a right and fresh signature over this very body', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    const body = JSON.stringify({ id: 'm1', from: built.helperPhone, text: '1' });
    const old = String(Number(now()) - 301);
    const ahead = String(Number(now()) + 360);
    for (const refused of [
      await installation
        .anonymous()
        .post('/v1/sms/inbound')
        .set('content-type', 'application/json')
        .send(body),
      await post(body, now(), '0'.repeat(64)),
      await post(body, now(), 'zz'),
      await post(body, old),
      await post(body, ahead),
      await post(body, 'today', signSms(TEST_SMS_SECRET, 'today', body)),
      await post(body.replace('"1"', '"2"'), now(), signSms(TEST_SMS_SECRET, now(), body)),
      await post(body, now(), signSms('another secret of the same length!', now(), body)),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([401, 'sms-signature']);
    }
    expect((await assignmentOf(built.assignmentId)).state).toBe('awaiting-acceptance');
    await post(body, String(Number(now()) - 290)).expect(200, { outcome: 'applied' });
  });

  test.each([
    ['{}', 'invalid-input'],
    ['{"id":"","from":"+393331234567","text":"1"}', 'invalid-input'],
    ['{"id":"x","from":"Anna","text":"1"}', 'invalid-input'],
    ['{"id":"x","from":"+393331234567","text":1}', 'invalid-input'],
    ['{"id":"x","from":"+393331234567","text":"1","more":1}', 'invalid-input'],
    ['[', 'bad-json'],
  ])('%s is no message', async (body, code) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  test('acts once when it comes twice, also side by side', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => post(JSON.stringify({ id: 'same', from: built.helperPhone, text: '1' }))),
    );
    expect(outcomes.filter(({ body }) => body.outcome === 'applied')).toHaveLength(1);
    expect(outcomes.every(({ status, body }) => status === 503 || body.outcome !== 'late')).toBe(true);
    expect(await reply(built.helperPhone, '1', 'same')).toBe('repeated');
    expect(await answersTo(built.helper.memberId)).toEqual(['noted']);
  });

  test('from a number that was asked nothing changes nothing', async () => {
    expect(await reply('+393339999999', '1')).toBe('unknown');
  });

  test('from a number that is not the member’s any more, or of who is suspended, changes nothing', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    await run((tx) =>
      tx.sql(`UPDATE member SET state = 'suspended' WHERE community_id = $1 AND id = $2`, [
        people.id,
        built.helper.memberId,
      ]),
    );
    expect(await reply(built.helperPhone, '1')).toBe('unknown');
    await run((tx) => tx.sql(`UPDATE member SET state = 'active' WHERE community_id = $1`, [people.id]));
    await givePhone(built.helper.memberId);
    expect(await reply(built.helperPhone, '1')).toBe('unknown');
    expect((await assignmentOf(built.assignmentId)).state).toBe('awaiting-acceptance');
  });
});

describe('a reply to an ask', () => {
  test('1 is the helper’s yes, 1 is then the guardian’s, recorded as said by SMS', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    expect(await reply(built.helperPhone.slice(1), '1')).toBe('applied');
    expect((await assignmentOf(built.assignmentId)).state).toBe('awaiting-guardian');
    expect(await answersTo(built.helper.memberId)).toEqual(['noted']);
    await ask('guardian-asked', built.assignmentId);
    expect(textsTo(built.familyPhone)[0]!.text).toMatch(/^Anna può venire gio 8 ott/);
    expect(await reply(built.familyPhone, 'sì')).toBe('applied');
    expect(await assignmentOf(built.assignmentId)).toEqual({ state: 'confirmed', channel: 'sms' });
    expect(await answersTo(built.family.memberId)).toEqual([]);
  });

  test('2 is a no of either', async () => {
    const declined = await aCase();
    await ask('helper-asked', declined.assignmentId);
    expect(await reply(declined.helperPhone, '2')).toBe('applied');
    expect((await assignmentOf(declined.assignmentId)).state).toBe('declined');
    const refused = await aCase(hours(96));
    await setState(refused.assignmentId, 'awaiting-guardian');
    await ask('guardian-asked', refused.assignmentId);
    expect(await reply(refused.familyPhone, '2')).toBe('applied');
    expect(await assignmentOf(refused.assignmentId)).toEqual({ state: 'refused', channel: 'sms' });
  });

  test('3 has the desk call back, once a day for each question, under the name of who wants it', async () => {
    const built = await aCase();
    const coordinator = await people.coordinator();
    await setState(built.assignmentId, 'awaiting-guardian');
    await ask('guardian-asked', built.assignmentId);
    expect(await reply(built.familyPhone, '3')).toBe('called');
    expect(await reply(built.familyPhone, '3')).toBe('called');
    expect(await answersTo(built.family.memberId)).toEqual(['call about guardian', 'called', 'called']);
    await react('call-me', built.family.memberId, { kind: 'guardian', about: built.assignmentId });
    const inbox = await (await installation.as(coordinator)).get('/v1/me/notifications').expect(200);
    expect(inbox.body.items[0].text).toMatch(/^Sara ha risposto a un SMS con “chiamatemi”/);
    expect((await assignmentOf(built.assignmentId)).state).toBe('awaiting-guardian');
  });

  test('after it was answered, or garbage, changes nothing and is answered kindly', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    expect(await reply(built.helperPhone, 'quanti anni ha?')).toBe('unclear');
    await setState(built.assignmentId, 'no-answer');
    expect(await reply(built.helperPhone, '1')).toBe('late');
    expect((await assignmentOf(built.assignmentId)).state).toBe('no-answer');
    expect(await answersTo(built.helper.memberId)).toEqual(['unclear', 'late']);
    await react('sms-answered', built.helper.memberId, { answer: 'late' });
    await deliver();
    expect(textsTo(built.helperPhone)[0]!.text).toMatch(/^Questa domanda è già chiusa/);
  });

  test('what the rules refuse now is late too: a block between the two', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    await run((tx) =>
      tx.sql(
        'INSERT INTO member_block (community_id, member_id, blocked_member_id, created_at) VALUES ($1, $2, $3, $4)',
        [people.id, built.family.memberId, built.helper.memberId, tx.now],
      ),
    );
    expect(await reply(built.helperPhone, '1')).toBe('late');
    expect((await assignmentOf(built.assignmentId)).state).toBe('awaiting-acceptance');
  });

  test('that may mean two things means neither, and the desk calls', async () => {
    const first = await aCase();
    const { helper } = first;
    const second = await buildCase(installation.uow, people, {
      family: first.family,
      helper,
      startsAt: hours(120),
    });
    await ask('helper-asked', first.assignmentId);
    await ask('helper-asked', second.assignmentId);
    expect(await reply(first.helperPhone, '1')).toBe('several');
    expect(await answersTo(helper.memberId)).toEqual(['call about assignment', 'several']);
    await setState(first.assignmentId, 'no-answer');
    expect(await reply(first.helperPhone, '1')).toBe('applied');
    expect((await assignmentOf(second.assignmentId)).state).toBe('awaiting-guardian');
  });

  test('two machines that answer each other come to an end', async () => {
    const built = await aCase();
    await ask('helper-asked', built.assignmentId);
    for (let turn = 0; turn < 8; turn += 1) {
      await reply(built.helperPhone, 'I am not at my desk');
      await react('sms-answered', built.helper.memberId, { answer: 'unclear' });
    }
    expect(await answersTo(built.helper.memberId)).toHaveLength(6);
  });

  test('about hours: 1 confirms them as the other side, 2 has the desk call', async () => {
    const built = await aCase(hours(-3));
    await confirm(built.assignmentId);
    await run((tx) => tx.sql(`UPDATE seat SET state = 'done' WHERE community_id = $1`, [people.id]));
    await ask('hours-to-confirm', built.timeEntryId);
    expect(await reply(built.familyPhone, '2')).toBe('called');
    expect(await reply(built.familyPhone, '1')).toBe('applied');
    expect((await seatOf(built.seatId)).state).toBe('counted');
  });
});

describe('a reply at the visit', () => {
  async function reminded(startsAt = hours(24)): Promise<PhoneCase & { readonly actor: MemberActor }> {
    const built = await aCase(startsAt);
    await confirm(built.assignmentId);
    await ask('seat-reminder', built.seatId);
    return { ...built, actor: built.helper.actor };
  }

  test('to the reminder 1 says again that they come', async () => {
    const built = await reminded();
    expect(await reply(built.helperPhone, 'ok')).toBe('applied');
    expect((await seatOf(built.seatId)).state).toBe('reconfirmed');
  });

  test('4 is the arrival, an hour before the start and not a minute earlier; a yes is none', async () => {
    const built = await reminded();
    installation.clock.moveTo(at(hours(24), -61));
    expect(await reply(built.helperPhone, '4')).toBe('late');
    installation.clock.moveTo(at(hours(24), -60));
    expect(await reply(built.helperPhone, '1')).toBe('unclear');
    expect(await reply(built.helperPhone, '4')).toBe('applied');
    expect(await seatOf(built.seatId)).toEqual({ state: 'arrived', handedOver: false });
    expect(await reply(built.helperPhone, '4')).toBe('noted');
  });

  test('5 is the hand-over, with the arrival if that was forgotten', async () => {
    const built = await reminded();
    installation.clock.moveTo(at(hours(24), 80));
    expect(await reply(built.helperPhone, '5')).toBe('applied');
    expect(await seatOf(built.seatId)).toEqual({ state: 'arrived', handedOver: true });
    expect(await reply(built.helperPhone, '5')).toBe('late');
  });

  test('3 after the alert has the desk call', async () => {
    const built = await aCase(hours(1));
    await confirm(built.assignmentId);
    installation.clock.moveTo(at(hours(1), 11));
    await ask('seat-late', built.seatId);
    expect(await reply(built.helperPhone, '3')).toBe('called');
    expect(await answersTo(built.helper.memberId)).toEqual(['call about visit', 'called']);
  });
});
