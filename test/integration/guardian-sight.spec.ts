import type { MemberActor, Tx } from '#database';
import { NotifyService } from '#notifications';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { approve, buildRequest, type AskedFor } from '../builders/approval.builder.js';
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
let limited: TestAgent;
let whole: TestAgent;
/** Requests of the first guardian: for their own child, for the other's child, for both, for nobody in particular. */
let asked: Record<'mine' | 'theirs' | 'both' | 'nobody', AskedFor>;

const DAY_MS = 86_400_000;
const day = (days: number) => new Date(START.getTime() + days * DAY_MS);

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
});
afterAll(() => installation.close());

beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  family = await people.family({
    dependants: [{ nickname: 'Lu' }, { nickname: 'Bea', schoolLevel: 'primary' }],
  });
  second = (await people.member(['family'], { givenName: 'Omar' })).actor;
  helper = await people.helper({ givenName: 'Anna' });
  desk = await installation.as(await people.coordinator());
  limited = await installation.as(second);
  whole = await installation.as(family.actor);
  await desk
    .post(`/v1/households/${family.householdId}/guardians`)
    .send({ memberId: second.memberId })
    .expect(200);
  const [own, others] = family.dependantIds;
  const ask = (days: number, dependantIds: string[]) =>
    buildRequest(installation.uow, people, { family, starts: [day(days)], dependantIds });
  asked = {
    mine: await ask(3, [others!]),
    theirs: await ask(4, [own!]),
    both: await ask(5, [own!, others!]),
    nobody: await ask(6, []),
  };
});

/** The desk limits the second guardian to Bea, or to nobody. */
async function limit(limitedTo: readonly string[] | null, expected = 200): Promise<void> {
  const { body } = await desk.get(`/v1/households/${family.householdId}`).expect(200);
  await desk
    .put(`/v1/households/${family.householdId}/guardians/${second.memberId}/sight`)
    .set('if-match', `"v${body.version}"`)
    .send({ limitedTo })
    .expect(expected);
}
const bea = () => [family.dependantIds[1]!];
const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const idsOf = async (client: TestAgent, path: string, key = 'id') => {
  const { body } = await client.get(path).expect(200);
  return (body.items as Record<string, string>[]).map((one) => one[key]).sort();
};

