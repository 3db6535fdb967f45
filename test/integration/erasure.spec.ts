import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { givenNames, MemberService } from '#members';
import { newId } from '#platform';
import { ErasureService, PersonalDataService, StatisticsService } from '#reporting';
import { Client } from 'pg';
import { sealedTables } from '../../apps/cli/src/keys/sealed-tables.js';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { PrivacyScene, inDays, SIGN_IN } from '../builders/privacy.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new PrivacyScene();
const { system, everything } = scene;

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let administrator: MemberActor;
let data: PersonalDataService;
let erasure: ErasureService;

beforeAll(async () => {
  ({ world, owner, data, erasure } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, administrator } = await scene.begin());
});

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
