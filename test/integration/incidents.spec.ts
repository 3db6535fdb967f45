import { AssignmentsService, flagFirstVisit, FirstVisitService } from '#assignments';
import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { AuditService, OwnRecordsService, escalateIncidents, IncidentService, reviewersOf } from '#members';
import { addMinutes } from '#platform';
import { QueueService } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let incidents: IncidentService;
let administrator: MemberActor;
let coordinator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  world = await openWorld();
  incidents = new IncidentService(world.uow, world.codec);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await people.administrator();
  coordinator = await people.coordinator();
  family = await people.family();
  helper = await people.helper();
});

const firstPage = { limit: 50, after: undefined };
const words = { severity: 'concern', text: 'La porta era aperta' } as const;
const report = () => incidents.report(family.actor, { ...words, householdId: family.householdId });
const system = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);

describe('a report', () => {
  test('is read by its reporter, by administrators and by whom they give it to; by nobody else', async () => {
    const { id } = await report();
    const sees = async (actor: MemberActor) =>
      (await incidents.list(actor, {}, firstPage)).items.map((it) => it.id);
    expect(await sees(family.actor)).toEqual([id]);
    expect(await sees(administrator)).toEqual([id]);
    for (const actor of [coordinator, helper.actor, (await people.family()).actor]) {
      expect(await sees(actor)).toEqual([]);
      await expect(incidents.read(actor, id)).rejects.toMatchObject({ code: 'not-found' });
    }
    await incidents.handOn(administrator, id, 1, coordinator.memberId);
    expect(await sees(coordinator)).toEqual([id]);
  });

  test('tells its reporter their own words and where it stands, not who reviews it nor what came of it', async () => {
    const { id } = await report();
    await incidents.take(administrator, id, 1);
    await incidents.close(administrator, id, 2, 'Parlato con tutti');
    const own = await incidents.read(family.actor, id);
    expect(own).toMatchObject({ text: 'La porta era aperta', state: 'closed' });
    expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['outcome']));
    expect(own).not.toHaveProperty('ownerId');
    expect(await incidents.read(administrator, id)).toMatchObject({ outcome: 'Parlato con tutti' });
  });

  test('is not reviewed by whom it concerns: the reporter, the person, the household', async () => {
    const concerned = (await people.member(['administrator'])).actor;
    const { id } = await incidents.report(concerned, { ...words, aboutMemberId: helper.memberId });
    await expect(incidents.take(concerned, id, 1)).rejects.toMatchObject({ code: 'not-found' });
    const about = await incidents.report(administrator, { ...words, aboutMemberId: concerned.memberId });
    await expect(incidents.read(concerned, about.id)).rejects.toMatchObject({ code: 'not-found' });
    await system((tx) =>
      tx.sql(
        'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)',
        [tx.communityId, family.householdId, concerned.memberId, tx.now],
      ),
    );
    const home = await report();
    await expect(incidents.read(concerned, home.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(incidents.handOn(administrator, home.id, 1, concerned.memberId)).rejects.toMatchObject({
      code: 'reviewer-unfit',
    });
    await expect(incidents.handOn(administrator, home.id, 1, helper.memberId)).rejects.toMatchObject({
      code: 'reviewer-unfit',
    });
  });

  test('names only people and homes its reporter has to do with', async () => {
    const stranger = await people.family();
    for (const about of [{ aboutMemberId: helper.memberId }, { householdId: stranger.householdId }]) {
      await expect(incidents.report(family.actor, { ...words, ...about })).rejects.toMatchObject({
        code: 'not-found',
      });
    }
  });

  test('is stored sealed', async () => {
    const { id } = await report();
    const [row] = await system((tx) =>
      tx.sql<{ sealed: Buffer }>(
        'SELECT text_sealed AS sealed FROM incident WHERE community_id = $1 AND id = $2',
        [tx.communityId, id],
      ),
    );
    expect(row!.sealed.toString('latin1')).not.toContain('porta');
  });

  test('steps as its table says, on the version that was read', async () => {
    const { id } = await report();
    await expect(incidents.close(administrator, id, 1, 'x')).rejects.toMatchObject({
      code: 'transition-not-allowed',
    });
    await incidents.take(administrator, id, 1);
    await expect(incidents.take(administrator, id, 1)).rejects.toMatchObject({ code: 'stale-version' });
    await incidents.close(administrator, id, 2, 'Fatto');
    expect(await incidents.reopen(administrator, id, 3)).toMatchObject({ state: 'reviewing', version: 4 });
  });

  test('is not in the family’s own list of who read about them, though the read is on record', async () => {
    const { id } = await report();
    await incidents.read(administrator, id);
    const audit = new AuditService(world.uow);
    const all = await audit.listRecords(administrator, firstPage, family.householdId);
    expect(all.items).toMatchObject([{ action: 'incident.read', actorMemberId: administrator.memberId }]);
    const own = await new OwnRecordsService(world.uow, world.codec).list(family.actor, firstPage);
    expect(own.items.filter(({ action }) => action.startsWith('incident.'))).toEqual([]);
  });
});