describe('what a guardian sees', () => {
  test('is all of the household until the desk limits them, and again afterwards', async () => {
    const all = Object.values(asked)
      .map(({ requestId }) => requestId)
      .sort();
    await expect(idsOf(limited, '/v1/requests')).resolves.toEqual(all);
    await limit([]);
    await expect(idsOf(limited, '/v1/requests')).resolves.toEqual([]);
    await limit(null);
    await expect(idsOf(limited, '/v1/requests')).resolves.toEqual(all);
  });

  test('when limited to a dependant: requests for that one and nobody else', async () => {
    await limit(bea());
    await expect(idsOf(limited, '/v1/requests')).resolves.toEqual([asked.mine.requestId]);
    await expect(idsOf(limited, '/v1/visits?side=family', 'requestId')).resolves.toEqual([
      asked.mine.requestId,
    ]);
    await limited.get(`/v1/requests/${asked.mine.requestId}`).expect(200);
    await limited.get(`/v1/requests/${asked.mine.requestId}/visits`).expect(200);
    for (const other of [asked.theirs, asked.both, asked.nobody]) {
      await limited.get(`/v1/requests/${other.requestId}`).expect(404);
      await limited.get(`/v1/requests/${other.requestId}/visits`).expect(404);
      await limited.post(`/v1/requests/${other.requestId}/withdraw`).send({}).expect(404);
      await limited.post(`/v1/visits/${other.visitIds[0]}/cancel`).send({}).expect(404);
    }
    await whole.get(`/v1/requests/${asked.theirs.requestId}`).expect(200);
  });

  test('of the record, field by field: the dependants they answer for, no demands, no editing', async () => {
    await limit(bea());
    const { body } = await limited.get(`/v1/households/${family.householdId}`).expect(200);
    expect(body).toMatchObject({ limited: true, address: expect.any(String), zoneId: family.zoneId });
    expect(body.dependants).toEqual([expect.objectContaining({ nickname: 'Bea', schoolLevel: 'primary' })]);
    expect(body).not.toHaveProperty('protected');
    expect(body.adults[0]).not.toHaveProperty('limitedTo');
    const list = await limited.get('/v1/households').expect(200);
    expect(list.body.items).toEqual([body]);
    const path = `/v1/households/${family.householdId}`;
    await limited.get(`${path}/requirements`).expect(404);
    await limited
      .patch(path)
      .set('if-match', `"v${body.version}"`)
      .send({ address: 'Via Altrove 9' })
      .expect(404);
    const child = { nickname: 'Nuovo', ageBand: '3-5', seatType: 'child' };
    await limited.post(`${path}/dependants`).send(child).expect(404);
    const [own] = family.dependantIds;
    await limited
      .patch(`/v1/dependants/${own}`)
      .set('if-match', `"v${body.version}"`)
      .send({ nickname: 'X' })
      .expect(404);
    await limited.post(`/v1/dependants/${bea()[0]}/archive`).expect(404);
    const edited = await limited
      .patch(`/v1/dependants/${bea()[0]}`)
      .set('if-match', `"v${body.version}"`)
      .send({ nickname: 'Bibi' })
      .expect(200);
    expect(edited.body.dependants).toEqual([expect.objectContaining({ nickname: 'Bibi' })]);
  });

  test('the address of a protected household is not theirs, nor the other adult’s number', async () => {
    await run((tx) =>
      tx.sql(`UPDATE household SET protected = true, meeting_point = 'Biblioteca' WHERE community_id = $1`, [
        people.id,
      ]),
    );
    await limit(bea());
    const { body } = await limited.get(`/v1/households/${family.householdId}`).expect(200);
    expect(body).not.toHaveProperty('address');
    expect(body.meetingPoint).toBe('Biblioteca');
    await limited.get(`/v1/members/${family.memberId}`).expect(404);
    expect((await whole.get(`/v1/households/${family.householdId}`).expect(200)).body.address).toBeDefined();
  });

  test('what is read and written of a dependant follows it', async () => {
    await limit(bea());
    const card = { emergencyName: 'Nonna', emergencyPhone: '0382 1234', instructions: '', consent: true };
    const write = (client: TestAgent, id: string) =>
      client.put(`/v1/dependants/${id}/care-card`).set('if-match', '"v0"').send(card);
    const [own, others] = family.dependantIds;
    await write(limited, own!).expect(404);
    await write(limited, others!).expect(200);
    await write(whole, own!).expect(200);
    await limited.get(`/v1/dependants/${own}/care-card`).expect(404);
    await limited.get(`/v1/dependants/${others}/care-card`).expect(200);
    const collect = (client: TestAgent, dependantId: string) =>
      client
        .post('/v1/collection-authorisations')
        .send({ dependantId, helperId: helper.memberId, school: 'Carducci', validUntil: people.day(90) });
    await collect(limited, own!).expect(404);
    await collect(limited, others!).expect(201);
    const kept = await collect(whole, own!).expect(201);
    await expect(idsOf(limited, '/v1/collection-authorisations', 'dependantId')).resolves.toEqual([others]);
    await limited.post(`/v1/collection-authorisations/${kept.body.id}/revoke`).expect(404);
  });
});

describe('what a limited guardian asks for', () => {
  const request = (dependantIds: readonly string[]) => ({
    householdId: family.householdId,
    categoryId: people.facts.categories.errands,
    dependantIds,
    schedule: { frequency: 'once', firstDay: people.day(7), startTime: '16:00', endTime: '17:00' },
    regimes: ['volunteer'],
    open: true,
  });

  test('is theirs to see, for the dependants they answer for or for nobody', async () => {
    await limit(bea());
    await limited
      .post('/v1/requests')
      .send(request([family.dependantIds[0]!]))
      .expect(422);
    const { body } = await limited.post('/v1/requests').send(request(bea())).expect(201);
    await limited.post('/v1/requests').send(request([])).expect(201);
    await limit([]);
    await limited.get(`/v1/requests/${body.id}`).expect(200);
    await whole.get(`/v1/requests/${body.id}`).expect(200);
  });

  test('never spends another guardian’s hours', async () => {
    await limit(bea());
    const { body } = await limited
      .post('/v1/requests')
      .send({ ...request(bea()), regimes: ['timebank'], payerMemberId: family.memberId })
      .expect(422);
    expect(body.code).toBe('payer-consent-missing');
  });
});

