import { AssignmentsService } from '#assignments';
import type { MemberActor } from '#database';
import {
  BlockService,
  GuardianRemovalService,
  GuardianSightService,
  HouseholdService,
  StandingService,
} from '#members';
import { DeliveryDeskService, PreferenceService, type SubjectKind, type TopicName } from '#notifications';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { subjectOf, type BuiltCase } from '../builders/case.builder.js';
import { MailScene } from '../builders/mail.scene.js';

const NIGHT = new Date('2026-10-05T20:00:00Z');
const MORNING = new Date('2026-10-06T06:00:01Z');

const scene = new MailScene();
let desk: MemberActor;
let second: MemberActor;
let built: BuiltCase;
let home: string;

beforeAll(() => scene.open());
afterAll(() => scene.close());
afterEach(() => scene.end());
beforeEach(async () => {
  const people = await scene.begin();
  desk = await people.coordinator();
  built = await scene.aCase();
  home = built.family.householdId;
  second = (await people.member(['family'], { givenName: 'Omar' })).actor;
  await households().addGuardian(desk, home, second.memberId);
});

const households = () => new HouseholdService(scene.world.uow, scene.world.codec);
const versionOf = async () => (await households().readHousehold(desk, home)).version!;
const standing = () => new StandingService(scene.world.uow, scene.world.codec);
const helper = () => built.helper.memberId;

const removeSecond = async () =>
  new GuardianRemovalService(scene.world.uow, scene.world.codec).removeGuardian(
    desk,
    home,
    second.memberId,
    await versionOf(),
  );

/** What waits at night, and what became of it in the morning. */
const overNight = async (
  topics: Partial<Record<TopicName, SubjectKind>>,
  meanwhile: () => Promise<unknown>,
): Promise<void> => {
  scene.world.clock.moveTo(NIGHT);
  for (const [topic, kind] of Object.entries(topics))
    await scene.react(topic as TopicName, subjectOf(built, kind));
  await scene.deliver();
  expect(scene.mail.messages()).toEqual([]);
  await meanwhile();
  scene.world.clock.moveTo(MORNING);
  await scene.deliver();
};

/** State or reason of the member's mails, oldest first. */
const mailsOf = async (memberId: string) =>
  (await scene.mailsOf())
    .filter((row) => row.memberId === memberId)
    .map(({ state, failure }) => failure ?? state);

describe('a guardian taken off the household at night', () => {
  it('gets nothing of it in the morning; the other one does', async () => {
    await overNight({ 'visit-confirmed': 'assignment', 'visit-cancelled': 'visit' }, removeSecond);
    expect(await mailsOf(second.memberId)).toEqual(['not-concerned', 'not-concerned']);
    expect(await mailsOf(built.family.memberId)).toEqual(['sent', 'sent']);
  });

  it('and gets it while they are one', async () => {
    await overNight({ 'visit-confirmed': 'assignment' }, async () => undefined);
    expect(await mailsOf(second.memberId)).toEqual(['sent']);
  });

  it('nor does one whom the desk limited to what this request is not', async () => {
    await overNight({ 'visit-confirmed': 'assignment' }, async () =>
      new GuardianSightService(scene.world.uow, scene.world.codec).setSight(
        desk,
        home,
        second.memberId,
        await versionOf(),
        [],
      ),
    );
    expect(await mailsOf(second.memberId)).toEqual(['not-concerned']);
  });

  it('nor is it gathered into their digest, and nothing is left of the digest', async () => {
    await new PreferenceService(scene.world.uow).changeOwn(second, [], { rhythm: 'daily' });
    await overNight({ 'hours-settled': 'time-entry' }, removeSecond);
    expect(await mailsOf(second.memberId)).toEqual(['not-concerned']);
    expect(scene.mail.messages()).toHaveLength(2);
  });
});

describe('a helper', () => {
  it('suspended meanwhile is not told where to be, and hears that another visit is cancelled', async () => {
    await overNight({ 'visit-confirmed': 'assignment', 'seat-cancelled': 'seat' }, () =>
      standing().suspendMember(desk, helper(), 'Da chiarire'),
    );
    expect(await mailsOf(helper())).toEqual(['suspended', 'sent']);
  });

  it('whom somebody of the household blocked meanwhile is not sent there', async () => {
    await overNight({ 'visit-confirmed': 'assignment', 'hours-to-confirm': 'time-entry' }, () =>
      new BlockService(scene.world.uow).block(built.family.actor, helper()),
    );
    expect(await mailsOf(helper())).toEqual(['kept-apart']);
  });

  it('whose visits went to somebody else meanwhile hears the end alone', async () => {
    await overNight({ 'helper-asked': 'assignment', 'assignment-cancelled': 'assignment' }, () =>
      new AssignmentsService(scene.world.uow).cancel(desk, built.assignmentId, 'Va un’altra'),
    );
    expect(await mailsOf(helper())).toEqual(['not-concerned', 'sent']);
  });

  it('asked to step in hears nothing of it once somebody else has', async () => {
    const ask = (state: string) =>
      scene.run((tx) =>
        tx.sql('UPDATE replacement_ask SET state = $3 WHERE community_id = $1 AND id = $2', [
          tx.communityId,
          built.replacementAskId,
          state,
        ]),
      );
    await ask('asked');
    await overNight({ 'replacement-asked': 'replacement-ask' }, () => ask('taken'));
    expect(await mailsOf(helper())).toEqual(['not-concerned']);
  });
});

describe('whoever has left', () => {
  it('gets nothing that waited for them', async () => {
    await overNight({ 'visit-confirmed': 'assignment', 'organisation-changed': 'belonging' }, () =>
      scene.run((tx) =>
        tx.sql(`UPDATE member SET state = 'left' WHERE community_id = $1 AND id = $2`, [
          tx.communityId,
          helper(),
        ]),
      ),
    );
    expect(await mailsOf(helper())).toEqual(['left', 'left']);
  });
});

it('what was held back stands at the desk with the reason, never tried, and does not leave when somebody is back', async () => {
  await overNight({ 'visit-confirmed': 'assignment' }, () =>
    standing().suspendMember(desk, helper(), 'Da chiarire'),
  );
  await standing().reinstateMember(desk, helper(), 'Chiarito');
  await scene.deliver();
  const { items } = await new DeliveryDeskService(scene.world.uow, scene.world.codec).list(desk, {
    state: 'suppressed',
  });
  expect(items.filter(({ memberId }) => memberId === helper())).toEqual([
    expect.objectContaining({ channel: 'e-mail', attempts: 0, failure: 'suspended' }),
  ]);
});
