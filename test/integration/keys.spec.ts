import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noteWrappedKeys, systemActor } from '#database';
import { HouseholdService, IdentityCodec, MemberService } from '#members';
import { newId } from '#platform';
import { PersonalDataService } from '#reporting';
import { Client } from 'pg';
import { destroyKeys } from '../../apps/cli/src/keys/destroy-keys.js';
import { loadKeys } from '../../apps/cli/src/keys/load-keys.js';
import { countOutdated } from '../../apps/cli/src/keys/reseal.js';
import { rotateDataKey } from '../../apps/cli/src/keys/rotate-data-key.js';
import type { SealedTable } from '../../apps/cli/src/keys/sealed-tables.js';
import { settleKeys } from '../../apps/cli/src/keys/settle-keys.js';
import { buildCommunity } from '../builders/community.builder.js';
import { KeysScene } from '../builders/keys.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new KeysScene();
const { everything, keysOf, sealedAsBefore, familyFromBefore, nameOf } = scene;

let world: TestWorld;
let owner: Client;
let tables: SealedTable[];
let people: CommunityPeople;

beforeAll(async () => {
  ({ world, owner, tables } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people } = await scene.begin());
});

/** Everything of the community as it was before there were data keys. */
async function sealAllAsBefore(): Promise<void> {
  for (const { table, key, columns } of tables) {
    for (const column of columns) {
      const { rows } = await owner.query<{ key: string; sealed: Buffer }>(
        `SELECT ${key} AS key, ${column} AS sealed FROM ${table} WHERE community_id = $1 AND octet_length(${column}) > 0`,
        [people.id],
      );
      for (const row of rows) {
        const place = `${table}.${column.replace(/_sealed$/, '')}`;
        const text = world.codec.open(people.id, place, row.key, row.sealed);
        await owner.query(`UPDATE ${table} SET ${column} = $3 WHERE community_id = $1 AND ${key} = $2`, [
          people.id,
          row.key,
          sealedAsBefore(place, row.key, text),
        ]);
      }
    }
  }
  await owner.query('DELETE FROM community_key WHERE community_id = $1', [people.id]);
}

