import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import {
  CareCardService,
  CollectionService,
  givenNames,
  MemberService,
  PrivacyChoiceService,
  MinorService,
} from '#members';
import {
  applyRetention,
  dueForRetention,
  ErasureService,
  NOT_HANDED_OVER,
  PersonalDataService,
  type PersonalData,
  PROCESSING,
  recordOfProcessing,
  RETENTION,
  SECTIONS,
  StatisticsService,
} from '#reporting';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import { sealedTables } from '../../apps/cli/src/keys/sealed-tables.js';
import { buildCommunity } from '../builders/community.builder.js';
import { buildEveryRecord } from '../builders/records.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let administrator: MemberActor;
let data: PersonalDataService;
let erasure: ErasureService;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  await owner.connect();
  data = new PersonalDataService(world.uow, world.codec);
  erasure = new ErasureService(world.uow, world.codec);
});
afterAll(async () => {
  await owner.end();
  await world.close();
});
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await people.administrator();
});

const system = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);
const inDays = (days: number) => new Date(START.getTime() + days * 86_400_000);

/** One record of every kind, around one family and one helper. */
const everything = (startsAt = inDays(2)) => buildEveryRecord(world.uow, owner, people, startsAt);

/** What a person signs in with, whatever the community. */
const SIGN_IN = ['passkey', 'authenticator', 'recovery_code', 'known_device'];

