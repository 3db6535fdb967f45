import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AssignmentsService } from '#assignments';
import type { MemberActor } from '#database';
import { loadFacts } from '#matching';
import { MemberService, RegisterService, RelativeService, RoleService } from '#members';
import { RegisterPaperService } from '#reporting';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { RegisterScene, sara } from '../builders/register.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new RegisterScene();

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let coordinator: MemberActor;
let members: MemberService;
let register: RegisterService;

beforeAll(async () => {
  ({ world, owner, members, register } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, coordinator } = await scene.begin());
});

const firstPage = { limit: 100, after: undefined };

const lines = async (organisationId: string | null = null) =>
  (await register.listEntries(coordinator, organisationId, firstPage)).items;

describe('the register', () => {
  test('takes in whoever is entered as a helper, numbered, covered from 24:00 of the day', async () => {
    const { id } = await members.createMember(coordinator, sara);
    await members.createMember(coordinator, { ...sara, givenName: 'Luca', roles: ['family'] });
    await members.createMember(coordinator, { ...sara, givenName: 'Ivo' });
    expect(await lines()).toMatchObject([
      {
        number: 1,
        kind: 'entered',
        memberId: id,
        givenName: 'Sara',
        coveredFrom: new Date('2026-10-05T22:00:00Z'),
      },
      { number: 2, givenName: 'Ivo', occasional: false, coveredUntil: null },
    ]);
  });

  test('is one for each organisation, with numbers of its own', async () => {
    const { organisationId } = people.facts;
    await members.createMember(coordinator, { ...sara, organisationId });
    await members.createMember(coordinator, sara);
    expect((await lines(organisationId)).map(({ number }) => number)).toEqual([1]);
    expect((await lines()).map(({ number }) => number)).toEqual([1]);
    const outsider = (await people.member(['coordinator'], { organisationId: await otherOrganisation() }))
      .actor;
    await expect(register.listEntries(outsider, organisationId, firstPage)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('keeps the day of a paper register, and covers from today on all the same', async () => {
    const paper = { registeredOn: people.day(-30) };
    const tonight = new Date('2026-10-05T22:00:00Z');
    const made = await members.createMember(coordinator, { ...sara, ...paper });
    expect(made.insuredFrom).toEqual(tonight);
    const { actor } = await people.member(['helper']);
    await register.enter(coordinator, { memberId: actor.memberId, ...paper });
    expect(await lines()).toMatchObject([
      { happenedOn: people.day(-30), coveredFrom: tonight },
      { happenedOn: people.day(-30), coveredFrom: tonight },
    ]);
  });

  test('takes in somebody who becomes a helper later, from that day', async () => {
    const { id, version } = await members.createMember(coordinator, { ...sara, roles: ['family'] });
    world.clock.advanceMinutes(2 * 1_440);
    await new RoleService(world.uow, world.codec).setRoles(
      await people.administrator(),
      id,
      version!,
      ['family', 'helper'],
      { ofAge: true },
    );
    expect(await lines()).toMatchObject([
      { happenedOn: people.day(0), coveredFrom: new Date('2026-10-07T22:00:00Z') },
    ]);
  });

  test('covers an occasional volunteer for their days alone, and takes them again afterwards', async () => {
    const { actor } = await people.member(['helper']);
    const enter = (occasionalUntil: string) =>
      register.enter(coordinator, { memberId: actor.memberId, occasionalUntil });
    await expect(enter(people.day(-1))).rejects.toMatchObject({ code: 'occasional-days' });
    // Cover begins at midnight: of today alone nothing is left to cover.
    await expect(enter(people.day(0))).rejects.toMatchObject({ code: 'occasional-days' });
    await expect(enter(people.day(61))).rejects.toMatchObject({ code: 'occasional-days' });
    expect(await enter(people.day(2))).toMatchObject({
      occasional: true,
      coveredFrom: new Date('2026-10-05T22:00:00Z'),
      coveredUntil: new Date('2026-10-07T22:00:00Z'),
    });
    await expect(enter(people.day(2))).rejects.toMatchObject({ code: 'already-registered' });
    world.clock.moveTo(new Date('2026-10-07T22:00:00Z'));
    expect(await enter(people.day(1))).toMatchObject({ number: 2 });
  });

  test('writes somebody out: cover ends with the day, a second time is refused', async () => {
    const { id } = await members.createMember(coordinator, { ...sara, registeredOn: people.day(-30) });
    expect(await register.leave(coordinator, id)).toMatchObject({ number: 2, kind: 'left' });
    const [row] = await world.uow.run(people.facts.system, (tx) =>
      tx.sql('SELECT insured_until AS until FROM member WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
      ]),
    );
    expect(row).toEqual({ until: new Date('2026-10-05T22:00:00Z') });
    await expect(register.leave(coordinator, id)).rejects.toMatchObject({ code: 'not-registered' });
    await expect(register.enter(coordinator, { memberId: id })).resolves.toMatchObject({ number: 3 });
  });

  test('is never written by oneself, nor for somebody who gives no time', async () => {
    const { actor } = await people.member(['helper', 'coordinator']);
    await expect(register.enter(actor, { memberId: actor.memberId })).rejects.toMatchObject({
      code: 'not-your-own',
    });
    const family = await people.family();
    await expect(register.enter(coordinator, { memberId: family.memberId })).rejects.toMatchObject({
      code: 'not-a-helper',
    });
    await expect(
      register.enter(coordinator, { memberId: actor.memberId, registeredOn: people.day(1) }),
    ).rejects.toMatchObject({ code: 'registered-in-future' });
  });

  test('numbers entries that are made at once without a gap or a double', async () => {
    const made = await Promise.all(
      [...Array(8).keys()].map((n) => members.createMember(coordinator, { ...sara, givenName: `S${n}` })),
    );
    expect((await lines()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set((await lines()).map(({ memberId }) => memberId))).toEqual(
      new Set(made.map(({ id }) => id)),
    );
    expect(await register.verify(coordinator, null)).toEqual({ intact: true, firstBroken: null });
  });
});

describe('tampering', () => {
  const change = async (statement: string) => {
    await owner.query('BEGIN');
    await owner.query('ALTER TABLE register_entry DISABLE TRIGGER ALL');
    await owner.query(statement, [people.id]);
    await owner.query('ALTER TABLE register_entry ENABLE TRIGGER ALL');
    await owner.query('COMMIT');
  };

  beforeEach(async () => {
    for (const givenName of ['Ada', 'Bea', 'Cleo'])
      await members.createMember(coordinator, { ...sara, givenName });
  });

  test.each([
    [
      'a day',
      `UPDATE register_entry SET happened_on = happened_on - 1 WHERE community_id = $1 AND number = 2`,
      2,
    ],
    [
      'the member',
      `UPDATE register_entry SET member_id = recorded_by, recorded_by = NULL WHERE community_id = $1 AND number = 2`,
      2,
    ],
    [
      'the cover',
      `UPDATE register_entry SET covered_from = covered_from - interval '1 day' WHERE community_id = $1 AND number = 1`,
      1,
    ],
    ['the hash', `UPDATE register_entry SET hash = sha256('x') WHERE community_id = $1 AND number = 3`, 3],
    ['a line taken out', `DELETE FROM register_entry WHERE community_id = $1 AND number = 2`, 2],
  ])('with %s shows, by the first line that does not follow', async (_, statement, firstBroken) => {
    expect(await register.verify(coordinator, null)).toEqual({ intact: true, firstBroken: null });
    await change(statement);
    expect(await register.verify(coordinator, null)).toEqual({ intact: false, firstBroken });
  });

  test.each([
    `UPDATE register_entry SET occasional = true WHERE community_id = $1`,
    `DELETE FROM register_entry WHERE community_id = $1`,
    `INSERT INTO register_entry SELECT * FROM register_entry WHERE community_id = $1`,
  ])('is not the application’s to do: %s', async (statement) => {
    await expect(
      world.uow.run(people.facts.system, (tx) => tx.sql(statement, [tx.communityId])),
    ).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  test('is refused to the owner too while the triggers stand', async () => {
    await expect(owner.query('UPDATE register_entry SET occasional = true')).rejects.toMatchObject({
      code: '23001',
    });
    await expect(owner.query('TRUNCATE register_entry')).rejects.toMatchObject({ code: '23001' });
  });
});

const LONG = 10_050;

describe('on paper', () => {
  test('the file has a line for each entry, and nothing a spreadsheet would run', async () => {
    await members.createMember(coordinator, { ...sara, familyName: '=cmd()', givenName: 'Ada "la"' });
    const csv = await text(await new RegisterPaperService(register).csv(coordinator, null));
    const [header, line] = csv.split('\r\n');
    expect(header).toBe(
      'number,kind,family_name,given_name,occasional,day,covered_from,covered_until,recorded_at,seal',
    );
    expect(line).toMatch(
      /^1,entered,"'=cmd\(\)","Ada ""la""",false,2026-10-05,2026-10-06 00:00,,2026-10-05 10:0\d,[0-9a-f]{16}$/,
    );
  });

  test('a long register comes whole, as a file and on paper', async () => {
    const { id } = await members.createMember(coordinator, sara);
    await owner.query(
      `INSERT INTO register_entry (community_id, id, number, kind, member_id, occasional, happened_on, recorded_at, hash)
       SELECT $1, gen_random_uuid(), n, CASE WHEN n % 2 = 0 THEN 'left' ELSE 'entered' END, $2, false, '2026-10-05', $3, sha256(n::text::bytea)
       FROM generate_series(2, $4::int) n`,
      [people.id, id, START, LONG],
    );
    const paper = new RegisterPaperService(register);
    const lines = (await text(await paper.csv(coordinator, null))).split('\r\n');
    expect(lines.slice(1, -1).map((line) => Number(line.split(',')[0]))).toEqual(
      Array.from({ length: LONG }, (_, at) => at + 1),
    );
    const pdf = await paper.pdf(coordinator, null);
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length;
    expect(pages).toBeGreaterThan(LONG / 60);
  }, 120_000);

  test('the paper is a PDF of as many pages as it needs', async () => {
    for (let n = 0; n < 60; n += 1)
      await members.createMember(coordinator, { ...sara, givenName: `Олена ليلى ${n}` });
    const pdf = await new RegisterPaperService(register).pdf(coordinator, null);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(1);
  });
});

test('relatives are kept apart by matching and by the yes, until it is said to be a mistake', async () => {
  const relatives = new RelativeService(world.uow);
  const helper = await people.helper();
  const family = await people.family();
  const starts = [new Date(START.getTime() + 3 * 86_400_000)];
  const asked = await buildRequest(world.uow, people, { family, starts });
  const { assignmentId } = await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
  const apart = () =>
    world.uow.run(people.facts.system, async (tx) => (await loadFacts(tx)).blocked.size > 0);
  await relatives.setRelated(coordinator, helper.memberId, family.memberId, true);
  expect(await apart()).toBe(true);
  expect(await relatives.listRelatives(coordinator, family.memberId, firstPage)).toMatchObject({
    items: [{ id: helper.memberId }],
  });
  const service = new AssignmentsService(world.uow);
  await expect(service.accept(helper.actor, assignmentId)).rejects.toMatchObject({
    code: 'no-longer-matched',
  });
  await relatives.setRelated(coordinator, family.memberId, helper.memberId, false);
  expect(await apart()).toBe(false);
  await expect(service.accept(helper.actor, assignmentId)).resolves.toBeDefined();
  await expect(
    relatives.setRelated(coordinator, helper.memberId, helper.memberId, true),
  ).rejects.toMatchObject({ code: 'not-your-own' });
});

async function otherOrganisation(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO organisation (community_id, id, name, kind, created_at)
     VALUES ($1, gen_random_uuid(), 'Altra', 'school', $2) RETURNING id`,
    [people.id, START],
  );
  return rows[0]!.id;
}
