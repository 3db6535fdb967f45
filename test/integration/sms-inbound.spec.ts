import { signSms } from '#notifications';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommunityPeople } from '../builders/people.builder.js';
import { now, SmsScene } from '../builders/sms.scene.js';
import { TEST_SMS_SECRET, type TestInstallation } from '../support/test-installation.js';

const scene = new SmsScene();
const { run, ask, givePhone, aCase, post, reply, answersTo, assignmentOf } = scene;

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
