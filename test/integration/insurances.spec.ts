import { AssignmentsService, flagUncovered, SeatsService } from '#assignments';
import { liveOffers } from '#availability';
import type { MemberActor } from '#database';
import { InsuranceService, MinorService, RegisterService, warnInsurances } from '#members';
import { NotifyService } from '#notifications';
import { newId } from '#platform';
import { QueueService, RegisterPaperService } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let people: CommunityPeople;
let insurances: InsuranceService;
let administrator: MemberActor;
let organisationId: string;
/** The organisation's own coordinator. */
let desk: MemberActor;
let helper: BuiltHelper;
let family: BuiltFamily;

const page = { limit: 50, after: undefined };
const DAY_MS = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
  insurances = new InsuranceService(world.uow);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await people.administrator();
  organisationId = people.facts.organisationId;
  desk = (await people.member(['coordinator'], { organisationId })).actor;
  helper = await people.helper({ organisationId });
  family = await people.family();
});

const system = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);

const record = (firstDay: number, lastDay?: number, by = desk, organisation = organisationId) =>
  insurances.record(by, {
    organisationId: organisation || undefined,
    insurer: 'Prova',
    firstDay: people.day(firstDay),
    lastDay: lastDay === undefined ? undefined : people.day(lastDay),
  });

/** When matching takes a helper for covered. */
const coverOf = ({ memberId }: BuiltHelper) =>
  system(async (tx) => {
    for await (const [offer] of liveOffers(tx, [memberId]))
      return [offer!.insuredFrom?.toISOString() ?? null, offer!.insuredUntil?.toISOString() ?? null];
    return undefined;
  });
const ALWAYS = ['2026-08-06T22:00:00.000Z', null];

/** A visit of an hour that begins so many milliseconds after today's midnight in Rome, approved for the helper. */
async function approved(sinceMidnight: number, of = helper) {
  const midnight = new Date('2026-10-04T22:00:00Z').getTime();
  const asked = await buildRequest(world.uow, people, {
    family,
    starts: [new Date(midnight + sinceMidnight)],
  });
  const made = await approve(world.uow, people, { helper: of, family, asked, regime: 'volunteer' });
  return { ...made, visitId: asked.visitIds[0]!, startsAt: asked.starts[0]! };
}

const flagsOf = async (visitId: string) => {
  const rows = await system((tx) =>
    tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      visitId,
    ]),
  );
  return rows[0]!.flags;
};
const flag = (scope: Parameters<typeof flagUncovered>[1] = { organisationId }) =>
  system((tx) => flagUncovered(tx, scope));

