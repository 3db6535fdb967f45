import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { noteWrappedKeys } from '#database';
import { IdentityCodec, MemberService } from '#members';
import { newId } from '#platform';
import { PersonalDataService } from '#reporting';
import { Client } from 'pg';
import { loadKeys } from '../../apps/cli/src/keys/load-keys.js';
import { countOutdated } from '../../apps/cli/src/keys/reseal.js';
import { addKey, rotateDataKey } from '../../apps/cli/src/keys/rotate-data-key.js';
import { rotateCommunity, rotateInstallation } from '../../apps/cli/src/keys/rotate-master-key.js';
import type { SealedTable } from '../../apps/cli/src/keys/sealed-tables.js';
import { KeysScene } from '../builders/keys.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new KeysScene();
const { everything, keysOf, familyFromBefore, nameOf } = scene;

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

describe('a new data key', () => {
  test('has everything sealed anew, idempotent answers too; the older key is destroyed', async () => {
    const { family } = await everything();
    const bound = [people.id, 'idempotency_key.response', `${family.memberId}:a-key-of-mine`] as const;
    await owner.query(
      `INSERT INTO idempotency_key (community_id, member_id, key, request_hash, status, response_sealed, created_at)
       VALUES ($1, $2, 'a-key-of-mine', '', 200, $3, now())`,
      [people.id, family.memberId, world.codec.seal(...bound, 'the answer')],
    );
    const sealed = await rotateDataKey(owner, people.id, tables, world.codec);
    expect(sealed).toBeGreaterThan(20);
    expect(await countOutdated(owner, people.id, tables)).toBe(0);
    expect(await keysOf()).toEqual([
      { version: 1, bytes: 0, settled: true },
      { version: 2, bytes: 61, settled: true },
    ]);
    const data = await new PersonalDataService(world.uow, world.codec).read(family.actor, family.memberId);
    expect(JSON.stringify(data)).toContain(family.email);
    expect(JSON.stringify(data)).toContain('Pulce');
    const { rows } = await owner.query<{ sealed: Buffer }>(
      `SELECT response_sealed AS sealed FROM idempotency_key WHERE community_id = $1 AND key = 'a-key-of-mine'`,
      [people.id],
    );
    expect(world.codec.open(...bound, rows[0]!.sealed)).toBe('the answer');
  });

  test('is met by whoever works meanwhile: nothing read wrongly, nothing written lost', async () => {
    const families = [await people.family({ givenName: 'Ada' }), await people.family({ givenName: 'Bea' })];
    const members = new MemberService(world.uow, world.codec);
    const coordinator = await people.coordinator();
    const rotations = { done: false };
    const wrong: unknown[] = [];
    let turns = 0;
    const work = async (memberId: string) => {
      while (!rotations.done) {
        turns += 1;
        const { givenName, version } = await members.readMember(coordinator, memberId);
        if (!/^(Ada|Bea|Nome\d+)$/.test(givenName!)) wrong.push(givenName);
        await members.editMember(coordinator, memberId, version!, { givenName: `Nome${turns}` });
        const after = await members.readMember(coordinator, memberId);
        if (!/^Nome\d+$/.test(after.givenName!)) wrong.push(after.givenName);
      }
    };
    const workers = Promise.all(families.map(({ memberId }) => work(memberId)));
    for (let round = 0; round < 5; round += 1) await rotateDataKey(owner, people.id, tables, world.codec);
    rotations.done = true;
    await workers;
    expect(wrong).toEqual([]);
    expect(turns).toBeGreaterThan(5);
    expect(await countOutdated(owner, people.id, tables)).toBe(0);
  });

  test('made after a transaction began is known when the transaction is tried again', async () => {
    const { memberId } = await people.family({ givenName: 'Sara' });
    let tries = 0;
    const name = await world.uow.run(people.facts.system, async (tx) => {
      tries += 1;
      if (tries === 1) {
        await addKey(owner, people.id, world.codec);
        const keys = await loadKeys(owner, people.id);
        const sealed = world.codec.seal(people.id, 'member_identity.given_name', memberId, 'Sara');
        await owner.query('UPDATE member_identity SET given_name_sealed = $2 WHERE member_id = $1', [
          memberId,
          sealed,
        ]);
        // What this process knew when the transaction began.
        noteWrappedKeys(people.id, keys.slice(0, 1));
      }
      const [row] = await tx.sql<{ sealed: Buffer }>(
        'SELECT given_name_sealed AS sealed FROM member_identity WHERE community_id = $1 AND member_id = $2',
        [people.id, memberId],
      );
      return world.codec.open(people.id, 'member_identity.given_name', memberId, row!.sealed);
    });
    expect([name, tries]).toEqual(['Sara', 2]);
  });

  test('waits for a transaction that began before it, and seals anew what that one wrote', async () => {
    const { memberId } = await people.family({ givenName: 'Sara' });
    let release = () => {};
    const held = new Promise<void>((resume) => {
      release = resume;
    });
    let begun = () => {};
    const started = new Promise<void>((resume) => {
      begun = resume;
    });
    const writing = world.uow.run(people.facts.system, async (tx) => {
      const sealed = world.codec.seal(people.id, 'member_identity.given_name', memberId, 'Nuova');
      begun();
      await held;
      await tx.sql(
        'UPDATE member_identity SET given_name_sealed = $3 WHERE community_id = $1 AND member_id = $2',
        [people.id, memberId, sealed],
      );
    });
    await started;
    const rotation = rotateDataKey(owner, people.id, tables, world.codec);
    setTimeout(release, 300);
    await writing;
    await rotation;
    expect(await keysOf()).toMatchObject([{ bytes: 0 }, { bytes: 61 }]);
    expect(await nameOf(memberId)).toBe('Nuova');
  });

  test('goes on with the key it had made when it was interrupted', async () => {
    const { memberId } = await people.family({ givenName: 'Sara' });
    await owner.query(`SELECT set_config('app.community', $1, false)`, [people.id]);
    await addKey(owner, people.id, world.codec);
    expect(await keysOf()).toMatchObject([{ settled: true }, { settled: false }]);
    expect(await nameOf(memberId)).toBe('Sara');
    expect(await rotateDataKey(owner, people.id, tables, world.codec)).toBeGreaterThan(0);
    expect(await keysOf()).toMatchObject([{ bytes: 0 }, { bytes: 61, settled: true }]);
  });

  test('stops at a value that no key opens, says where, and destroys nothing', async () => {
    const { memberId } = await people.family();
    const strange = world.codec.seal(people.id, 'member_identity.given_name', newId(), 'Moved');
    await owner.query('UPDATE member_identity SET given_name_sealed = $2 WHERE member_id = $1', [
      memberId,
      strange,
    ]);
    await expect(rotateDataKey(owner, people.id, tables, world.codec)).rejects.toThrow(
      `member_identity.given_name of ${memberId} opens with no key`,
    );
    expect(await keysOf()).toMatchObject([{ bytes: 61 }, { bytes: 61, settled: false }]);
  });
});

