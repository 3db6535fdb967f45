import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import {
  applyRetention,
  dueForRetention,
  NOT_HANDED_OVER,
  PersonalDataService,
  type PersonalData,
  PROCESSING,
  recordOfProcessing,
  RETENTION,
  SECTIONS,
} from '#reporting';
import { Client } from 'pg';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { PrivacyScene, inDays, SIGN_IN } from '../builders/privacy.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new PrivacyScene();
const { system, everything } = scene;

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let administrator: MemberActor;
let data: PersonalDataService;

beforeAll(async () => {
  ({ world, owner, data } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, administrator } = await scene.begin());
});

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
