import type { MemberActor, Tx } from '#database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let second: MemberActor;
let helper: BuiltHelper;
let desk: TestAgent;
let stays: TestAgent;
let goes: TestAgent;
let path: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
});
afterAll(() => installation.close());

beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  family = await people.family({ dependants: [{ nickname: 'Lu' }, { nickname: 'Bea' }] });
  second = (await people.member(['family'], { givenName: 'Omar' })).actor;
  helper = await people.helper({ givenName: 'Anna' });
  desk = await installation.as(await people.coordinator());
  stays = await installation.as(family.actor);
  goes = await installation.as(second);
  path = `/v1/households/${family.householdId}`;
  await desk.post(`${path}/guardians`).send({ memberId: second.memberId }).expect(200);
});

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const versionNow = async () => (await desk.get(path).expect(200)).body.version as number;
/** How often matching was told that what this home demands has changed. */
const timesTold = async () =>
  (
    await run((tx) =>
      tx.sql<{ times: number }>(
        `SELECT count(DISTINCT id)::int AS times FROM outbox WHERE community_id = $1 AND topic = 'requirement.changed'
           AND reaction LIKE 'matching%' AND payload::text LIKE '%' || $2 || '%'`,
        [people.id, family.householdId],
      ),
    )
  )[0]!.times;
const remove = async (client: TestAgent, memberId: string, version?: number) =>
  client.delete(`${path}/guardians/${memberId}`).set('if-match', `"v${version ?? (await versionNow())}"`);

describe('a guardian whom the desk takes off a household', () => {
  test('sees nothing of it from then on, and the other one all', async () => {
    const asked = await buildRequest(installation.uow, people, {
      family,
      starts: [new Date(START.getTime() + 3 * 86_400_000)],
      dependantIds: family.dependantIds,
    });
    await goes.get(path).expect(200);
    await goes.get(`/v1/requests/${asked.requestId}`).expect(200);
    const { body, status } = await remove(desk, second.memberId);
    expect(status).toBe(200);
    expect(body.adults).toEqual([expect.objectContaining({ memberId: family.memberId, guardian: true })]);
    await goes.get(path).expect(404);
    await goes.get(`/v1/requests/${asked.requestId}`).expect(404);
    await goes.get(`/v1/members/${family.memberId}`).expect(404);
    await goes.get(`/v1/dependants/${family.dependantIds[0]}/care-card`).expect(404);
    for (const list of ['/v1/households', '/v1/requests', '/v1/seats', '/v1/visits'])
      expect({ list, items: (await goes.get(list).expect(200)).body.items }).toEqual({ list, items: [] });
    await stays.get(path).expect(200);
    await stays.get(`/v1/requests/${asked.requestId}`).expect(200);
  });

  test('takes along what they agreed to for it, and nothing that the other agreed to', async () => {
    const card = { emergencyName: 'Nonna', emergencyPhone: '0382 1234', instructions: '', consent: true };
    const collect = { helperId: helper.memberId, school: 'Carducci', validUntil: people.day(90) };
    const [lu, bea] = family.dependantIds;
    for (const [client, dependantId] of [
      [stays, lu],
      [goes, bea],
    ] as const) {
      await client
        .put(`/v1/dependants/${dependantId}/care-card`)
        .set('if-match', '"v0"')
        .send(card)
        .expect(200);
      await client
        .post('/v1/collection-authorisations')
        .send({ ...collect, dependantId })
        .expect(201);
    }
    const before = await timesTold();
    expect((await remove(desk, second.memberId)).status).toBe(200);
    await stays.get(`/v1/dependants/${lu}/care-card`).expect(200);
    await stays.get(`/v1/dependants/${bea}/care-card`).expect(404);
    const { body } = await stays.get('/v1/collection-authorisations').expect(200);
    const revoked = (id: string | undefined) =>
      body.items.find((one: { dependantId: string }) => one.dependantId === id).revokedAt !== null;
    expect([revoked(lu), revoked(bea)]).toEqual([false, true]);
    expect(await timesTold()).toBe(before + 1);
  });

  test('can be made one again, and is on record both times', async () => {
    await remove(desk, second.memberId);
    await desk.post(`${path}/guardians`).send({ memberId: second.memberId }).expect(200);
    await goes.get(path).expect(200);
    const auditor = await installation.as(await people.auditor());
    const { body } = await auditor
      .get('/v1/audit-records')
      .query({ subjectId: family.householdId })
      .expect(200);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['household.remove-guardian', 'household.add-guardian']),
    );
  });
});

describe('taking a guardian off', () => {
  const codeOf = async (client: TestAgent, memberId: string) => (await remove(client, memberId)).body.code;

  test('is not a guardian’s to do, nor anybody’s under a version that is over', async () => {
    expect((await remove(stays, second.memberId)).status).toBe(403);
    expect((await remove(goes, second.memberId)).status).toBe(403);
    expect((await remove(desk, second.memberId, (await versionNow()) - 1)).status).toBe(412);
    await desk.delete(`${path}/guardians/${second.memberId}`).expect(428);
    await goes.get(path).expect(200);
  });

  test('leaves one guardian always, who has not left and sees all', async () => {
    await desk
      .put(`${path}/guardians/${second.memberId}/sight`)
      .set('if-match', `"v${await versionNow()}"`)
      .send({ limitedTo: [] })
      .expect(200);
    await expect(codeOf(desk, family.memberId)).resolves.toBe('guardian-whole-missing');
    await desk
      .put(`${path}/guardians/${second.memberId}/sight`)
      .set('if-match', `"v${await versionNow()}"`)
      .send({ limitedTo: null })
      .expect(200);
    expect((await remove(desk, family.memberId)).status).toBe(200);
    await expect(codeOf(desk, second.memberId)).resolves.toBe('last-guardian');
    await desk.post(`${path}/guardians`).send({ memberId: family.memberId }).expect(200);
    await run((tx) =>
      tx.sql(`UPDATE member SET state = 'left' WHERE community_id = $1 AND id = $2`, [
        people.id,
        family.memberId,
      ]),
    );
    await expect(codeOf(desk, second.memberId)).resolves.toBe('last-guardian');
  });

  test('is nobody’s in their own home, and of a guardian alone', async () => {
    const stranger = await people.family();
    await expect(codeOf(desk, stranger.memberId)).resolves.toBe('not-a-guardian');
    await run((tx) =>
      tx.sql(
        `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'coordinator', $3)`,
        [people.id, second.memberId, tx.now],
      ),
    );
    const both = await installation.as({ ...second, roles: ['family', 'coordinator'] });
    await expect(codeOf(both, family.memberId)).resolves.toBe('not-your-own');
    await expect(codeOf(both, second.memberId)).resolves.toBe('not-your-own');
  });

  test('waits until their hours pay for nothing that is not over', async () => {
    const { body } = await goes
      .post('/v1/requests')
      .send({
        householdId: family.householdId,
        categoryId: people.facts.categories.errands,
        dependantIds: [],
        schedule: { frequency: 'once', firstDay: people.day(7), startTime: '16:00', endTime: '17:00' },
        regimes: ['timebank'],
        open: true,
      })
      .expect(201);
    await expect(codeOf(desk, second.memberId)).resolves.toBe('guardian-pays');
    await goes.get(path).expect(200);
    await goes.post(`/v1/requests/${body.id}/withdraw`).send({ reason: 'x' }).expect(200);
    expect((await remove(desk, second.memberId)).status).toBe(200);
  });
});