describe('a new master key', () => {
  const next = new IdentityCodec(Buffer.alloc(32, 9));

  test('wraps the keys anew and touches no sealed value; members are found, and sign in', async () => {
    const { family } = await everything();
    const codecs = { from: world.codec, to: next };
    await owner.query(
      `INSERT INTO push_key (public_key, private_sealed) VALUES ('public', $1) ON CONFLICT (only_row) DO UPDATE SET private_sealed = excluded.private_sealed`,
      [world.codec.seal('installation', 'push_key.private', 'only', 'private')],
    );
    const secrets = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM authenticator');
    expect(secrets.rows[0]!.count).toBeGreaterThan(0);
    expect(await rotateInstallation(owner, codecs)).toBe(1 + secrets.rows[0]!.count);
    expect(await rotateInstallation(owner, codecs)).toBe(0);
    const sealed = () =>
      owner
        .query<{ all: Buffer }>(
          'SELECT given_name_sealed AS all FROM member_identity WHERE community_id = $1 ORDER BY member_id',
          [people.id],
        )
        .then(({ rows }) => rows);
    const before = await sealed();
    expect(await rotateCommunity(owner, people.id, tables, codecs)).toBe(1);
    expect(await rotateCommunity(owner, people.id, tables, codecs)).toBe(0);
    expect(await sealed()).toEqual(before);
    const read = new PersonalDataService(world.uow, next).read(family.actor, family.memberId);
    expect(JSON.stringify(await read)).toContain(family.email);
    await expect(
      new PersonalDataService(world.uow, world.codec).read(family.actor, family.memberId),
    ).rejects.toThrow();
    const again = new MemberService(world.uow, next).createMember(await people.administrator(), {
      givenName: 'Doppia',
      familyName: 'Persona',
      email: family.email,
      language: 'it',
      roles: [],
    });
    await expect(again).rejects.toMatchObject({
      code: 'member-exists',
      facts: { memberId: family.memberId },
    });
    const { rows } = await owner.query('SELECT id FROM person WHERE email_index = $1', [
      next.index('person', family.email),
    ]);
    expect(rows).toEqual([{ id: family.actor.personId }]);
  });

  test('lets whoever signs in by e-mail and by phone do so by both, and a phone to be called open nothing', async () => {
    const [both, called] = [await people.family(), await people.family()];
    const phones = { [both.memberId]: '+393335550101', [called.memberId]: '+393335550102' };
    for (const [memberId, phone] of Object.entries(phones)) {
      await owner.query('UPDATE member_identity SET phone_sealed = $2 WHERE member_id = $1', [
        memberId,
        world.codec.seal(people.id, 'member_identity.phone', memberId, phone),
      ]);
    }
    await owner.query('UPDATE person SET phone_index = $2 WHERE id = $1', [
      both.actor.personId,
      world.codec.index('person', phones[both.memberId]!),
    ]);
    await rotateCommunity(owner, people.id, tables, { from: world.codec, to: next });
    const signsInBy = async ({ actor, email, memberId }: typeof both) => {
      const { rows } = await owner.query(
        'SELECT email_index = $2 AS email, phone_index = $3 AS phone FROM person WHERE id = $1',
        [actor.personId, next.index('person', email), next.index('person', phones[memberId]!)],
      );
      return rows[0] as unknown;
    };
    expect(await signsInBy(both)).toEqual({ email: true, phone: true });
    expect(await signsInBy(called)).toEqual({ email: true, phone: null });
  });

  test('seals what was under a key derived from the old one', async () => {
    const family = await familyFromBefore();
    await people.coordinator();
    await rotateCommunity(owner, people.id, tables, { from: world.codec, to: next });
    expect(await nameOf(family.memberId, next)).toBe('Sara');
    expect(await countOutdated(owner, people.id, tables)).toBe(0);
  });

  test('stops at a key that neither opens', async () => {
    const wrong = {
      from: new IdentityCodec(Buffer.alloc(32, 1)),
      to: new IdentityCodec(Buffer.alloc(32, 2)),
    };
    const { memberId } = await people.family({ givenName: 'Sara' });
    await expect(rotateCommunity(owner, people.id, tables, wrong)).rejects.toThrow(/opens with neither key/);
    expect(await nameOf(memberId)).toBe('Sara');
  });
});
