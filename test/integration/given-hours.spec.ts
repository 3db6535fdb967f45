import { HoursService } from '#assignments';
import { GivenHoursService, CertificatePaperService, asPaper, type GivenDays } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '#platform';
import { endOf } from '../builders/approval.builder.js';
import { FIRST, VisitScene, week } from '../builders/visits.scene.js';
import { codeOf } from '../support/refusals.js';

const scene = new VisitScene();
let given: GivenHoursService;
let certificates: CertificatePaperService;
let hours: HoursService;

beforeAll(async () => {
  const { uow, codec } = await scene.open();
  given = new GivenHoursService(uow);
  certificates = new CertificatePaperService(uow, codec);
  hours = new HoursService(uow);
});
afterAll(() => scene.world.close());
beforeEach(() => scene.begin());

const mine = (query: GivenDays & { limit?: number; cursor?: string } = {}) =>
  given.list(scene.helper.actor, scene.helper.memberId, query);
const certificate = (days: GivenDays = {}, language?: string) =>
  certificates.read(scene.helper.actor, scene.helper.memberId, days, language);

/** An hour with the family at each of these starts, declared by the helper; the clock stands after the last. */
async function declared(starts: readonly Date[]): Promise<string[]> {
  await scene.confirmed(starts);
  const seats = await scene.run((tx) =>
    tx.sql<{ id: string; starts_at: Date }>(
      `SELECT id, starts_at FROM seat WHERE community_id = $1 AND state = 'scheduled' ORDER BY starts_at`,
      [tx.communityId],
    ),
  );
  const entries = [];
  for (const seat of seats) {
    scene.world.clock.moveTo(endOf(seat.starts_at, 65));
    entries.push((await hours.declare(scene.helper.actor, seat.id, 60)).id);
  }
  return entries;
}

describe('hours given', () => {
  test('are summed apart: those confirmed, and those that wait for the other side', async () => {
    const [first] = await declared([FIRST, week(1)]);
    await hours.confirm(scene.family.actor, first!);
    expect(await mine()).toMatchObject({
      confirmedMinutes: 60,
      awaitedMinutes: 60,
      items: [
        { startsAt: week(1), state: 'done', minutes: 60 },
        { startsAt: FIRST, state: 'credited', minutes: 60 },
      ],
    });
  });

  test('are those of the visits that begin in the period, its first and last day included', async () => {
    await declared([FIRST, week(1)]);
    const startsOf = async (days: GivenDays) => (await mine(days)).items.map(({ startsAt }) => startsAt);
    expect(await startsOf({ from: '2026-10-12', to: '2026-10-12' })).toEqual([FIRST]);
    expect(await startsOf({ from: '2026-10-13', to: '2026-10-18' })).toEqual([]);
    expect(await startsOf({ from: '2026-10-13' })).toEqual([week(1)]);
    expect((await mine({ to: '2026-10-11' })).awaitedMinutes).toBe(0);
    expect(await codeOf(mine({ from: '2026-10-13', to: '2026-10-12' }))).toBe('period-wrong');
  });

  test('come page by page, with the sums of all pages on each', async () => {
    await declared([FIRST, week(1)]);
    const one = await mine({ limit: 1 });
    const two = await mine({ limit: 1, cursor: one.nextCursor! });
    expect([one, two].map(({ items, awaitedMinutes }) => [items.length, awaitedMinutes])).toEqual([
      [1, 120],
      [1, 120],
    ]);
    expect([two.items[0]!.startsAt, two.nextCursor]).toEqual([FIRST, null]);
  });

  test('of a visit that nobody has spoken of yet are not known', async () => {
    const { seatId } = await scene.visited();
    await scene.setSeat(seatId, 'done');
    expect(await mine()).toMatchObject({ items: [{ state: 'done', minutes: null }], awaitedMinutes: 0 });
  });

  test('that were taken back count no more', async () => {
    const [entry] = await declared([FIRST]);
    await hours.confirm(scene.family.actor, entry!);
    const [seat] = (await mine()).items;
    await hours.reverse(scene.desk, seat!.id, 'Booked for the wrong day');
    expect(await mine()).toMatchObject({
      items: [{ state: 'reversed', minutes: null }],
      confirmedMinutes: 0,
    });
    expect((await certificate()).shares).toEqual([]);
  });

  test('are seen by who gave them and by their desk, which is recorded, and by nobody else', async () => {
    const { family, helper, desk, people } = scene;
    await declared([FIRST]);
    expect(await codeOf(given.list(family.actor, helper.memberId, {}))).toBe('not-found');
    expect(await codeOf(given.list((await people.helper()).actor, helper.memberId, {}))).toBe('not-found');
    const other = (await people.member(['coordinator'], { organisationId: await organisation('Altrove') }))
      .actor;
    await scene.run((tx) =>
      tx.sql('UPDATE member SET organisation_id = $1 WHERE id = $2', [
        people.facts.organisationId,
        helper.memberId,
      ]),
    );
    expect(await codeOf(certificates.read(other, helper.memberId, {}))).toBe('not-found');
    expect((await given.list(desk, helper.memberId, {})).items).toHaveLength(1);
    await certificates.read(desk, helper.memberId, {});
    const read = await scene.run((tx) =>
      tx.sql(
        `SELECT action FROM audit_record WHERE $1 = ANY (subject_ids) AND action LIKE 'hours.%' ORDER BY id`,
        [helper.memberId],
      ),
    );
    expect(read).toEqual([{ action: 'hours.given' }, { action: 'hours.certificate' }]);
  });
});

