import { REACTIONS } from '#database';
import {
  type InboxService,
  PreferenceService,
  topicOf,
  TOPIC_NAMES,
  TOPICS,
  type TopicName,
} from '#notifications';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { buildCase, buildReferral, subjectOf } from '../builders/case.builder.js';
import { hours, MailScene } from '../builders/mail.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new MailScene();
const { run, react, deliver, aCase, mailsOf } = scene;

let world: TestWorld;
let mail: MailCatcher;
let people: CommunityPeople;
let inbox: InboxService;

beforeAll(async () => {
  ({ world, mail, inbox } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(() => scene.end());

const ANSWERS: Partial<Record<TopicName, string>> = {
  'referral-answered': 'accept',
  'second-factor-changed': 'added',
  'answer-recorded': 'hours',
};

const forgetHours = () => run((tx) => tx.sql(`DELETE FROM time_entry WHERE community_id = $1`, [people.id]));

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
      const values =
        topic === 'answer-recorded'
          ? { kind: 'time-entry', about: built.timeEntryId, answer }
          : { kind: 'visit', about: built.seatId, answer };
      const told = await react(topic, subjectOf(built, TOPICS[topic].subject), newId(), values);
      expect(told).toBeGreaterThan(0);
      for (const language of ['it', 'en', 'ar']) {
        await run((tx) =>
          tx.sql(`UPDATE member SET language = $2 WHERE community_id = $1`, [people.id, language]),
        );
        let read = 0;
        const desk = [await people.coordinator(), await people.administrator()];
        for (const actor of [built.family.actor, built.helper.actor, ...desk]) {
          const seen = await inbox.listOwn(actor, {});
          expect(seen.language).toBe(language);
          read += seen.items.length;
          for (const { subject, text } of seen.items) {
            expect(`${subject}\n${text}`).not.toMatch(
              /[{}]|undefined|Invalid|Cognome|Via di Prova|Farfallina|Sara/,
            );
          }
        }
        expect(read).toBe(told);
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
    expect(caught!.subject).toBe('Puoi aiutare? Compiti, mercoledì 7 ottobre');
    expect(caught!.text).toContain('mercoledì 7 ottobre dalle 10:00 alle 11:30');
    expect(caught!.text).toContain('+39 0382 000000');
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