describe('a community’s data key', () => {
  test('is random, wrapped by the master key, and opens for no other community, version or master', async () => {
    const [one, other] = [newId(), newId()];
    const wrapped = world.codec.newKey(one, 1);
    expect(wrapped).toHaveLength(61);
    expect(world.codec.newKey(one, 1).equals(wrapped)).toBe(false);
    expect(world.codec.unwraps(one, 1, wrapped)).toBe(true);
    expect(world.codec.unwraps(other, 1, wrapped)).toBe(false);
    expect(world.codec.unwraps(one, 2, wrapped)).toBe(false);
    expect(new IdentityCodec(Buffer.alloc(32, 8)).unwraps(one, 1, wrapped)).toBe(false);
  });

  test('binds a value to community, table, column and row', async () => {
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    const sealed = world.codec.seal(people.id, 'household.address', 'row', 'Via Segreta 1');
    expect(world.codec.open(people.id, 'household.address', 'row', sealed)).toBe('Via Segreta 1');
    for (const [community, place, row] of [
      [other.id, 'household.address', 'row'],
      [people.id, 'request.address', 'row'],
      [people.id, 'household.note', 'row'],
      [people.id, 'household.address', 'other'],
    ] as const) {
      expect(() => world.codec.open(community, place, row, sealed)).toThrow();
    }
    for (const at of [0, 2, 10, sealed.length - 20, sealed.length - 1]) {
      const bent = Buffer.from(sealed);
      bent[at]! ^= 1;
      expect(() => world.codec.open(people.id, 'household.address', 'row', bent)).toThrow();
    }
  });

  test('is not the runtime’s to change or destroy', async () => {
    for (const change of [
      `UPDATE community_key SET wrapped = '' WHERE community_id = $1`,
      'DELETE FROM community_key WHERE community_id = $1',
    ]) {
      await expect(world.uow.run(people.facts.system, (tx) => tx.sql(change, [people.id]))).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  test('of another community is not to be seen', async () => {
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    const rows = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ id: string }>('SELECT community_id AS id FROM community_key'),
    );
    expect(rows.map(({ id }) => id)).toEqual([people.id]);
    expect(await keysOf(other.id)).toHaveLength(1);
  });
});

describe('a community from before there were data keys', () => {
  test('gets its key by the migration, and everything of it is sealed under it', async () => {
    const { family } = await everything();
    await sealAllAsBefore();
    expect(await keysOf()).toEqual([]);
    expect(await settleKeys(world.url, () => world.codec)).toBeGreaterThan(20);
    expect(await keysOf()).toEqual([{ version: 1, bytes: 61, settled: true }]);
    expect(await countOutdated(owner, people.id, tables)).toBe(0);
    const data = await new PersonalDataService(world.uow, world.codec).read(family.actor, family.memberId);
    expect(JSON.stringify(data)).toContain('Pulce');
  });

  test('values of it are readable until they are sealed anew, and after', async () => {
    const family = await familyFromBefore();
    expect(await nameOf(family.memberId)).toBe('Sara');
    await loadKeys(owner, people.id);
    expect(await countOutdated(owner, people.id, tables)).toBe(2);
    await owner.query('UPDATE community_key SET settled_at = NULL WHERE community_id = $1', [people.id]);
    expect(await settleKeys(world.url, () => world.codec)).toBe(2);
    expect(await settleKeys(world.url, () => world.codec)).toBe(0);
    expect(await countOutdated(owner, people.id, tables)).toBe(0);
    expect(await keysOf()).toEqual([{ version: 1, bytes: 61, settled: true }]);
    expect(await nameOf(family.memberId)).toBe('Sara');
    const { householdId } = family;
    const household = await new HouseholdService(world.uow, world.codec).readHousehold(
      family.actor,
      householdId,
    );
    expect(household.address).toBe('Via Vecchia 1');
  });

  test('where there is nothing to settle the master key is not asked for', async () => {
    const asked = () => {
      throw new Error('asked for');
    };
    expect(await settleKeys(world.url, asked)).toBe(0);
  });
});

describe('a community whose keys are destroyed', () => {
  test('is unreadable at once, also where its key was in memory, and nobody signs in there', async () => {
    const { family } = await everything();
    const { memberId } = family;
    expect(await nameOf(memberId)).toBeDefined();
    const { rows: before } = await owner.query<{ sealed: Buffer; wrapped: Buffer }>(
      `SELECT i.given_name_sealed AS sealed, k.wrapped FROM member_identity i JOIN community_key k USING (community_id)
       WHERE i.member_id = $1`,
      [memberId],
    );
    await destroyKeys(owner, people.id);
    await expect(nameOf(memberId)).rejects.toMatchObject({ code: 'data-destroyed' });
    const writing = people.family();
    await expect(writing).rejects.toMatchObject({ code: 'data-destroyed' });
    expect(await keysOf()).toMatchObject([{ bytes: 0 }, { bytes: 0 }]);
    const { rows } = await owner.query(
      `SELECT FROM member_identity WHERE community_id = $1 AND (email_index IS NOT NULL OR phone_index IS NOT NULL)
       UNION ALL SELECT FROM member WHERE community_id = $1 AND person_id IS NOT NULL
       UNION ALL SELECT FROM person WHERE id = $2 AND (email_index IS NOT NULL OR phone_index IS NOT NULL)`,
      [people.id, family.actor.personId],
    );
    expect(rows).toEqual([]);
    // With a kept copy of the wrapped key the value opens still: it is the key that was destroyed, and the value with it.
    noteWrappedKeys(people.id, [{ version: 1, wrapped: before[0]!.wrapped }]);
    expect(
      world.codec.open(people.id, 'member_identity.given_name', memberId, before[0]!.sealed),
    ).toBeTruthy();
  });

  test('leaves the others as they are, and the ledger true', async () => {
    const other = await buildCommunity(world.uow, world.codec, world.clock);
    const { memberId } = await other.family({ givenName: 'Sara' });
    await destroyKeys(owner, people.id);
    const read = new MemberService(world.uow, world.codec).readMember(await other.coordinator(), memberId);
    expect((await read).givenName).toBe('Sara');
    expect(await rotateDataKey(owner, people.id, tables, world.codec)).toBe(0);
    const [sum] = await world.uow.run(systemActor(people.id), (tx) =>
      tx.sql<{ sum: number }>(
        'SELECT coalesce(sum(balance_minutes), 0)::int AS sum FROM account WHERE community_id = $1',
        [people.id],
      ),
    );
    expect(sum).toEqual({ sum: 0 });
  });
});
