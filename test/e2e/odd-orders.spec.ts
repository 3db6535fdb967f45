import type { MemberActor } from '#database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpScene, minutesAfter, said } from '../builders/http.scene.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import type { TestInstallation } from '../support/test-installation.js';

/**
 * The life of requests over HTTP in orders nobody planned: whatever is refused is refused with a code, nothing
 * stays held that nobody will pay or give back, and no state is left that nobody can leave.
 */
const scene = new HttpScene();
const { post, ask, proposalOf, approved, confirmed, settled, statesOf } = scene;

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let desk: MemberActor;

beforeAll(async () => {
  installation = await scene.open();
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ people, family, helper, desk } = await scene.begin());
});
afterEach(scene.expectSound);

describe('answers', () => {
  test('given five times at once count once; what comes after is refused by its state', async () => {
    const { assignmentId } = await approved();
    const at = `/v1/assignments/${assignmentId}`;
    expect(await said(post(family.actor, `${at}/guardian-yes`))).toBe('transition-not-allowed');
    const accepts = await Promise.all([1, 2, 3, 4, 5].map(() => said(post(helper.actor, `${at}/accept`))));
    expect(accepts.sort()).toEqual(['awaiting-guardian', ...Array(4).fill('transition-not-allowed')]);
    expect(await said(post(helper.actor, `${at}/decline`))).toBe('transition-not-allowed');
    const other = await people.family();
    expect(await said(post(other.actor, `${at}/guardian-yes`))).toBe('not-found');
    expect(await said(post(helper.actor, `${at}/guardian-yes`))).toBe('not-your-role');
    const guardian = await Promise.all(
      ['yes', 'no'].map((answer) => said(post(family.actor, `${at}/guardian-${answer}`))),
    );
    expect(guardian).toContain('transition-not-allowed');
  });

  test('of rivals for one place: one approval, and each other is told why', async () => {
    const { id: requestId } = await ask();
    const second = await people.helper({ regime: 'timebank' });
    const [one, two] = [await proposalOf(requestId), await proposalOf(requestId, second)];
    const outcomes = await Promise.all(
      [one, two, one, two].map((it) => said(post(desk, `/v1/proposals/${it.id}/approve`, {}, it.version))),
    );
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
    const refused = ['proposal-not-open', 'stale-version', 'nothing-to-cover', 'visit-already-covered'];
    expect(refused).toEqual(
      expect.arrayContaining(outcomes.filter((outcome) => outcome !== 200) as string[]),
    );
    expect(await statesOf('seat')).toEqual(['scheduled']);
  });

  test('a helper who is proposed already is not proposed twice, and the desk hears so', async () => {
    const { id: requestId } = await ask();
    await settled();
    const again = () => said(post(desk, '/v1/proposals', { requestId, helperId: helper.memberId }));
    expect([await again(), await again()]).toContain('already-proposed');
  });
});

describe('a visit', () => {
  test('is not done, missed or declared before its time, nor cancelled after', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    expect(await said(post(helper.actor, `${at}/done`))).toBe('too-early');
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe('too-early');
    expect(await said(post(family.actor, `${at}/no-show`, { absent: 'helper' }))).toBe('too-early');
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 30));
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe('too-early');
    expect(await said(post(helper.actor, `${at}/handed-over`))).toBe('transition-not-allowed');
    expect(await said(post(helper.actor, `${at}/done`))).toBe('done');
    for (const [step, body] of [
      ['done', {}],
      ['arrived', {}],
      ['cancel', { reason: 'no' }],
      ['no-show', { absent: 'helper' }],
    ] as const) {
      expect([
        step,
        await said(post(step === 'no-show' ? family.actor : helper.actor, `${at}/${step}`, body)),
      ]).toEqual([step, 'transition-not-allowed']);
    }
  });

  test('has hours that one side declares and the other confirms; reversed, they are declared anew', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.endsAt, 5));
    for (const minutes of [-1, 1.5, 2_881, '60', null])
      expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes }))).toBe('invalid-input');
    const { id } = await post(helper.actor, `${at}/declare-hours`, { minutes: 600 });
    const entry = `/v1/time-entries/${id}`;
    expect(await said(post(helper.actor, `${entry}/confirm`))).toBe('own-record');
    expect(await said(post(desk, `${entry}/settle`, { minutes: 100, reason: 'x' }))).toBe(
      'transition-not-allowed',
    );
    expect(await said(post(family.actor, `${entry}/confirm`, { minutes: 120 }))).toBe('disputed');
    expect(await said(post(helper.actor, `${entry}/dispute`, { reason: 'x' }))).toBe('own-record');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('transition-not-allowed');
    expect(await said(post(desk, `${entry}/settle`, { minutes: 700, reason: 'x' }))).toBe('settled');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('reversed');
    expect(await said(post(desk, `${at}/reverse`, { reason: 'x' }))).toBe('transition-not-allowed');
    const anew = await post(family.actor, `${at}/declare-hours`, { minutes: 130 });
    expect(await said(post(family.actor, `/v1/time-entries/${anew.id}/confirm`))).toBe('own-record');
    expect(await said(post(helper.actor, `/v1/time-entries/${anew.id}/confirm`))).toBe('confirmed');
    expect(await statesOf('seat')).toEqual(['credited']);
  });

  test('cancelled late is not arrived at, reconfirmed, declared or contested', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, -60));
    expect(await said(post(helper.actor, `${at}/cancel`, { reason: 'febbre' }))).toBe('cancelled-late');
    for (const [step, body] of [
      ['arrived', {}],
      ['reconfirm', {}],
      ['contest', { minutes: 60, reason: 'x' }],
    ] as const) {
      expect([step, await said(post(helper.actor, `${at}/${step}`, body))]).toEqual([
        step,
        'transition-not-allowed',
      ]);
    }
    installation.clock.moveTo(minutesAfter(seats[0]!.endsAt, 5));
    expect(await said(post(helper.actor, `${at}/declare-hours`, { minutes: 60 }))).toBe(
      'transition-not-allowed',
    );
    expect(await statesOf('hold')).toEqual(['released']);
  });

  test('missed by one is not missed by the other too; contested and upheld it ends', async () => {
    const { seats } = await confirmed();
    const at = `/v1/seats/${seats[0]!.id}`;
    installation.clock.moveTo(minutesAfter(seats[0]!.startsAt, 30));
    expect(await said(post(helper.actor, `${at}/no-show`, { absent: 'helper' }))).toBe('own-record');
    expect(await said(post(helper.actor, `${at}/no-show`, { absent: 'family' }))).toBe('no-show');
    expect(await said(post(family.actor, `${at}/no-show`, { absent: 'helper' }))).toBe(
      'transition-not-allowed',
    );
    const contest = { minutes: 60, reason: 'c’ero' };
    expect(await said(post(helper.actor, `${at}/contest`, contest))).toBe('forbidden');
    expect(await said(post(family.actor, `${at}/contest`, contest))).toBe('disputed');
    const uphold = { absent: 'family', reason: 'x' };
    expect(await said(post(desk, `${at}/uphold-no-show`, uphold))).toBe('no-show');
    expect(await said(post(desk, `${at}/uphold-no-show`, uphold))).toBe('transition-not-allowed');
  });
});
