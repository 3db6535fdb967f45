import type { MemberActor, Role } from '#database';
import { RoleService, StandingService } from '#members';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MailScene } from '../builders/mail.scene.js';
import type { BuiltCase } from '../builders/case.builder.js';

const scene = new MailScene();
let administrator: MemberActor;
let owner: MemberActor;
let other: MemberActor;
let built: BuiltCase;

beforeAll(() => scene.open());
afterAll(() => scene.close());
afterEach(() => scene.end());
beforeEach(async () => {
  const people = await scene.begin();
  administrator = await people.administrator();
  owner = (await people.member(['coordinator'])).actor;
  other = (await people.member(['coordinator'])).actor;
  built = await scene.aCase();
  await own(owner.memberId);
});

const own = (ownerId: string) =>
  scene.run((tx) =>
    tx.sql('UPDATE request SET owner_id = $3 WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      built.requestId,
      ownerId,
    ]),
  );

const suspend = (memberId: string) =>
  new StandingService(scene.world.uow, scene.world.codec).suspendMember(administrator, memberId, 'Prova');

const setRoles = (memberId: string, roles: readonly Role[]) =>
  new RoleService(scene.world.uow, scene.world.codec).setRoles(administrator, memberId, 1, roles);

/** State and reason of the member's mails, oldest first. */
const mailsOf = async (memberId: string) =>
  (await scene.mailsOf())
    .filter((row) => row.memberId === memberId)
    .map(({ state, failure }) => failure ?? state);

describe('whoever is suspended or has given the desk back', () => {
  it('gets none of the desk’s mails that waited for them; the others of the case do', async () => {
    await scene.react('hours-disputed', built.timeEntryId);
    expect(await mailsOf(owner.memberId)).toEqual(['queued']);
    await suspend(owner.memberId);
    await scene.deliver();
    expect(await mailsOf(owner.memberId)).toEqual(['left-the-desk']);
    expect(await mailsOf(built.family.memberId)).toEqual(['sent']);
  });

  it('gets none either with the role alone gone, and does while it is theirs', async () => {
    await scene.react('hours-disputed', built.timeEntryId);
    await setRoles(owner.memberId, ['family']);
    await scene.deliver();
    expect(await mailsOf(owner.memberId)).toEqual(['left-the-desk']);
    await own(other.memberId);
    await scene.react('hours-disputed', built.timeEntryId);
    await scene.deliver();
    expect(await mailsOf(other.memberId)).toEqual(['sent']);
  });

  it('is told nothing new of the desk; who is there hears of their cases', async () => {
    await suspend(owner.memberId);
    await scene.react('hours-disputed', built.timeEntryId);
    await scene.react('mail-bounced', built.helper.memberId);
    expect(await mailsOf(owner.memberId)).toEqual([]);
    expect(await mailsOf(other.memberId)).not.toEqual([]);
    expect((await scene.inbox.listOwn(owner, {})).items).toEqual([]);
    expect((await scene.inbox.listOwn(other, {})).items.length).toBeGreaterThan(1);
  });

  it('hears still how their own visits end, and no longer where to be', async () => {
    await suspend(built.helper.memberId);
    await scene.react('visit-confirmed', built.assignmentId);
    await scene.react('seat-cancelled', built.seatId);
    await scene.deliver();
    expect(await mailsOf(built.helper.memberId)).toEqual(['suspended', 'sent']);
  });
});