describe('a certificate of hours', () => {
  test('counts what is confirmed, by kind of help, and names no family', async () => {
    await scene.begin({ givenName: 'Zafferana' });
    const [first, second] = await declared([FIRST, week(1), week(2)]);
    await hours.confirm(scene.family.actor, first!);
    await hours.confirm(scene.family.actor, second!);
    const told = await certificate();
    expect(told).toMatchObject({
      from: '2026-10-12',
      to: '2026-10-26',
      shares: [{ organisation: null, categoryCode: 'errands', visits: 2, minutes: 120 }],
    });
    const paper = asPaper(told);
    expect(paper.parts).toContainEqual({ heading: 'Distretto di prova' });
    expect(paper.parts).toContainEqual({ text: 'Totale (ore:minuti): 2:00' });
    expect(JSON.stringify(paper)).not.toMatch(/Zafferana|Via di Prova|Visite di/);
  });

  test('has a section for each organisation whose families were helped', async () => {
    const { people } = scene;
    const [first] = await declared([FIRST]);
    await hours.confirm(scene.family.actor, first!);
    scene.family = await people.family({ organisationId: people.facts.organisationId });
    const next = (await declared([week(1)])).at(-1)!;
    await hours.confirm(scene.family.actor, next);
    const told = await certificate();
    expect(told.shares.map(({ organisation: name, minutes }) => [name, minutes])).toEqual([
      [null, 60],
      ['Associazione Prova', 60],
    ]);
    expect(asPaper(told).parts.filter((part) => 'heading' in part)).toEqual([
      { heading: 'Distretto di prova' },
      { heading: 'Associazione Prova' },
    ]);
  });

  test('counts confirmed swaps apart, on the day they happened, with a sum of their own', async () => {
    const { helper, family } = scene;
    const [entry] = await declared([FIRST]);
    await hours.confirm(family.actor, entry!);
    await swapped(30, '2026-10-10');
    await swapped(45, '2026-10-12');
    await swapped(60, '2026-10-12', 'refused');
    await swapped(15, '2026-10-13');
    await swapped(90, '2026-10-12', 'confirmed', { giverId: family.memberId, receiverId: helper.memberId });
    const told = await certificate({ from: '2026-10-11', to: '2026-10-12' });
    expect(told.swaps).toMatchObject([{ categoryCode: 'errands', swaps: 1, minutes: 45 }]);
    expect(await mine({ to: '2026-10-12' })).toMatchObject({ confirmedMinutes: 60, swappedMinutes: 75 });
    const { parts } = asPaper(told);
    expect(parts).toContainEqual({ text: 'Totale (ore:minuti): 1:00' });
    expect(parts.filter((part) => 'heading' in part)).toEqual([
      { heading: 'Distretto di prova' },
      { heading: 'Scambi diretti di tempo' },
    ]);
    expect((await certificate()).from).toBe('2026-10-10');
  });

  test('counts the time of a session once, however many households it served', async () => {
    const entries = await declared([FIRST, week(1)]);
    for (const entry of entries) await hours.confirm(scene.family.actor, entry);
    await scene.run((tx) =>
      tx.sql('UPDATE seat SET session_id = $2 WHERE community_id = $1', [tx.communityId, newId()]),
    );
    expect((await certificate()).shares).toMatchObject([{ visits: 1, minutes: 60 }]);
    expect((await mine()).confirmedMinutes).toBe(60);
  });

  test('is of the period asked for, and says so where it is empty', async () => {
    const [entry] = await declared([FIRST]);
    await hours.confirm(scene.family.actor, entry!);
    const before = await certificate({ to: '2026-10-11' });
    expect([before.from, before.to, before.shares]).toEqual(['2026-10-11', '2026-10-11', []]);
    expect(asPaper(before).parts).toContainEqual({ text: '\nIn questo periodo non ci sono ore confermate.' });
  });

  test.each([
    ['ar', 'شهادة بساعات المساعدة – Distretto di prova'],
    ['en', 'Certificate of hours of help – Distretto di prova'],
    ['xx', 'Certificato delle ore di aiuto – Distretto di prova'],
    [undefined, 'Certificato delle ore di aiuto – Distretto di prova'],
  ])('is in the wanted language (%s), else in the member’s own', async (language, title) => {
    expect(asPaper(await certificate({}, language)).title).toBe(title);
    const { helper } = scene;
    const pdf = await certificates.pdf(helper.actor, helper.memberId, {}, language);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

async function organisation(name: string): Promise<string> {
  const id = newId();
  await scene.run((tx) =>
    tx.sql(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, 'association', $4)`,
      [tx.communityId, id, name, tx.now],
    ),
  );
  return id;
}

/** A swap that the helper gave the family's guardian, unless it was the other way round. */
const swapped = (
  minutes: number,
  happenedOn: string,
  state = 'confirmed',
  { giverId, receiverId } = { giverId: scene.helper.memberId, receiverId: scene.family.memberId },
) =>
  scene.run((tx) =>
    tx.sql(
      `INSERT INTO exchange (community_id, id, giver_id, receiver_id, recorded_by, category_id, minutes, happened_on,
         state, answer_by, created_at)
       SELECT $1, $2, $3, $4, $3, c.id, $5, $6, $7, $8, $8 FROM category c WHERE c.community_id = $1 AND c.code = 'errands'`,
      [tx.communityId, newId(), giverId, receiverId, minutes, happenedOn, state, tx.now],
    ),
  );
