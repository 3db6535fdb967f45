import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const REDIS_URL = process.env['INTRECCIO_TEST_REDIS_URL'];
const BACKENDS = [
  { name: 'PostgreSQL', redisUrl: undefined },
  ...(REDIS_URL ? [{ name: 'Redis', redisUrl: REDIS_URL }] : []),
];

describe.each(BACKENDS)('the whole chain over HTTP, queue on $name', ({ redisUrl }) => {
  let installation: TestInstallation;
  let family: BuiltFamily;
  let helper: BuiltHelper;
  let familyClient: TestAgent;
  let helperClient: TestAgent;
  let coordinator: TestAgent;

  beforeAll(async () => {
    installation = await openInstallation({ redisUrl });
    const { people } = installation;
    family = await people.family({ givenName: 'Ada' });
    helper = await people.helper({
      regime: 'timebank',
      categoryIds: [people.facts.categories.babysitting],
      givenName: 'Bruno',
    });
    familyClient = await installation.as(family.actor);
    helperClient = await installation.as(helper.actor);
    coordinator = await installation.as(await people.coordinator());
  });

  afterAll(async () => {
    const [row] = await installation.uow.run(installation.people.facts.system, (tx) =>
      tx.sql<{ sum: number }>(
        'SELECT sum(balance_minutes)::int AS sum FROM account WHERE community_id = $1',
        [tx.communityId],
      ),
    );
    expect(row!.sum).toBe(0);
    await installation.close();
  });

  const state: Record<string, string> = {};

  it('a family asks, and the request is open with its visit', async () => {
    const { people } = installation;
    const answer = await familyClient
      .post('/v1/requests')
      .send({
        householdId: family.householdId,
        categoryId: people.facts.categories.babysitting,
        dependantIds: family.dependantIds,
        schedule: { frequency: 'once', firstDay: people.day(3), startTime: '17:00', endTime: '19:00' },
        regimes: ['timebank'],
        payerMemberId: family.memberId,
        note: 'Suonare due volte',
        open: true,
      })
      .expect(201);
    expect(answer.body).toMatchObject({ state: 'open' });
    state['requestId'] = answer.body.id;
  });

  it('matching proposes a helper by itself, with reasons', async () => {
    const proposal = await until('a proposal', async () => {
      const { body } = await coordinator
        .get('/v1/proposals')
        .query({ requestId: state['requestId'] })
        .expect(200);
      return body.items[0];
    });
    expect(proposal).toMatchObject({
      helperId: helper.memberId,
      helperGivenName: 'Bruno',
      regime: 'timebank',
      visits: 1,
    });
    state['proposalId'] = proposal.id;
    const detail = await coordinator.get(`/v1/proposals/${proposal.id}`).expect(200).expect('etag', '"v1"');
    expect(detail.body.explanation.terms.length).toBeGreaterThan(5);
    expect(JSON.stringify(detail.body)).not.toContain('Cognome');
  });

  it('approval needs the version that was read', async () => {
    await coordinator.post(`/v1/proposals/${state['proposalId']}/approve`).expect(428);
    await coordinator
      .post(`/v1/proposals/${state['proposalId']}/approve`)
      .set('if-match', '"v9"')
      .expect(412);
    const { body } = await coordinator
      .post(`/v1/proposals/${state['proposalId']}/approve`)
      .set('if-match', '"v1"')
      .expect(200);
    state['assignmentId'] = body.assignmentId;
    await coordinator
      .post(`/v1/proposals/${state['proposalId']}/approve`)
      .set('if-match', '"v2"')
      .expect(409);
  });

  it('the helper sees no address before the confirmation', async () => {
    const { body } = await helperClient.get(`/v1/assignments/${state['assignmentId']}`).expect(200);
    expect(body).toMatchObject({ state: 'awaiting-acceptance', contact: null });
    expect(JSON.stringify(body)).not.toContain('Via di Prova');
  });

  it('the helper is asked by mail once the time to undo is over', async () => {
    const mail = await until(
      'the mail to the helper',
      async () => installation.mails.messages().find(({ recipients }) => recipients.includes(helper.email)),
      30_000,
    );
    expect(mail.text).not.toMatch(/Via di Prova|Cognome|Pulce/);
  });

  it('the helper accepts, the guardian says yes, and then the address is there', async () => {
    await helperClient.post(`/v1/assignments/${state['assignmentId']}/accept`).send({}).expect(200);
    const asked = await familyClient.get(`/v1/assignments/${state['assignmentId']}`).expect(200);
    expect(asked.body).toMatchObject({ state: 'awaiting-guardian', helper: { givenName: 'Bruno' } });
    await familyClient.post(`/v1/assignments/${state['assignmentId']}/guardian-yes`).send({}).expect(200);
    const { body } = await helperClient.get(`/v1/assignments/${state['assignmentId']}`).expect(200);
    expect(body).toMatchObject({
      state: 'confirmed',
      contact: { address: expect.stringContaining('Via di Prova') },
    });
    state['seatId'] = body.seats[0].id;
  });

  it('the visit is done, hours are declared, and the declarer cannot confirm them', async () => {
    installation.clock.advanceMinutes(3 * 1_440 + 12 * 60);
    await helperClient.post(`/v1/seats/${state['seatId']}/done`).send({}).expect(200);
    const { body } = await helperClient
      .post(`/v1/seats/${state['seatId']}/declare-hours`)
      .send({ minutes: 120 })
      .expect((answer) => expect([200, 201]).toContain(answer.status));
    state['timeEntryId'] = body.id;
    await helperClient
      .post(`/v1/time-entries/${state['timeEntryId']}/confirm`)
      .send({})
      .expect((answer) => {
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      });
  });

  it('a double tap on confirm moves the hours once', async () => {
    const confirm = () =>
      familyClient.post(`/v1/time-entries/${state['timeEntryId']}/confirm`).send({ minutes: 120 });
    const answers = await Promise.all([confirm(), confirm()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200]);
    const given = await helperClient.get('/v1/me/account').expect(200);
    const paid = await familyClient.get('/v1/me/account').expect(200);
    expect(given.body.balanceMinutes).toBe(120 + 120);
    expect(paid.body).toMatchObject({ balanceMinutes: 0, heldMinutes: 0 });
  });

  it('everybody finds the story in their inbox, and the family sees who read their data', async () => {
    await until('the inbox', async () => {
      const { body } = await familyClient.get('/v1/me/notifications').expect(200);
      return body.items.length >= 3;
    });
    const { body } = await familyClient.get('/v1/me/audit-records').expect(200);
    expect(body.items.length).toBeGreaterThan(0);
  });

  it('nothing that is due is left in the outbox', async () => {
    const waiting = () =>
      installation.uow.run(installation.people.facts.system, (tx) =>
        tx.sql<{ reaction: string; lastError: string | null; attempts: number }>(
          `SELECT reaction, last_error AS "lastError", attempts FROM outbox
           WHERE done_at IS NULL AND (published_at IS NOT NULL OR next_at <= clock_timestamp() + interval '1 minute')`,
        ),
      );
    await until('the effects of every event', async () => (await waiting()).length === 0, 40_000).catch(
      () => undefined,
    );
    expect(await waiting()).toEqual([]);
  });
});
