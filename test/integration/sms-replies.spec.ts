import type { MemberActor } from '#database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase } from '../builders/case.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { hours, SmsScene, type PhoneCase } from '../builders/sms.scene.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new SmsScene();
const { run, react, deliver, ask, textsTo, aCase, reply, answersTo, assignmentOf } = scene;

let installation: TestInstallation;
let people: CommunityPeople;

beforeAll(async () => {
  installation = await scene.open();
});
afterAll(() => installation.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(() => scene.end());

const at = (date: Date, minutes: number) => new Date(date.getTime() + minutes * 60_000);

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
