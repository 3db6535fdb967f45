import type { MemberActor } from '#database';
import { givenNames } from '#members';
import { newId } from '#platform';
import { ErasureService, PROCESSING } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import { buildCommunity } from '../builders/community.builder.js';
import { buildEveryRecord, type EveryRecord } from '../builders/records.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

/** What people wrote beside a record in their own words, in columns that are not sealed. */
const FREE_TEXT = [
  'assignment.decline_reason',
  'audit_record.reason',
  'collection_authorisation.school',
  'credential_exemption.reason',
  'delivery.failure',
  'household.meeting_point',
  'proposal.override_reason',
  'request.school',
  'seat.end_reason',
  'second_approver.reason',
  'time_entry.dispute_reason',
  'time_entry.settled_reason',
  'transfer.reason',
  'transition.reason',
];

/** Columns that hold codes, keys and languages, by their name or with their table. */
const CODES =
  /\.(state|kind|action|subject_kind|provider|language|spoken_language|topic|message_id|event_key|key|idempotency_key|browser|system|rhythm|channel|legal_basis|purpose|machine|from_state|to_state|why)$|^transition\.name$/;

/** Free text that is about nobody: what the desk calls a shared account, and visits that were joined. */
const ABOUT_NOBODY = ['account.name', 'session.title'];

const WORDS = 'Zia Pina ha detto così';

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let administrator: MemberActor;
let every: EveryRecord;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await world.close();
});
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  administrator = await people.administrator();
  every = await buildEveryRecord(world.uow, owner, people, new Date(START.getTime() + 2 * 86_400_000));
});

/** Rows of the community as its owner changes them, whatever triggers say. */
async function change(sql: string, values: readonly unknown[] = []): Promise<void> {
  await owner.query('SET session_replication_role = replica');
  try {
    await owner.query(sql, [people.id, ...values]);
  } finally {
    await owner.query('SET session_replication_role = DEFAULT');
  }
}

/** Nothing binds anybody any more, and the desk's people stand behind each decision. */
async function settle(by: string): Promise<void> {
  await change(
    `UPDATE time_entry SET state = 'confirmed', settled_by = $2, answered_by = $2 WHERE community_id = $1`,
    [by],
  );
  await change(`UPDATE seat SET state = 'counted', active = false, ended_by = $2 WHERE community_id = $1`, [
    by,
  ]);
  await change(`UPDATE assignment SET state = 'ended' WHERE community_id = $1`);
  await change(
    `UPDATE incident SET state = 'closed', owner_id = $2, closed_at = $3 WHERE community_id = $1`,
    [administrator.memberId, START],
  );
  await change(`UPDATE request SET state = 'closed', closed_at = $2 WHERE community_id = $1`, [START]);
  await change(
    `UPDATE proposal SET proposed_by = $2, override_rules = '{weekly-minutes}', override_reason = 'x' WHERE community_id = $1`,
    [by],
  );
  await change(`UPDATE credential_exemption SET granted_by = $2 WHERE community_id = $1`, [by]);
  await change(`UPDATE transfer SET kind = 'adjustment', created_by = $2 WHERE community_id = $1`, [by]);
  world.clock.moveTo(new Date(START.getTime() + 5 * 86_400_000));
}

/** A step and a record of an act for each of these, the words beside them. */
async function plant(subjects: readonly string[], by: string | null): Promise<void> {
  for (const subject of subjects) {
    await change(
      `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state, actor_member_id, reason, at)
       VALUES ($1, $2, 'proposal', $3, 'reject', 'proposed', 'rejected', $4, $5, $6)`,
      [newId(), subject, by, WORDS, START],
    );
    await change(
      `INSERT INTO audit_record (community_id, id, actor_member_id, action, subject_kind, subject_ids, reason, at)
       VALUES ($1, $2, $3, 'proposal.override', 'proposal', $4, $5, $6)`,
      [newId(), by, [newId(), subject], WORDS, START],
    );
  }
  await change(
    `INSERT INTO second_approver (community_id, id, subject_kind, subject_id, approver_id, named_by, reason, created_at)
     VALUES ($1, $2, 'proposal', $3, $4, $5, $6, $7)`,
    [newId(), subjects[0], administrator.memberId, by ?? every.helper.memberId, WORDS, START],
  );
  for (const place of FREE_TEXT) {
    const [table, column] = place.split('.') as [string, string];
    if (['transition', 'audit_record', 'second_approver'].includes(table)) continue;
    await change(`UPDATE ${table} SET ${column} = $2 WHERE community_id = $1`, [WORDS]);
  }
}