describe('what a person gets who asks for their data', () => {
  test('is everything of theirs, opened, and nothing of others', async () => {
    const { family, helper, ids } = await everything();
    await thoughtOf(ids['visits']!, ids['requests']!, family.memberId, helper.memberId);
    const { sections } = await data.read(family.actor, family.memberId);
    const of = (name: string) => sections.find((section) => section.name === name)!.rows;
    expect(of('member_identity')).toMatchObject([{ email: family.email, given_name: expect.any(String) }]);
    expect(of('household')).toMatchObject([{ address: expect.stringContaining('Via di Prova') }]);
    expect(of('dependant')).toMatchObject([{ nickname: 'Pulce' }]);
    for (const name of [
      'request',
      'visit',
      'assignment',
      'seat',
      'time_entry',
      'notification',
      'incident',
      'account',
      'entry',
      'transfer',
      'unmatched_visit',
      'session',
      'proposal_for_household',
      'proposal_visit',
      'delivery',
      'push_subscription',
      'request_dependant',
      'transition',
      'reason_given',
      ...SIGN_IN,
    ])
      expect([name, of(name).length > 0]).toEqual([name, true]);
    expect(JSON.stringify(sections)).not.toContain(helper.email);
    expect(of('reason_given')).toMatchObject([{ reason: 'Ci ho ripensato' }]);
    // What others said of them is theirs, and whom else the engine thought of.
    expect(of('transition').some((step) => 'reason' in step)).toBe(false);
    for (const section of [of('proposal_for_household'), of('unmatched_visit')])
      expect(JSON.stringify(section)).not.toContain(helper.memberId);
    expect(JSON.stringify(sections)).not.toMatch(/token_hash|_index|_sealed|Buffer|"secret"/);
  });

  test('has what a helper was proposed, asked and promised', async () => {
    const { helper, family, ids } = await everything();
    await thoughtOf(ids['visits']!, ids['requests']!, family.memberId, helper.memberId);
    const { sections } = await data.read(helper.actor, helper.memberId);
    const of = (name: string) => sections.find((section) => section.name === name)!.rows;
    for (const name of [
      'proposal',
      'proposal_visit',
      'assignment',
      'seat',
      'replacement_ask',
      'credential',
      'offer',
    ])
      expect([name, of(name).length > 0]).toEqual([name, true]);
    expect(of('proposal')[0]).toMatchObject({ score: 1, regime: 'volunteer' });
    expect(JSON.stringify(sections)).not.toContain(family.email);
  });

  test('has a section for every table of personal data, but for a few with their reason', () => {
    const personal = Object.keys(PROCESSING).filter((table) => PROCESSING[table]!.subjects !== 'nobody');
    const sections = new Set(SECTIONS.map(({ table }) => table));
    const left = Object.keys(NOT_HANDED_OVER);
    expect(personal.filter((table) => !sections.has(table) && !left.includes(table))).toEqual([]);
    expect(left.filter((table) => sections.has(table) || !personal.includes(table))).toEqual([]);
    expect([...sections].filter((table) => !personal.includes(table))).toEqual([]);
    expect(left.length).toBeLessThan(10);
    const names = SECTIONS.map(({ table, name = table }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('leaves a record, and is a PDF too', async () => {
    const family = await people.family();
    expect((await data.pdf(family.actor, family.memberId)).subarray(0, 5).toString()).toBe('%PDF-');
    const rows = await system((tx) =>
      tx.sql(`SELECT id FROM audit_record WHERE community_id = $1 AND action = 'personal-data.export'`, [
        tx.communityId,
      ]),
    );
    expect(rows).toHaveLength(1);
  });

  test.each([999, 1_000, 1_001, 2_500])(
    'is all of it: %i rows of one table come page by page',
    async (count) => {
      const family = await people.family();
      await system((tx) =>
        tx.sql(
          `INSERT INTO notification (community_id, id, member_id, topic, message_id, message_values, subject_id, event_key, created_at)
         SELECT $1, gen_random_uuid(), $2, 'hours-due', 'hours-due', '{}', $2, gen_random_uuid(), $3 FROM generate_series(1, $4::integer)`,
          [tx.communityId, family.memberId, tx.now, count],
        ),
      );
      const pieces: string[] = [];
      for await (const piece of await data.stream(family.actor, family.memberId)) pieces.push(String(piece));
      expect(Math.max(...pieces.map((piece) => piece.split('"topic":').length - 1))).toBe(
        Math.min(count, 1_000),
      );
      const all = JSON.parse(pieces.join('')) as PersonalData;
      const whole = all.sections.find(({ name }) => name === 'notification')!;
      expect([whole.rows.length, whole.total]).toEqual([count, count]);
      expect(new Set(whole.rows.map(({ id }) => id)).size).toBe(count);
      const short = await data.read(family.actor, family.memberId);
      expect(all.sections.map(({ name }) => name)).toEqual(short.sections.map(({ name }) => name));
      const cut = short.sections.find(({ name }) => name === 'notification')!;
      expect([cut.rows.length, cut.total]).toEqual([Math.min(count, 1_000), count]);
      expect(cut.rows).toEqual(
        whole.rows
          .slice(0, 1_000)
          .map((row) => ({ ...row, created_at: new Date(String(row['created_at'])) })),
      );
    },
  );

  test('is theirs, and an administrator’s to hand over; nobody else’s', async () => {
    const family = await people.family();
    const handed = await data.read(administrator, family.memberId);
    const names = handed.sections.map(({ name }) => name);
    expect(names).toContain('household');
    // The desk reads no care card, and no report, by this way either.
    const theirsAlone = ['care_card', 'incident', ...SIGN_IN];
    expect(names.filter((name) => theirsAlone.includes(name))).toEqual([]);
    for (const actor of [
      await people.coordinator(),
      (await people.helper()).actor,
      (await people.family()).actor,
    ])
      await expect(data.read(actor, family.memberId)).rejects.toMatchObject({ code: 'not-found' });
  });
});

/** A visit proposed, for which nobody was found, joined with others; and a step of the family's with their reason. */
async function thoughtOf(visitId: string, requestId: string, by: string, helperId: string): Promise<void> {
  const at = START.toISOString();
  await owner.query(
    `INSERT INTO proposal_visit (community_id, proposal_id, visit_id, starts_at, ends_at, score, travel_minutes)
     SELECT p.community_id, p.id, v.id, v.starts_at, v.ends_at, 1, 5 FROM proposal p JOIN visit v ON v.id = $2
     WHERE p.community_id = $1`,
    [people.id, visitId],
  );
  await owner.query(
    `INSERT INTO request_dependant (community_id, request_id, dependant_id)
     SELECT r.community_id, r.id, d.id FROM request r JOIN dependant d ON d.household_id = r.household_id WHERE r.id = $1`,
    [requestId],
  );
  await owner.query(
    `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
     SELECT $1, $2, id, 1, 'no-time', jsonb_build_object('helpers', jsonb_build_array($3::text)) FROM matching_run WHERE community_id = $1 LIMIT 1`,
    [people.id, visitId, helperId],
  );
  await owner.query(
    `UPDATE visit SET session_id = (SELECT id FROM session WHERE community_id = $1 LIMIT 1) WHERE id = $2`,
    [people.id, visitId],
  );
  for (const [actor, reason] of [
    [by, 'Ci ho ripensato'],
    [helperId, 'Lontano'],
  ])
    await owner.query(
      `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state, actor_member_id, reason, at)
       VALUES ($1, $2, 'request', $3, 'withdraw', 'open', 'withdrawn', $4, $5, $6)`,
      [people.id, newId(), requestId, actor, reason, at],
    );
}

/** Asked for by name, as the screen does. */
async function erase(actor: MemberActor, memberId: string): Promise<void> {
  const names = await world.uow.run(people.facts.system, (tx) => givenNames(tx, world.codec, [memberId]));
  await erasure.erase(actor, memberId, ` ${names.get(memberId)?.toUpperCase() ?? ''} `);
}

describe('erasure', () => {
  test('asks for the given name of whom it is about', async () => {
    const family = await people.family();
    await expect(erasure.erase(family.actor, family.memberId, 'Qualcuno')).rejects.toMatchObject({
      code: 'erasure-unconfirmed',
    });
  });

  /** The case's visit is over, its hours are settled and its report is closed: nothing binds any more. */
  async function settled() {
    const every = await everything(inDays(2));
    await owner.query(`UPDATE time_entry SET state = 'confirmed' WHERE community_id = $1`, [people.id]);
    await owner.query(`UPDATE seat SET state = 'counted', active = false WHERE community_id = $1`, [
      people.id,
    ]);
    await owner.query(`UPDATE assignment SET state = 'ended' WHERE community_id = $1`, [people.id]);
    await owner.query(
      `UPDATE incident SET state = 'closed', owner_id = $2, closed_at = $3 WHERE community_id = $1`,
      [people.id, administrator.memberId, START],
    );
    await owner.query(`UPDATE request SET state = 'closed', closed_at = $2 WHERE community_id = $1`, [
      people.id,
      START,
    ]);
    world.clock.moveTo(inDays(5));
    return every;
  }

  test('is refused while visits, requests or hours bind; says which', async () => {
    const { family, helper } = await everything();
    await expect(erase(family.actor, family.memberId)).rejects.toMatchObject({
      code: 'still-engaged',
      facts: { visits: 1, requests: 1, hours: 1, incidents: 0 },
    });
    await expect(erase(helper.actor, helper.memberId)).rejects.toMatchObject({
      code: 'still-engaged',
      facts: { visits: 1, requests: 0, hours: 1 },
    });
  });

  test('destroys what names a family and leaves the ledger, the register and the figures as they were', async () => {
    const { family, helper } = await settled();
    const query = { from: people.day(-30), to: people.day(30) };
    const statistics = () => new StatisticsService(world.uow).read(administrator, query);
    const before = { promises: await brokenPromises(owner, people.id), figures: await statistics() };
    for (const { actor, memberId } of [family, helper]) await erase(actor, memberId);
    expect(await brokenPromises(owner, people.id)).toEqual(before.promises);
    expect(await statistics()).toEqual(before.figures);
    expect(await traces(family)).toEqual([]);
    const rows = await system((tx) =>
      tx.sql(
        'SELECT state, person_id AS person FROM member WHERE community_id = $1 AND id = ANY ($2::uuid[])',
        [tx.communityId, [family.memberId, helper.memberId]],
      ),
    );
    expect(rows).toEqual([
      { state: 'left', person: null },
      { state: 'left', person: null },
    ]);
  });

  test('ends the sign-in: the address is as unknown as any, and can be a new member’s', async () => {
    const { family } = await settled();
    await erase(administrator, family.memberId);
    const { rows } = await owner.query('SELECT 1 FROM person WHERE id = $1 AND email_index IS NOT NULL', [
      family.actor.personId,
    ]);
    expect(rows).toEqual([]);
    for (const table of ['factor_holder', ...SIGN_IN]) {
      const left = await owner.query(`SELECT 1 FROM ${table} WHERE person_id = $1`, [family.actor.personId]);
      expect([table, left.rows]).toEqual([table, []]);
    }
    const again = await new MemberService(world.uow, world.codec).createMember(administrator, {
      givenName: 'Nuova',
      familyName: 'Persona',
      email: family.email,
      language: 'it',
      roles: ['family'],
    });
    expect(again.id).not.toBe(family.memberId);
  });

  test('keeps the home of whom another guardian stays with', async () => {
    const family = await people.family();
    const other = (await people.member(['family'])).actor;
    await owner.query(
      'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)',
      [people.id, family.householdId, other.memberId, START],
    );
    await erase(family.actor, family.memberId);
    const { sections } = await data.read(other, other.memberId);
    expect(sections.find(({ name }) => name === 'household')!.rows).toMatchObject([
      { address: expect.stringContaining('Via di Prova') },
    ]);
  });

  test('is one’s own or an administrator’s to do, and never of the last administrator', async () => {
    const family = await people.family();
    await expect(erase(await people.coordinator(), family.memberId)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(erase(administrator, administrator.memberId)).rejects.toMatchObject({
      code: 'last-administrator-stays',
    });
    await erase(administrator, family.memberId);
    await expect(erase(administrator, family.memberId)).rejects.toMatchObject({
      code: 'transition-not-allowed',
    });
  });

  test('empties the reasons of steps, and nothing else of them can be changed', async () => {
    const { family } = await settled();
    const id = newId();
    await system((tx) =>
      tx.sql(
        `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state, reason, at)
         VALUES ($1, $2, 'member', $3, 'suspend', 'active', 'suspended', 'Zia Pina ha chiamato', $4)`,
        [tx.communityId, id, family.memberId, tx.now],
      ),
    );
    for (const change of [`name = 'x'`, `reason = 'anders'`, `reason = NULL, name = 'x'`]) {
      await expect(owner.query(`UPDATE transition SET ${change} WHERE id = $1`, [id])).rejects.toMatchObject({
        code: '23001',
      });
    }
    await erase(family.actor, family.memberId);
    const { rows } = await owner.query('SELECT name, reason FROM transition WHERE id = $1', [id]);
    expect(rows).toEqual([{ name: 'suspend', reason: null }]);
  });

  /** Where in the database a family's words are found still, sealed or plain: by table and column. */
  async function traces(family: BuiltFamily): Promise<string[]> {
    const words = [family.email, 'Pulce', 'Via di Prova', 'Una porta aperta'];
    const found: string[] = [];
    const { rows: columns } = await owner.query<{ table: string; column: string; type: string }>(
      `SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type IN ('bytea', 'text', 'jsonb', 'ARRAY')
         AND EXISTS (SELECT FROM information_schema.columns c WHERE c.table_schema = 'public'
           AND c.table_name = columns.table_name AND c.column_name = 'community_id')`,
    );
    const keys = new Map((await sealedTables(owner)).map(({ table, key }) => [table, key]));
    for (const { table, column, type } of columns) {
      const key = keys.get(table) ?? 'community_id';
      const { rows } = await owner.query<{ key: string; value: Buffer | string | null }>(
        `SELECT ${key} AS key, ${type === 'bytea' ? column : `${column}::text`} AS value FROM ${table}
         WHERE community_id = $1 AND ${column} IS NOT NULL`,
        [people.id],
      );
      for (const row of rows) {
        const sealed = Buffer.isBuffer(row.value) && column.endsWith('_sealed') && keys.has(table);
        const text = sealed
          ? world.codec.open(
              people.id,
              `${table}.${column.replace(/_sealed$/, '')}`,
              row.key,
              row.value as Buffer,
            )
          : String(row.value);
        if (words.some((word) => text.includes(word))) found.push(`${table}.${column}`);
      }
    }
    // Other families of the test have homes too: only this one's are looked for.
    const { rows } = await owner.query('SELECT id FROM household WHERE community_id = $1 AND id <> $2', [
      people.id,
      family.householdId,
    ]);
    return rows.length > 0 ? found.filter((place) => !/^(household|dependant)\./.test(place)) : found;
  }
});

describe('consent', () => {
  const choices = () => new PrivacyChoiceService(world.uow);
  const yes = { purpose: 'care-card', given: true, noticeVersion: 1, language: 'it' } as const;

  test('is a no until it is given, and keeps purpose, ground, notice, language and who recorded it', async () => {
    const family = await people.family();
    expect((await choices().list(family.actor)).map(({ given }) => given)).toEqual([false, false, false]);
    const coordinator = await people.coordinator();
    await choices().choose(coordinator, { ...yes, language: 'ar', onBehalfOf: family.memberId });
    expect((await choices().list(family.actor))[0]).toMatchObject({
      purpose: 'care-card',
      given: true,
      legalBasis: expect.stringContaining('art. 9(2)(a)'),
      noticeVersion: 1,
      language: 'ar',
      recordedBy: coordinator.memberId,
    });
  });

  test('taken back destroys the care cards of the home at once', async () => {
    const family = await people.family();
    const cards = new CareCardService(world.uow, world.codec);
    const content = { emergencyName: 'Nonna', emergencyPhone: '+390382111111', instructions: 'Noci' };
    await cards.writeCareCard(family.actor, family.dependantIds[0]!, 0, content, true);
    await choices().choose(family.actor, { ...yes, given: false });
    await expect(cards.readCareCard(family.actor, family.dependantIds[0]!)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('lies in writing a care card and in signing who collects: after a no that is the new yes, on record', async () => {
    const family = await people.family();
    const helper = await people.helper();
    const coordinator = await people.coordinator();
    const said = async () =>
      (await choices().list(family.actor))
        .slice(0, 2)
        .map(({ given, noticeVersion, language, recordedBy }) => [
          given,
          noticeVersion,
          language,
          recordedBy,
        ]);
    await choices().choose(family.actor, { ...yes, given: false, language: 'en' });
    const no = [false, 1, 'en', family.memberId];
    const unsaid = [false, null, null, null];
    const card = { emergencyName: 'Nonna', emergencyPhone: '+390382111111', instructions: '' };
    const write = (consent: boolean) =>
      new CareCardService(world.uow, world.codec).writeCareCard(
        family.actor,
        family.dependantIds[0]!,
        0,
        card,
        consent,
      );
    await expect(write(false)).rejects.toMatchObject({ code: 'consent-missing' });
    expect(await said()).toEqual([no, unsaid]);
    await write(true);
    expect(await said()).toEqual([[true, 1, 'it', family.memberId], unsaid]);
    await new CollectionService(world.uow).createAuthorisation(coordinator, {
      dependantId: family.dependantIds[0]!,
      helperId: helper.memberId,
      school: 'Carducci',
      validUntil: people.day(9),
      signedBy: family.memberId,
    });
    expect((await said())[1]).toEqual([true, 1, 'it', coordinator.memberId]);
  });

  test('is to the notice in force and in a language of the community', async () => {
    const family = await people.family();
    await new PolicyService(world.uow).setPolicy(administrator, {
      key: 'noticeVersion',
      value: 2,
      validFrom: people.day(0),
    });
    await expect(choices().choose(family.actor, yes)).rejects.toMatchObject({ code: 'stale-notice' });
    await expect(
      choices().choose(family.actor, { ...yes, noticeVersion: 2, language: 'xx' }),
    ).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(choices().choose(family.actor, { ...yes, noticeVersion: 2 })).resolves.toHaveLength(3);
  });

  test('of somebody younger than the age of consent is their guardian’s; taking it back is not', async () => {
    const { actor } = await people.helper();
    await new MinorService(world.uow, world.codec).setMinor(administrator, actor.memberId, '2029-10-05');
    await new PolicyService(world.uow).setPolicy(administrator, {
      key: 'consentAgeYears',
      value: 16,
      validFrom: people.day(0),
    });
    await expect(choices().choose(actor, yes)).rejects.toMatchObject({ code: 'guardian-consents' });
    await expect(choices().choose(actor, { ...yes, given: false })).resolves.toBeDefined();
  });

  test('of another family is nobody’s to record but their desk’s', async () => {
    const family = await people.family();
    const stranger = await people.family();
    await expect(
      choices().choose(stranger.actor, { ...yes, onBehalfOf: family.memberId }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('retention', () => {
  test('lets go of what is due, of nothing that is not, and says how much on record', async () => {
    await everything();
    const asOf = async (days: number) => {
      world.clock.moveTo(inDays(days));
      return system(dueForRetention);
    };
    const counts = (list: { what: string; rows: number }[]) =>
      Object.fromEntries(list.filter(({ rows }) => rows > 0).map(({ what, rows }) => [what, rows]));
    expect(counts(await asOf(0))).toEqual({});
    const due = await asOf(3_000);
    expect(counts(due)).toMatchObject({ messages: expect.any(Number), checks: expect.any(Number) });
    expect(due.map(({ what }) => what)).toEqual(RETENTION.map(({ what }) => what));
    while ((await system((tx) => applyRetention(tx, 2))) >= 2);
    await system((tx) => applyRetention(tx, 2));
    expect(counts(await system(dueForRetention))).toEqual({});
    const [line] = await system((tx) =>
      tx.sql<{ reason: string }>(
        `SELECT reason FROM audit_record WHERE community_id = $1 AND action = 'retention.run' ORDER BY id LIMIT 1`,
        [tx.communityId],
      ),
    );
    expect(line!.reason).toContain('checks: 2');
    expect(await brokenPromises(owner, people.id)).toEqual([]);
  });

  test('keeps a message up to its last day, and lets it go after', async () => {
    const at = new Date(START.getTime() - 365 * 86_400_000);
    const family = await people.family();
    const insert = (created: Date) =>
      owner.query(
        `INSERT INTO notification (community_id, id, member_id, topic, message_id, message_values, event_key, created_at)
         VALUES ($1, gen_random_uuid(), $2, 'request-withdrawn', 'request-withdrawn', '{}', gen_random_uuid()::text, $3)`,
        [people.id, family.memberId, created],
      );
    await insert(new Date(at.getTime() + 60_000));
    expect((await system(dueForRetention)).find(({ what }) => what === 'messages')!.rows).toBe(0);
    await insert(new Date(at.getTime() - 60_000));
    expect((await system(dueForRetention)).find(({ what }) => what === 'messages')!.rows).toBe(1);
  });
});

test('the record of processing has a row for every table, and no row for a table that is gone', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const tables = rows.map(({ name }) => name);
  expect(tables.filter((name) => !PROCESSING[name])).toEqual([]);
  expect(Object.keys(PROCESSING).filter((name) => !tables.includes(name))).toEqual([]);
  const record = recordOfProcessing('Distretto di Prova');
  expect(record).toContain('| care_card | dependants |');
  expect(record).not.toContain('| zone |');
});
