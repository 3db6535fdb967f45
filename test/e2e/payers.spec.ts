import type { MemberActor } from '#database';
import { PolicyService } from '#communities';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import { Client } from 'pg';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let asFamily: TestAgent;
let asHelper: TestAgent;
let asDesk: TestAgent;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  family = await people.family();
  helper = await people.helper({ regime: 'timebank' });
  asFamily = await installation.as(family.actor);
  asHelper = await installation.as(helper.actor);
  asDesk = await installation.as(await people.coordinator());
});
afterEach(async () => {
  const client = new Client({ connectionString: installation.url });
  await client.connect();
  const broken = await brokenPromises(client, people.id);
  await client.end();
  expect(broken).toEqual([]);
});

/** Another guardian of the family. */
async function secondGuardian(): Promise<MemberActor> {
  const { actor } = await people.member(['family']);
  await asDesk
    .post(`/v1/households/${family.householdId}/guardians`)
    .send({ memberId: actor.memberId })
    .expect(({ status }) => expect([200, 201, 204]).toContain(status));
  return actor;
}

/** What the desk says of who calls. */
const HEARD = { spokenLanguage: 'it', noticeRead: true };

const asking = (wishes: object = {}) => ({
  householdId: family.householdId,
  categoryId: people.facts.categories.errands,
  schedule: { frequency: 'once', firstDay: people.day(3), startTime: '10:00', endTime: '11:00' },
  regimes: ['timebank'],
  open: true,
  ...wishes,
});

/** The helper is proposed by hand, approved, and says yes. @returns the seat */
async function agreed(requestId: string): Promise<string> {
  const { body: visits } = await asDesk.get(`/v1/requests/${requestId}/visits`).expect(200);
  const { body: proposal } = await asDesk
    .post('/v1/proposals')
    .send({ requestId, helperId: helper.memberId, visitIds: [visits.items[0].id] })
    .expect(201);
  const { body: approved } = await asDesk
    .post(`/v1/proposals/${proposal.id}/approve`)
    .set('if-match', '"v1"')
    .expect(200);
  await asHelper.post(`/v1/assignments/${approved.assignmentId}/accept`).send({}).expect(200);
  const { body } = await asHelper.get(`/v1/assignments/${approved.assignmentId}`).expect(200);
  return body.seats[0].id;
}

/** The visit is done, the helper declares an hour, the family confirms it. */
async function hourOf(seatId: string): Promise<void> {
  installation.clock.advanceMinutes(4 * 1_440);
  const { body } = await asHelper.post(`/v1/seats/${seatId}/declare-hours`).send({ minutes: 60 }).expect(201);
  await asFamily.post(`/v1/time-entries/${body.id}/confirm`).send({ minutes: 60 }).expect(200);
}

const ownAccount = async (client: TestAgent) => (await client.get('/v1/me/account').expect(200)).body;

describe('the payer of a request', () => {
  it('who promised a visit pays it, though another guardian has offered to pay meanwhile', async () => {
    const asOther = await installation.as(await secondGuardian());
    const { body: request } = await asFamily.post('/v1/requests').send(asking()).expect(201);
    const seatId = await agreed(request.id);
    expect(await ownAccount(asFamily)).toMatchObject({ heldMinutes: 60 });
    const { body: me } = await asOther.get('/v1/me').expect(200);
    const { headers } = await asOther.get(`/v1/requests/${request.id}`).expect(200);
    await asOther
      .patch(`/v1/requests/${request.id}`)
      .set('if-match', headers['etag']!)
      .send({ payerMemberId: me.memberId })
      .expect(200);
    await hourOf(seatId);
    expect(await ownAccount(asFamily)).toMatchObject({ balanceMinutes: 60, heldMinutes: 0 });
    expect(await ownAccount(asOther)).toMatchObject({ balanceMinutes: 120, heldMinutes: 0 });
    expect(await ownAccount(asHelper)).toMatchObject({ balanceMinutes: 180 });
  });
});