async function wordsLeft(): Promise<string[]> {
  const left = [];
  for (const place of FREE_TEXT) {
    const [table, column] = place.split('.') as [string, string];
    const { rows } = await owner.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE community_id = $1 AND ${column} LIKE '%Zia Pina%'`,
      [people.id],
    );
    if (rows[0]!.count > 0) left.push(`${place}: ${rows[0]!.count}`);
  }
  return left;
}

async function erase(memberId: string): Promise<void> {
  const names = await world.uow.run(people.facts.system, (tx) => givenNames(tx, world.codec, [memberId]));
  await new ErasureService(world.uow, world.codec).erase(administrator, memberId, names.get(memberId) ?? '');
}

/** Records that are about the family and the helper alone. */
const subjects = () =>
  [
    'proposals',
    'requests',
    'visits',
    'assignments',
    'seats',
    'time-entries',
    'exchanges',
    'households',
    'dependants',
    'replacement-asks',
    'credentials',
    'exemptions',
    'minor-consents',
    'offers',
    'incidents',
    'identity-links',
  ].map((path) => every.ids[path]!);

describe('what people wrote in their own words', () => {
  it('stands in columns that the erasure knows, and in no other', async () => {
    const { rows } = await owner.query<{ place: string }>(
      `SELECT c.table_name || '.' || c.column_name AS place, c.table_name AS table FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'
         AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
           WHERE k.contype = 'c' AND k.conrelid = c.table_name::regclass AND a.attname = c.column_name
             AND pg_get_constraintdef(k.oid) ~ 'ANY \\(' AND cardinality(k.conkey) = 1)
       ORDER BY 1`,
    );
    const places = rows
      .map(({ place }) => place)
      .filter((place) => PROCESSING[place.split('.')[0]!]?.subjects !== 'nobody' && !CODES.test(place));
    const known = [...FREE_TEXT, ...ABOUT_NOBODY].sort();
    expect(places.filter((place) => !known.includes(place))).toEqual([]);
    expect(known.filter((place) => !places.includes(place))).toEqual([]);
  });

  it('about a family and a helper goes with them, whoever wrote it; the ledger, the hours and the chain stay', async () => {
    const minutes = async () =>
      (
        await owner.query(
          `SELECT (SELECT json_agg(e ORDER BY e.id) FROM entry e WHERE community_id = $1) AS entries,
             (SELECT json_agg(json_build_array(t.id, t.state, t.minutes_given) ORDER BY t.id) FROM time_entry t WHERE community_id = $1) AS hours,
             (SELECT json_agg(json_build_array(s.id, s.state) ORDER BY s.id) FROM seat s WHERE community_id = $1) AS seats`,
          [people.id],
        )
      ).rows;
    await settle(administrator.memberId);
    await plant(subjects(), null);
    await world.uow.run(people.facts.system, (tx) => tx.sql('SELECT seal_audit(1000)'));
    const [before, promises] = [await minutes(), await brokenPromises(owner, people.id)];
    await erase(every.family.memberId);
    await erase(every.helper.memberId);
    expect(await wordsLeft()).toEqual([]);
    expect(await minutes()).toEqual(before);
    expect(await brokenPromises(owner, people.id)).toEqual(promises);
  });

  it('by a coordinator about others goes with the coordinator; what others wrote stays', async () => {
    const coordinator = (await people.member(['coordinator'])).actor;
    await settle(coordinator.memberId);
    await plant([newId(), newId()], coordinator.memberId);
    // Whom these concern is there still, so they stay.
    const stay = [
      'assignment.decline_reason',
      'collection_authorisation.school',
      'delivery.failure',
      'household.meeting_point',
      'request.school',
    ];
    await erase(coordinator.memberId);
    expect((await wordsLeft()).map((place) => place.split(':')[0])).toEqual(stay);
  });

  it('of a transfer can be erased, and nothing else of it changed', async () => {
    const id = every.ids['transfers'];
    for (const set of [`reason = 'anders'`, `kind = 'donation'`, `reason = NULL, kind = 'donation'`])
      await expect(owner.query(`UPDATE transfer SET ${set} WHERE id = $1`, [id])).rejects.toMatchObject({
        code: '23001',
      });
    await expect(owner.query('DELETE FROM transfer WHERE id = $1', [id])).rejects.toMatchObject({
      code: '23001',
    });
    await owner.query('UPDATE transfer SET reason = NULL WHERE id = $1', [id]);
  });
});

it('the day a minor comes of age goes at erasure, and where a helper starts from', async () => {
  await settle(administrator.memberId);
  const { memberId } = every.helper;
  await change(`UPDATE member SET adult_on = '2029-10-05' WHERE community_id = $1 AND id = $2`, [memberId]);
  await erase(memberId);
  const { rows } = await owner.query('SELECT state, adult_on FROM member WHERE id = $1', [memberId]);
  expect(rows).toEqual([{ state: 'left', adult_on: null }]);
  const profile = await owner.query('SELECT 1 FROM helper_profile WHERE member_id = $1', [memberId]);
  expect(profile.rows).toEqual([]);
});