describe('an organisation’s insurance', () => {
  test('covers its people alone, within its days; another’s people have their own, or the community’s', async () => {
    const [other, nobodys] = [
      await people.helper({ organisationId: await otherOrganisation() }),
      await people.helper(),
    ];
    expect(await coverOf(helper)).toEqual(ALWAYS);
    await record(3, 10);
    expect(await coverOf(helper)).toEqual(['2026-10-07T22:00:00.000Z', '2026-10-15T22:00:00.000Z']);
    for (const one of [other, nobodys]) expect(await coverOf(one)).toEqual(ALWAYS);
    await record(1, 5, administrator, '');
    for (const one of [other, nobodys])
      expect(await coverOf(one)).toEqual(['2026-10-05T22:00:00.000Z', '2026-10-10T22:00:00.000Z']);
    expect(await coverOf(helper)).toEqual(['2026-10-07T22:00:00.000Z', '2026-10-15T22:00:00.000Z']);
  });

  test('that is over covers nobody; contracts that follow each other are one', async () => {
    await record(0, 1);
    await record(2);
    expect(await coverOf(helper)).toEqual([expect.any(String), null]);
    await record(20, 30, administrator, '');
    const nobodys = await people.helper();
    world.clock.moveTo(new Date(START.getTime() + 31 * DAY_MS));
    expect(await coverOf(nobodys)).toEqual([null, null]);
    expect(await coverOf(helper)).toEqual([expect.any(String), null]);
  });

  test.each([
    ['on the last day, up to midnight', 11 * DAY_MS - 3_600_000, true],
    ['a moment beyond it', 11 * DAY_MS - 3_600_000 + 1, false],
    ['from the first midnight on', 2 * DAY_MS, true],
    ['a moment before it', 2 * DAY_MS - 1, false],
  ])('a visit %s is said yes to: %#', async (_, sinceMidnight, fits) => {
    const { assignmentId, visitId } = await approved(sinceMidnight);
    await record(2, 10);
    expect(await flag()).toBe(fits ? 0 : 1);
    expect(await flagsOf(visitId)).toEqual(fits ? [] : ['not-covered']);
    const yes = new AssignmentsService(world.uow).accept(helper.actor, assignmentId);
    if (fits) await expect(yes).resolves.toBeDefined();
    else await expect(yes).rejects.toMatchObject({ code: 'not-covered' });
  });

  test('across the midnight between two contracts a visit is covered', async () => {
    await record(0, 10);
    await record(11, 20);
    const { visitId } = await approved(11 * DAY_MS - 1_800_000);
    expect(await flag()).toBe(0);
    expect(await flagsOf(visitId)).toEqual([]);
  });

  test('ended early flags the coming visits and stops them at the door; renewed, the flag goes', async () => {
    const { id } = await record(0);
    const made = await approved(4 * DAY_MS + 36_000_000);
    await new AssignmentsService(world.uow).accept(helper.actor, made.assignmentId);
    await insurances.end(desk, id, people.day(2));
    expect([await flag(), await flagsOf(made.visitId)]).toEqual([1, ['not-covered']]);
    world.clock.moveTo(made.startsAt);
    const arrive = () => new SeatsService(world.uow).arrived(helper.actor, made.seatIds[0]!);
    await expect(arrive()).rejects.toMatchObject({ code: 'not-covered' });
    await record(0);
    expect([await flag(), await flagsOf(made.visitId)]).toEqual([1, []]);
    await expect(arrive()).resolves.toMatchObject({ state: 'arrived' });
  });

  test('makes matching and the flags look again', async () => {
    const { id } = await record(0);
    await insurances.end(desk, id, people.day(2));
    await record(0, 9, administrator, '');
    const rows = await system((tx) =>
      tx.sql<{ subject: string; reaction: string }>(
        `SELECT payload ->> 'subjectId' AS subject, reaction FROM outbox
         WHERE community_id = $1 AND topic = 'organisation.cover-changed' ORDER BY id, reaction`,
        [tx.communityId],
      ),
    );
    const both = ['matching.community', 'upkeep.flag-uncovered'];
    expect(rows.map(({ reaction }) => reaction).sort()).toEqual([...both, ...both, ...both].sort());
    expect([...new Set(rows.map(({ subject }) => subject))]).toEqual([organisationId, people.id]);
  });

  test('is its own desk’s to write down and an administrator’s; the community’s is an administrator’s', async () => {
    const elsewhere = (await people.member(['coordinator'], { organisationId: await otherOrganisation() }))
      .actor;
    await expect(record(0, 1, elsewhere)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(record(0, 1, desk, '')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(record(0, 1, administrator, newId())).rejects.toMatchObject({
      code: 'unknown-organisation',
    });
    const { id } = await record(0, 5);
    await expect(insurances.end(elsewhere, id, people.day(1))).rejects.toMatchObject({ code: 'not-found' });
    await expect(insurances.list(elsewhere, organisationId, page)).rejects.toMatchObject({
      code: 'not-found',
    });
    for (const reader of [desk, administrator, await people.auditor()])
      expect((await insurances.list(reader, organisationId, page)).items).toMatchObject([{ id }]);
    await expect(insurances.end(administrator, id, people.day(1))).resolves.toMatchObject({
      lastDay: people.day(1),
    });
  });

  test('ends today or later, not before it begins, and once over it stays so', async () => {
    await expect(record(-9, -1)).rejects.toMatchObject({ code: 'insurance-days' });
    await expect(record(3, 2)).rejects.toMatchObject({ code: 'insurance-days' });
    const { id } = await record(-9, 0);
    await expect(insurances.end(desk, id, people.day(-1))).rejects.toMatchObject({ code: 'insurance-days' });
    world.clock.moveTo(new Date(START.getTime() + DAY_MS));
    await expect(insurances.end(desk, id, people.day(5))).rejects.toMatchObject({ code: 'insurance-days' });
  });

  test('stands on the printed register', async () => {
    await record(0, 9);
    await record(-9, 0, administrator, '');
    const printed = (organisation: string | null) =>
      new RegisterService(world.uow, world.codec).print(administrator, organisation);
    expect((await printed(organisationId)).insurances).toMatchObject([
      { insurer: 'Prova', lastDay: people.day(9) },
    ]);
    expect((await printed(null)).insurances).toMatchObject([{ lastDay: people.day(0) }]);
    const paper = new RegisterPaperService(new RegisterService(world.uow, world.codec));
    expect((await paper.pdf(administrator, organisationId)).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('the end of an insurance', () => {
  /** What was announced today: how far ahead, in the order of the days. */
  const announced = async () => {
    await system((tx) => warnInsurances(tx, 100));
    const rows = await system((tx) =>
      tx.sql<{ topic: string; id: string; key: string }>(
        `SELECT topic, payload ->> 'subjectId' AS id, key FROM outbox WHERE community_id = $1 AND topic LIKE 'insurance.%'
         ORDER BY created_at, id`,
        [tx.communityId],
      ),
    );
    return rows.map(({ topic, key }) => `${topic} ${key.split(':').at(-1)!}`);
  };
  const moveTo = (day: number) => world.clock.moveTo(new Date(START.getTime() + day * DAY_MS));

  test('is announced 60 and 30 days ahead and once it is over, each once, and not a day before', async () => {
    await record(0, 61);
    expect(await announced()).toEqual([]);
    moveTo(1);
    expect(await announced()).toEqual(['insurance.ending 60']);
    moveTo(30);
    expect(await announced()).toHaveLength(1);
    moveTo(31);
    expect(await announced()).toEqual(['insurance.ending 60', 'insurance.ending 30']);
    moveTo(61);
    expect(await announced()).toHaveLength(2);
    moveTo(62);
    expect(await announced()).toEqual(['insurance.ending 60', 'insurance.ending 30', 'insurance.ended 0']);
    expect(await system((tx) => warnInsurances(tx, 100))).toBe(0);
  });

  test('is none where another contract follows without a gap; with a day between them it is one', async () => {
    await record(0, 20);
    await record(21);
    expect(await announced()).toEqual([]);
    await record(0, 20, administrator, '');
    await record(22, 90, administrator, '');
    expect(await announced()).toEqual(['insurance.ending 30']);
  });

  test('that is moved is announced anew, at the new one’s days', async () => {
    const { id } = await record(0, 20);
    expect(await announced()).toEqual(['insurance.ending 30']);
    await insurances.end(desk, id, people.day(59));
    expect(await announced()).toEqual(['insurance.ending 30', 'insurance.ending 60']);
  });

  test('is told to the organisation’s coordinators and to administrators, to those of another not', async () => {
    const elsewhere = (await people.member(['coordinator'], { organisationId: await otherOrganisation() }))
      .actor;
    const ofNone = await people.coordinator();
    const { id } = await record(0, 20);
    const told = await system(async (tx) => {
      const event = { outboxId: newId(), subjectId: id, values: {} };
      await new NotifyService().react(tx, 'notifications.insurance-ending', event);
      return tx.sql<{ id: string; messageId: string; values: unknown; mails: number }>(
        `SELECT n.member_id AS id, n.message_id AS "messageId", n.message_values AS values, (SELECT count(*)::int
           FROM delivery d WHERE d.community_id = $1 AND d.notification_id = n.id AND d.channel = 'e-mail') AS mails
         FROM notification n WHERE n.community_id = $1 AND n.subject_id = $2`,
        [tx.communityId, id],
      );
    });
    expect(told.map((row) => row.id).toSorted()).toEqual(
      [desk.memberId, administrator.memberId, ofNone.memberId].toSorted(),
    );
    expect(told.map((row) => row.id)).not.toContain(elsewhere.memberId);
    expect(told[0]).toMatchObject({
      messageId: 'insurance-ending-desk',
      values: { validUntil: people.day(20) },
      mails: 1,
    });
  });

  test('makes the coming visits beyond it wait in the queue, those up to it not', async () => {
    const { visitId: within } = await approved(4 * DAY_MS);
    const { visitId: beyond } = await approved(6 * DAY_MS);
    await record(0, 5);
    await announced();
    const toLookAgain = await system((tx) =>
      tx.sql<{ subject: string }>(
        `SELECT payload ->> 'subjectId' AS subject FROM outbox WHERE community_id = $1 AND reaction = 'upkeep.flag-uncovered'`,
        [tx.communityId],
      ),
    );
    expect(toLookAgain).toEqual([{ subject: organisationId }, { subject: organisationId }]);
    await flag({ organisationId });
    const { items } = await new QueueService(world.uow, world.codec).list(desk, {
      kinds: ['at-risk'],
      limit: 50,
    });
    expect(items.map((item) => [item.subjectId, item.detail])).toEqual([[beyond, 'not-covered']]);
    expect([await flagsOf(within), await flagsOf(beyond)]).toEqual([[], ['not-covered']]);
  });
});

test('a guardian’s consent that is taken back flags the minor’s coming visits, and nobody else’s', async () => {
  const minors = new MinorService(world.uow, world.codec);
  const [mine, others] = [await approved(4 * DAY_MS), await approved(4 * DAY_MS, await people.helper())];
  await minors.setMinor(administrator, helper.memberId, '2028-10-05');
  const { id } = await minors.recordConsent(administrator, helper.memberId, {
    guardian: 'Maria Prova',
    validUntil: people.day(20),
  });
  expect(await flag({ memberId: helper.memberId })).toBe(0);
  await minors.withdrawConsent(administrator, id);
  expect(await flag({ memberId: helper.memberId })).toBe(1);
  expect([await flagsOf(mine.visitId), await flagsOf(others.visitId)]).toEqual([['not-covered'], []]);
});

async function otherOrganisation(): Promise<string> {
  const id = newId();
  await system((tx) =>
    tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, 'association', $4)`,
      [tx.communityId, id, `Altra ${id}`, tx.now],
    ),
  );
  return id;
}
