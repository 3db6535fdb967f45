import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberActor } from '#database';
import { endIdentityLinks, IdentityLinkService } from '#members';
import { newId } from '#platform';
import { applyRetention, dueForRetention } from '#reporting';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

const DAY_MINUTES = 1_440;

let world: TestWorld;
let people: CommunityPeople;
let family: BuiltFamily;
let desk: MemberActor;
let links: IdentityLinkService;

beforeAll(async () => {
  world = await openWorld();
  links = new IdentityLinkService(world.uow, world.codec);
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  family = await people.family();
  desk = await people.coordinator();
});

const run = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);

async function asked(memberId = family.memberId): Promise<string> {
  const id = newId();
  await run((tx) =>
    tx.sql(
      `INSERT INTO identity_link (community_id, id, member_id, provider, subject_hash, matched_by, state, given_name_sealed, created_at)
       VALUES ($1, $2, $3, 'city', $4, 'e-mail', 'asked', $5, $6)`,
      [
        tx.communityId,
        id,
        memberId,
        Buffer.from(id),
        world.codec.seal(tx.communityId, 'identity_link.given_name', id, 'Marta'),
        tx.now,
      ],
    ),
  );
  return id;
}
const rowOf = async (id: string) =>
  (
    await run((tx) =>
      tx.sql<{ state: string; name: Buffer | null }>(
        'SELECT state, given_name_sealed AS name FROM identity_link WHERE community_id = $1 AND id = $2',
        [tx.communityId, id],
      ),
    )
  )[0];

describe('a request to sign in with an identity', () => {
  test('that the desk does not answer ends after 30 days, and the name it brought is gone', async () => {
    const id = await asked();
    world.clock.advanceMinutes(30 * DAY_MINUTES - 1);
    expect(await run((tx) => endIdentityLinks(tx, 10))).toBe(0);
    world.clock.advanceMinutes(1);
    expect(await run((tx) => endIdentityLinks(tx, 10))).toBe(1);
    expect(await rowOf(id)).toEqual({ state: 'ended', name: null });
    await expect(links.confirm(desk, id)).rejects.toMatchObject({ code: 'transition-not-allowed' });
  });

  test('that was refused is forgotten 90 days later; one that was confirmed stays', async () => {
    const [refused, confirmed] = [await asked(), await asked()];
    await links.refuse(desk, refused);
    await links.confirm(desk, confirmed);
    const due = async () =>
      (await run(dueForRetention)).find(({ what }) => what === 'identities that do not sign in')!.rows;
    world.clock.advanceMinutes(90 * DAY_MINUTES - 1);
    expect(await due()).toBe(0);
    world.clock.advanceMinutes(1);
    expect(await due()).toBe(1);
    await run((tx) => applyRetention(tx, 100));
    expect(await rowOf(refused)).toBeUndefined();
    expect(await rowOf(confirmed)).toMatchObject({ state: 'confirmed' });
  });

  test('is decided by the desk that reaches the member, and by no other', async () => {
    const { organisationId } = people.facts;
    const theirs = await people.family({ organisationId });
    const id = await asked(theirs.memberId);
    const elsewhere = newId();
    await run((tx) =>
      tx.sql(
        `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', $3)`,
        [tx.communityId, elsewhere, tx.now],
      ),
    );
    const other = (await people.member(['coordinator'], { organisationId: elsewhere })).actor;
    await expect(links.confirm(other, id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await links.list(other, {}, { limit: 10, after: undefined })).items).toEqual([]);
    const own = (await people.member(['coordinator'], { organisationId })).actor;
    expect(await links.confirm(own, id)).toMatchObject({ state: 'confirmed', decidedAt: expect.any(Date) });
  });

  test('the database itself lets nobody confirm their own, nor an identity sign in as two', async () => {
    const id = await asked();
    const set = (values: string) =>
      run((tx) =>
        tx.sql(
          `UPDATE identity_link SET ${values}, decided_at = $3, given_name_sealed = NULL WHERE community_id = $1 AND id = $2`,
          [tx.communityId, id, tx.now],
        ),
      );
    await expect(set(`state = 'confirmed', decided_by = member_id`)).rejects.toThrow();
    await expect(set(`state = 'confirmed', decided_by = NULL`)).rejects.toThrow();
    await links.confirm(desk, id);
    const other = await asked((await people.family()).memberId);
    await expect(
      run((tx) =>
        tx.sql(
          `UPDATE identity_link o SET state = 'confirmed', decided_by = $4, decided_at = $5, given_name_sealed = NULL,
             subject_hash = (SELECT subject_hash FROM identity_link WHERE community_id = $1 AND id = $3)
           WHERE community_id = $1 AND id = $2`,
          [tx.communityId, other, id, desk.memberId, tx.now],
        ),
      ),
    ).rejects.toMatchObject({ code: 'identity-linked-elsewhere' });
  });

  test('is seen outside its community by whoever has proof of the identity alone', async () => {
    const id = await asked();
    const seen = (hash: Buffer) =>
      world.uow.tenantless('sign-in', async (sql) => {
        await sql(`SELECT set_config('app.identity', $1, true)`, [hash.toString('hex')]);
        return sql('SELECT id FROM identity_link');
      });
    expect(await seen(Buffer.from(id))).toEqual([{ id }]);
    expect(await seen(Buffer.from(newId()))).toEqual([]);
    expect(await world.uow.tenantless('sign-in', (sql) => sql('SELECT id FROM identity_link'))).toEqual([]);
  });
});