describe('the account of an organisation', () => {
  let accountId: string;
  let asLeader: TestAgent;

  beforeEach(async () => {
    const { organisationId } = people.facts;
    asLeader = await installation.as((await people.member(['coordinator'], { organisationId })).actor);
    const { body } = await asLeader
      .post('/v1/shared-accounts')
      .set('idempotency-key', newId())
      .send({ kind: 'organisation', organisationId })
      .expect(201);
    accountId = body.id;
    await asHelper
      .post('/v1/donations')
      .set('idempotency-key', newId())
      .send({ toAccountId: accountId, minutes: 90, reason: 'Per chi ha bisogno' })
      .expect(200);
  });

  const letPay = async (value = true) =>
    new PolicyService(installation.uow).setPolicy(await people.administrator(), {
      key: 'sharedAccountsPay',
      value,
      validFrom: people.day(0),
    });
  const change = async (client: TestAgent, requestId: string, patch: object) => {
    const { headers } = await client.get(`/v1/requests/${requestId}`).expect(200);
    return client.patch(`/v1/requests/${requestId}`).set('if-match', headers['etag']!).send(patch);
  };
  const statement = async () =>
    (await asLeader.get(`/v1/accounts/${accountId}/statement`).expect(200)).body.items as {
      kind: string;
      minutes: number;
    }[];
  const held = async () => {
    const { body } = await asLeader.get('/v1/accounts').expect(200);
    return (body.items as { id: string; heldMinutes: number }[]).find(({ id }) => id === accountId)!
      .heldMinutes;
  };

  it('pays for a family’s hours when its coordinator says so: held, captured, on its statement', async () => {
    await letPay();
    const { body: request } = await asLeader
      .post('/v1/requests')
      .send(asking({ ...HEARD, onBehalfOf: family.memberId, payerAccountId: accountId }))
      .expect(201);
    expect(request).toMatchObject({ payerMemberId: null, payerAccountId: accountId });
    const seatId = await agreed(request.id);
    expect(await held()).toBe(60);
    expect(await ownAccount(asFamily)).toMatchObject({ balanceMinutes: 120, heldMinutes: 0 });
    await hourOf(seatId);
    expect(await held()).toBe(0);
    expect((await statement())[0]).toMatchObject({ kind: 'visit', minutes: -60 });
    expect(await ownAccount(asHelper)).toMatchObject({ balanceMinutes: 90 });
  });

  it('is nobody else’s to name: not the family’s, not a foreign desk’s, not a coordinator’s own family’s', async () => {
    await letPay();
    const refused = (client: TestAgent, wishes: object, code: string) =>
      client
        .post('/v1/requests')
        .send(asking({ payerAccountId: accountId, ...wishes }))
        .expect(422)
        .expect(({ body }) => expect(body).toMatchObject({ code }));
    await refused(asFamily, {}, 'payer-consent-missing');
    const { body: other } = await (
      await installation.as(await people.administrator())
    )
      .post('/v1/organisations')
      .send({ name: 'Altra', kind: 'school' })
      .expect(201);
    const foreign = await people.member(['coordinator'], { organisationId: other.id });
    const behalf = { ...HEARD, onBehalfOf: family.memberId };
    await refused(await installation.as(foreign.actor), behalf, 'payer-consent-missing');
    await refused(asLeader, { ...behalf, payerMemberId: family.memberId }, 'one-payer');
    await refused(
      asLeader,
      { ...behalf, payerAccountId: (await ownAccount(asFamily)).id },
      'unknown-reference',
    );
    await refused(asLeader, { ...behalf, payerAccountId: newId() }, 'unknown-reference');
  });

  it('pays only where the community lets shared accounts pay, and promises nothing more when it stops', async () => {
    const behalf = { ...HEARD, onBehalfOf: family.memberId, payerAccountId: accountId };
    await asLeader
      .post('/v1/requests')
      .send(asking(behalf))
      .expect(422)
      .expect(({ body }) => expect(body).toMatchObject({ code: 'shared-payer-off' }));
    await letPay();
    const { body: request } = await asLeader.post('/v1/requests').send(asking(behalf)).expect(201);
    const seatId = await agreed(request.id);
    await letPay(false);
    await hourOf(seatId);
    expect((await statement())[0]).toMatchObject({ kind: 'visit', minutes: -60 });
  });

  it('pays for no more than was agreed: the family asks for less or something else, the leader for more', async () => {
    await letPay();
    const { body: request } = await asLeader
      .post('/v1/requests')
      .send(asking({ ...HEARD, onBehalfOf: family.memberId, payerAccountId: accountId }))
      .expect(201);
    expect(await change(asFamily, request.id, { urgency: 'soon' })).toMatchObject({ status: 200 });
    const longer = { schedule: { ...asking().schedule, endTime: '12:00' } };
    expect(await change(asFamily, request.id, longer)).toMatchObject({
      status: 422,
      body: { code: 'payer-consent-missing' },
    });
    expect(await change(asLeader, request.id, longer)).toMatchObject({
      status: 200,
      body: { payerAccountId: accountId },
    });
    expect(await change(asFamily, request.id, { payerMemberId: family.memberId })).toMatchObject({
      status: 200,
      body: { payerMemberId: family.memberId, payerAccountId: null },
    });
  });

  it('leaves a family’s late cancellation to the guardian who asked', async () => {
    await letPay();
    await new PolicyService(installation.uow).setPolicy(await people.administrator(), {
      key: 'lateCancelChargeMinutes',
      value: 30,
      validFrom: people.day(0),
    });
    const { body: request } = await asLeader
      .post('/v1/requests')
      .send(asking({ ...HEARD, onBehalfOf: family.memberId, payerAccountId: accountId }))
      .expect(201);
    const seatId = await agreed(request.id);
    installation.clock.advanceMinutes(2 * 1_440 + 600);
    await asFamily.post(`/v1/seats/${seatId}/cancel`).send({ reason: 'Influenza' }).expect(200);
    expect(await ownAccount(asFamily)).toMatchObject({ balanceMinutes: 90 });
    expect(await held()).toBe(0);
  });
});