describe('help that comes', () => {
  test('is seen, answered and told to those within whose sight it is', async () => {
    await limit(bea());
    const approvals = {
      mine: await approve(installation.uow, people, { helper, family, asked: asked.mine }),
      theirs: await approve(installation.uow, people, { helper, family, asked: asked.theirs }),
    };
    await expect(idsOf(limited, '/v1/assignments')).resolves.toEqual([approvals.mine.assignmentId]);
    await limited.get(`/v1/assignments/${approvals.mine.assignmentId}`).expect(200);
    await limited.get(`/v1/assignments/${approvals.theirs.assignmentId}`).expect(404);
    const seats = await limited.get('/v1/seats').expect(200);
    expect(seats.body.items.map(({ requestId }: { requestId: string }) => requestId)).toEqual([
      asked.mine.requestId,
    ]);
    const [foreign] = approvals.theirs.seatIds;
    await limited.get(`/v1/seats/${foreign}`).expect(404);
    await limited.post(`/v1/seats/${foreign}/cancel`).send({ reason: 'x' }).expect(404);
    await limited
      .post(`/v1/assignments/${approvals.theirs.assignmentId}/cancel`)
      .send({ reason: 'x' })
      .expect(404);
    for (const { assignmentId } of Object.values(approvals)) {
      await run((tx) =>
        new NotifyService().react(tx, 'notifications.visit-confirmed', {
          outboxId: newId(),
          subjectId: assignmentId,
          values: {},
        }),
      );
    }
    const inbox = await limited.get('/v1/me/notifications').expect(200);
    expect(inbox.body.items.map(({ subjectId }: { subjectId: string }) => subjectId)).toEqual([
      approvals.mine.assignmentId,
    ]);
    expect((await whole.get('/v1/me/notifications').expect(200)).body.items).toHaveLength(2);
  });
});

describe('the limit', () => {
  const sight = (client: TestAgent, memberId: string, version: number, limitedTo: unknown) =>
    client
      .put(`/v1/households/${family.householdId}/guardians/${memberId}/sight`)
      .set('if-match', `"v${version}"`)
      .send({ limitedTo });
  const versionNow = async () =>
    (await desk.get(`/v1/households/${family.householdId}`).expect(200)).body.version as number;

  test('is the desk’s to set, with what it is limited to', async () => {
    const version = await versionNow();
    await sight(whole, second.memberId, version, []).expect(403);
    const { body } = await sight(desk, second.memberId, version, bea()).expect(200);
    expect(body.adults).toEqual([
      expect.objectContaining({ memberId: family.memberId, limitedTo: null }),
      expect.objectContaining({ memberId: second.memberId, limitedTo: bea() }),
    ]);
    await sight(desk, second.memberId, version, null).expect(412);
    await sight(desk, second.memberId, version + 1, undefined).expect(400);
  });

  test('leaves somebody who sees all, and names only guardians and dependants of the home', async () => {
    const other = await people.family();
    const version = await versionNow();
    const codeOf = async (memberId: string, limitedTo: unknown, now = version) =>
      (await sight(desk, memberId, now, limitedTo).expect(422)).body.code;
    await expect(codeOf(other.memberId, [])).resolves.toBe('not-a-guardian');
    await expect(codeOf(second.memberId, other.dependantIds)).resolves.toBe('unknown-dependant');
    await limit(bea());
    await expect(codeOf(family.memberId, [], version + 1)).resolves.toBe('guardian-whole-missing');
    await expect(idsOf(limited, '/v1/requests')).resolves.toEqual([asked.mine.requestId]);
  });

  test('holds for a coordinator in their own home as well', async () => {
    await run((tx) =>
      tx.sql(
        `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'coordinator', $3)`,
        [people.id, second.memberId, tx.now],
      ),
    );
    await limit(bea());
    const both = await installation.as({ ...second, roles: ['family', 'coordinator'] });
    await expect(idsOf(both, `/v1/requests?householdId=${family.householdId}`)).resolves.toEqual([
      asked.mine.requestId,
    ]);
    await both.get(`/v1/requests/${asked.theirs.requestId}`).expect(404);
  });
});
