import type { MemberActor } from '#database';
import { givenNames } from '#members';
import { applyRetention, dueForRetention, ErasureService } from '#reporting';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

const DAY_MINUTES = 1_440;
/** By the policies of a new community. */
const KEPT_DAYS = 180;
const ASKED = 'who asked to join and was not let in';
const INVITED = 'for whom invitations were that are over';

let world: TestWorld;
let people: CommunityPeople;
let desk: MemberActor;

beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  desk = await people.coordinator();
});

const run = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);

async function invited(wishes: { state?: string; mostUses?: number } = {}): Promise<string> {
  const id = newId();
  const { state = 'used-up', mostUses = 1 } = wishes;
  await run((tx) =>
    tx.sql(
      `INSERT INTO invitation (community_id, id, kind, state, role, email_sealed, name_sealed, language, uses, most_uses,
         created_by, created_at, expires_at)
       VALUES ($1, $2, 'join', $3, 'family', $4, $5, 'it', 1, $6, $7, $8, $8::timestamptz + interval '14 days')`,
      [
        tx.communityId,
        id,
        state,
        world.codec.seal(tx.communityId, 'invitation.email', id, 'sara@example.org'),
        world.codec.seal(tx.communityId, 'invitation.name', id, 'Sara'),
        mostUses,
        desk.memberId,
        tx.now,
      ],
    ),
  );
  // As it is when the last use was made: the link goes with it.
  if (state === 'open') await giveKey(id);
  return id;
}

const giveKey = (id: string) =>
  run((tx) =>
    tx.sql(
      'INSERT INTO invitation_key (hash, community, invitation_id, expires_at) VALUES ($1, $2, $3, $4)',
      [Buffer.from(id), tx.communityId, id, tx.now],
    ),
  );

async function asked(
  state: 'waiting' | 'refused' | 'joined',
  more: { memberId?: string; invitationId?: string } = {},
): Promise<string> {
  const id = newId();
  await run((tx) =>
    tx.sql(
      `INSERT INTO join_request (community_id, id, state, origin, invitation_id, member_id, given_name_sealed,
         family_name_sealed, note_sealed, roles, language, notice_version, created_at, closed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, '{family}', 'it', 1, $9, $9)`,
      [
        tx.communityId,
        id,
        state,
        more.invitationId ? 'invitation' : 'registration',
        more.invitationId ?? null,
        more.memberId ?? null,
        world.codec.seal(tx.communityId, 'join_request.given_name', id, 'Sara'),
        world.codec.seal(tx.communityId, 'join_request.note', id, 'Il sabato'),
        tx.now,
      ],
    ),
  );
  return id;
}

const kept = async (table: 'join_request' | 'invitation' | 'invitation_key' | 'identity_link', id: string) =>
  (
    await run((tx) =>
      tx.sql(`SELECT * FROM ${table} WHERE ${table === 'invitation_key' ? 'invitation_id' : 'id'} = $1`, [
        id,
      ]),
    )
  )[0];
const due = async (kind: string) => (await run(dueForRetention)).find(({ what }) => what === kind)!.rows;

describe('what is kept of the way in', () => {
  test('who waits or was refused is let go of after the policy’s days, on record, and who joined is not; a dry run writes nothing', async () => {
    const [waiting, refused] = [await asked('waiting'), await asked('refused')];
    const { actor } = await people.member(['family']);
    const joined = await asked('joined', { memberId: actor.memberId });
    world.clock.advanceMinutes(KEPT_DAYS * DAY_MINUTES - 1);
    expect(await due(ASKED)).toBe(0);
    world.clock.advanceMinutes(2);
    expect(await due(ASKED)).toBe(2);
    for (const id of [waiting, refused]) expect(await kept('join_request', id)).toBeDefined();
    await run((tx) => applyRetention(tx, 100));
    for (const id of [waiting, refused]) expect(await kept('join_request', id)).toBeUndefined();
    expect(await kept('join_request', joined)).toBeDefined();
    const [record] = await run((tx) =>
      tx.sql<{ reason: string }>(`SELECT reason FROM audit_record WHERE action = 'retention.run'`),
    );
    expect(record!.reason).toContain(`${ASKED}: 2`);
    expect(await due(ASKED)).toBe(0);
  });

  test('for whom an invitation was is forgotten 30 days after its end, the invitation itself is not; an open one says it still', async () => {
    const [over, open] = [await invited(), await invited({ state: 'open', mostUses: 2 })];
    world.clock.advanceMinutes((14 + 30) * DAY_MINUTES - 1);
    expect(await due(INVITED)).toBe(0);
    world.clock.advanceMinutes(2);
    expect(await due(INVITED)).toBe(1);
    expect(await kept('invitation', over)).toMatchObject({ email_sealed: expect.any(Buffer) });
    await run((tx) => applyRetention(tx, 100));
    expect(await kept('invitation', over)).toMatchObject({ email_sealed: null, name_sealed: null });
    expect(await kept('invitation', open)).toMatchObject({ email_sealed: expect.any(Buffer) });
  });
});

describe('somebody who came by an invitation and is erased', () => {
  test('leaves no request, no link of an identity, and an invitation that names nobody; one for several stays open to the others', async () => {
    const { actor } = await people.member(['family']);
    const [own, shared] = [await invited(), await invited({ state: 'open', mostUses: 2 })];
    const notTheirs = await invited();
    const requests = [];
    for (const invitationId of [own, shared]) {
      requests.push(await asked('joined', { memberId: actor.memberId, invitationId }));
    }
    const link = newId();
    await run((tx) =>
      tx.sql(
        `INSERT INTO identity_link (community_id, id, member_id, provider, subject_hash, matched_by, state, created_at)
         VALUES ($1, $2, $3, 'city', $4, 'e-mail', 'asked', $5)`,
        [tx.communityId, link, actor.memberId, Buffer.from(link), tx.now],
      ),
    );
    const name = (await run((tx) => givenNames(tx, world.codec, [actor.memberId]))).get(actor.memberId)!;
    await new ErasureService(world.uow, world.codec).erase(actor, actor.memberId, name);
    for (const id of requests) expect(await kept('join_request', id)).toBeUndefined();
    expect(await kept('identity_link', link)).toBeUndefined();
    for (const id of [own, shared]) {
      expect(await kept('invitation', id)).toMatchObject({ email_sealed: null, name_sealed: null });
    }
    expect(await kept('invitation', notTheirs)).toMatchObject({ email_sealed: expect.any(Buffer) });
    expect(await kept('invitation_key', own)).toBeUndefined();
    expect(await kept('invitation_key', shared)).toBeDefined();
  });
});