describe('the clock of a report', () => {
  const dueAfter = async (minutes: number) => {
    world.clock.moveTo(addMinutes(START, minutes));
    return system((tx) => escalateIncidents(tx, 10));
  };

  test.each([
    ['concern', 24 * 60],
    ['danger', 60],
  ] as const)('of a %s calls others after %i minutes, not a minute before', async (severity, minutes) => {
    await incidents.report(family.actor, { ...words, severity });
    expect(await dueAfter(minutes - 1)).toBe(0);
    expect(await dueAfter(minutes + 1)).toBe(1);
  });

  test('stops when somebody takes it', async () => {
    const { id } = await report();
    await incidents.take(administrator, id, 1);
    expect(await dueAfter(48 * 60)).toBe(0);
  });

  test('calls five times at most', async () => {
    await incidents.report(family.actor, { ...words, severity: 'danger' });
    let calls = 0;
    for (let hour = 1; hour <= 8; hour += 1) calls += await dueAfter(hour * 61);
    expect(calls).toBe(5);
  });

  /** On duty for three days, from an hour before the start. */
  const onDuty = ({ memberId }: MemberActor) =>
    system((tx) =>
      tx.sql(
        `INSERT INTO duty_shift (community_id, id, coordinator_id, starts_at, ends_at, created_by, created_at)
         VALUES ($1, gen_random_uuid(), $2, $3, $4, $2, $3)`,
        [tx.communityId, memberId, addMinutes(START, -60), addMinutes(START, 72 * 60)],
      ),
    );
  const waiting = async (actor: MemberActor) =>
    (await new QueueService(world.uow, world.codec).list(actor, { kinds: ['incident'] })).items.map(
      ({ subjectId, detail }) => [subjectId, detail],
    );

  test('lets whoever is on duty read and take what was left alone, also where it is about the administrator', async () => {
    const { id } = await incidents.report(family.actor, { ...words, householdId: family.householdId });
    await system((tx) =>
      tx.sql('UPDATE incident SET about_member_id = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
        administrator.memberId,
      ]),
    );
    await onDuty(coordinator);
    const notFound = { code: 'not-found' };
    await expect(incidents.take(coordinator, id, 1)).rejects.toMatchObject(notFound);
    await dueAfter(24 * 60 + 1);
    for (const actor of [(await people.member(['coordinator'])).actor, administrator]) {
      await expect(incidents.read(actor, id)).rejects.toMatchObject(notFound);
      expect(await waiting(actor)).toEqual([]);
    }
    expect(await waiting(coordinator)).toEqual([[id, 'concern']]);
    expect(await incidents.read(coordinator, id)).toMatchObject({ text: 'La porta era aperta' });
    expect(await incidents.take(coordinator, id, 1)).toMatchObject({ ownerId: coordinator.memberId });
    expect(await waiting(coordinator)).toEqual([]);
  });

  test('shows duty neither a report about themselves, nor one that somebody has, nor any after their turn', async () => {
    const about = await report();
    const taken = await report();
    const late = await report();
    await system((tx) =>
      tx.sql('UPDATE incident SET about_member_id = $3 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        about.id,
        coordinator.memberId,
      ]),
    );
    await onDuty(coordinator);
    expect(await dueAfter(24 * 60 + 1)).toBe(3);
    await incidents.take(administrator, taken.id, 1);
    expect(await waiting(coordinator)).toEqual([[late.id, 'concern']]);
    for (const { id } of [about, taken]) {
      await expect(incidents.take(coordinator, id, 1)).rejects.toMatchObject({ code: 'not-found' });
    }
    world.clock.moveTo(addMinutes(START, 72 * 60));
    await expect(incidents.read(coordinator, late.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('tells administrators whom it does not concern, and once left alone whoever is on duty', async () => {
    const { id } = await incidents.report(administrator, words);
    const other = (await people.member(['administrator'])).actor;
    await onDuty(coordinator);
    expect(await system((tx) => reviewersOf(tx, id))).toEqual([other.memberId]);
    await dueAfter(24 * 60 + 1);
    expect(await system((tx) => reviewersOf(tx, id))).toEqual([other.memberId, coordinator.memberId].sort());
  });
});

describe('before a first visit', () => {
  const confirmed = async () => {
    const asked = await buildRequest(world.uow, people, { family, starts: [addMinutes(START, 4_000)] });
    const { assignmentId } = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
    await new AssignmentsService(world.uow).accept(helper.actor, assignmentId);
    const flags = async () =>
      (
        await system((tx) =>
          tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE community_id = $1 AND id = $2', [
            tx.communityId,
            asked.visitIds[0],
          ]),
        )
      )[0]!.flags;
    return { assignmentId, flags };
  };
  const askFor = () =>
    new PolicyService(world.uow).setPolicy(administrator, {
      key: 'firstVisitCheck',
      value: true,
      validFrom: people.day(0),
    });
  const pair = () => ({ helperId: helper.memberId, householdId: family.householdId, kind: 'call' as const });

  test('nothing is flagged while the policy does not ask for a call', async () => {
    const { assignmentId, flags } = await confirmed();
    expect(await system((tx) => flagFirstVisit(tx, assignmentId))).toBe(0);
    expect(await flags()).toEqual([]);
  });

  test('the visit waits for a coordinator’s call, which takes the flag off, once', async () => {
    await askFor();
    const { assignmentId, flags } = await confirmed();
    expect(await system((tx) => flagFirstVisit(tx, assignmentId))).toBe(1);
    expect(await flags()).toEqual(['first-visit']);
    const service = new FirstVisitService(world.uow);
    expect(await service.record(coordinator, pair())).toMatchObject({ recordedBy: coordinator.memberId });
    expect(await flags()).toEqual([]);
    await expect(service.record(coordinator, pair())).rejects.toMatchObject({ code: 'first-visit-recorded' });
    expect(await system((tx) => flagFirstVisit(tx, assignmentId))).toBe(0);
  });

  test('is looked for again when a seat of the pair falls out', async () => {
    await askFor();
    const { assignmentId, flags } = await confirmed();
    const [seat] = await system((tx) =>
      tx.sql<{ id: string }>('SELECT id FROM seat WHERE assignment_id = $1 LIMIT 1', [assignmentId]),
    );
    expect(await system((tx) => flagFirstVisit(tx, seat!.id))).toBe(1);
    expect(await flags()).toEqual(['first-visit']);
  });

  test('is not recorded by the helper or the family themselves, nor by somebody out of reach', async () => {
    const service = new FirstVisitService(world.uow);
    await expect(service.record(helper.actor, pair())).rejects.toMatchObject({ code: 'own-record' });
    await expect(service.record(family.actor, pair())).rejects.toMatchObject({ code: 'own-record' });
    const stranger = (await people.helper()).actor;
    await expect(service.record(stranger, pair())).rejects.toMatchObject({ code: 'not-found' });
  });
});
