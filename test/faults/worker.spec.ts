import { once } from 'node:events';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { until } from '../support/test-installation.js';
import { FaultPlace } from './fault-place.js';

const REDIS_URL = process.env['INTRECCIO_TEST_REDIS_URL'];
const BACKENDS = [
  { name: 'PostgreSQL', redisUrl: undefined },
  ...(REDIS_URL ? [{ name: 'Redis', redisUrl: REDIS_URL }] : []),
];
const ONCE = { notifications: 1, mails: 1 };

let place: FaultPlace;
let coordinator: TestAgent;

async function open(redisUrl: string | undefined): Promise<void> {
  place = await FaultPlace.open(redisUrl);
  coordinator = await place.installation.as(await place.installation.people.coordinator());
}

async function allDone(): Promise<void> {
  await until('an empty outbox', async () => (await place.waiting()).length === 0, 45_000).catch(
    () => undefined,
  );
  expect(await place.waiting()).toEqual([]);
}
const mailed = (approved: Parameters<FaultPlace['reached']>[0]) =>
  until('the mail', async () => (await place.reached(approved)).mails > 0);

/** Long enough for a doubled message to show itself: two more turns of the relay. */
const settle = () => new Promise((resume) => setTimeout(resume, 500));

describe.each(BACKENDS)('a worker that dies, queue on $name', ({ redisUrl }) => {
  beforeAll(() => open(redisUrl));
  afterEach(() => place.stopWorkers());
  afterAll(() => place.close());

  it('killed between approval and notification, it leaves the message to the next one, once', async () => {
    const child = await place.spawnWorker();
    const release = await place.hold('notification');
    const approved = await place.approvedCase();
    await until('the job to be running', () => place.someoneWaitsFor('notification'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await release();
    expect(await place.reached(approved)).toEqual({ notifications: 0, mails: 0 });
    await place.startWorker();
    await mailed(approved);
    await allDone();
    await settle();
    expect(await place.reached(approved)).toEqual(ONCE);
  });

  it.each(['before-publishing', 'after-publishing'] as const)(
    'a relay killed %s loses nothing and doubles nothing',
    async (point) => {
      const approved = await place.approvedCase();
      const child = await place.spawnWorker(point);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
      expect(await place.waiting()).not.toEqual([]);
      await place.startWorker();
      await mailed(approved);
      await allDone();
      await settle();
      expect(await place.reached(approved)).toEqual(ONCE);
    },
  );

  it('a wiped queue costs time and no event', async () => {
    const child = await place.spawnWorker('after-publishing');
    const approved = await Promise.all([place.approvedCase(), place.approvedCase()]);
    await once(child, 'exit');
    expect(await place.wipeQueue()).toBeGreaterThan(0);
    await place.startWorker();
    await Promise.all(approved.map(mailed));
    await allDone();
    await settle();
    for (const one of approved) expect(await place.reached(one)).toEqual(ONCE);
  });

  it('a queue wiped under a working worker costs no event either', async () => {
    await place.startWorker();
    const approved = [await place.approvedCase()];
    await place.wipeQueue();
    approved.push(await place.approvedCase());
    await Promise.all(approved.map(mailed));
    await allDone();
    for (const one of approved) expect(await place.reached(one)).toEqual(ONCE);
  });

  it('an orderly stop waits for the running job', async () => {
    const worker = await place.startWorker();
    const release = await place.hold('notification');
    const approved = await place.approvedCase();
    await until('the job to be running', () => place.someoneWaitsFor('notification'));
    let stopped = false;
    const stopping = worker.stop().then(() => (stopped = true));
    await settle();
    expect(stopped).toBe(false);
    await release();
    await stopping;
    expect((await place.reached(approved)).notifications).toBe(1);
    expect(await place.waiting()).toEqual([]);
  });

  it('an event reaches its effect without waiting for a retry', async () => {
    // The pause before a retry is a minute here: only the first publication can be in time.
    await place.startWorker({ retryMs: 60_000 });
    for (let round = 0; round < 15; round += 1) await mailed(await place.approvedCase());
    await allDone();
  });
});

describe('what a worker cannot do', () => {
  beforeAll(() => open(undefined));
  afterEach(() => place.stopWorkers());
  afterAll(() => place.close());

  it('a poison job ends as a dead letter that a coordinator sees and revives', async () => {
    await place.startWorker({ mostAttempts: 2 });
    await place.sql(
      `CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$`,
    );
    await place.sql(
      'CREATE TRIGGER poison BEFORE INSERT ON notification FOR EACH ROW EXECUTE FUNCTION poison()',
    );
    const approved = await place.approvedCase();
    const letter = await until('a dead letter', async () => {
      const { body } = await coordinator.get('/v1/dead-letters').expect(200);
      return body.items[0];
    });
    expect(letter).toMatchObject({
      reaction: 'notifications.helper-asked',
      subjectId: approved.assignmentId,
      attempts: 2,
      lastError: expect.any(String),
    });
    await place.sql('DROP TRIGGER poison ON notification');
    await coordinator.post(`/v1/dead-letters/${letter.id}/retry`).send({}).expect(204);
    await mailed(approved);
    await allDone();
    const { body } = await coordinator.get('/v1/dead-letters').expect(200);
    expect(body.items).toEqual([]);
    expect(await place.reached(approved)).toEqual(ONCE);
  });

  it('a job nobody understands is a dead letter too, and says why', async () => {
    const { people, uow } = place.installation;
    await place.startWorker({ mostAttempts: 1 });
    const id = newId();
    await uow.run(people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at)
         VALUES ($1, $2::uuid, 'seat.done', 'notifications.hours-due', $2::text, '{"version":1,"subjectId":"no id"}', $3, clock_timestamp())`,
        [tx.communityId, id, tx.now],
      ),
    );
    const letter = await until('a dead letter', async () => {
      const { body } = await coordinator.get('/v1/dead-letters').expect(200);
      return (body.items as { id: string }[]).find((item) => item.id === id);
    });
    expect(letter).toMatchObject({ id, lastError: 'job-not-understood' });
    await place.sql('DELETE FROM outbox WHERE id = $1', [id]);
  });

  it('a mail that is refused for now leaves later, and once', async () => {
    const { mails, clock } = place.installation;
    const worker = await place.startWorker();
    mails.answer(451, 1);
    const approved = await place.approvedCase();
    const refused = () => deliveryOf(approved.assignmentId);
    await until('the refusal', async () => (await refused())?.failure === 'smtp-451');
    expect(await refused()).toMatchObject({ state: 'queued', attempts: 1 });
    clock.advanceMinutes(2);
    await worker.runDuties();
    await mailed(approved);
    await until('the record', async () => (await refused())?.state === 'sent');
    expect(await place.reached(approved)).toEqual(ONCE);
  });

  it('a mail that is refused for good is seen by the coordinators', async () => {
    const { mails } = place.installation;
    await place.startWorker();
    mails.answer(550, 1);
    const approved = await place.approvedCase();
    const failed = await until('the failure', async () => {
      const { body } = await coordinator.get('/v1/deliveries').query({ state: 'failed' }).expect(200);
      return body.items.find(({ failure }: { failure: string }) => failure === 'smtp-550');
    });
    expect(JSON.stringify(failed)).not.toContain(approved.helperEmail);
    expect(await place.reached(approved)).toEqual({ notifications: 1, mails: 0 });
  });

  it('cut database connections: the API answers or says 503, the worker comes back', async () => {
    await place.startWorker();
    const approved = [];
    for (let round = 0; round < 5; round += 1) {
      approved.push(await place.approvedCase());
      const asked = Array.from({ length: 10 }, () => coordinator.get('/v1/requests').timeout(5_000));
      const cut = place.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name NOT IN ('intreccio-fault', 'intreccio-test')`,
      );
      const answers = await Promise.all(asked);
      expect((await cut).length).toBeGreaterThan(0);
      for (const { status } of answers) expect([200, 503]).toContain(status);
    }
    await until('an answer', async () => (await coordinator.get('/v1/requests')).status === 200);
    await Promise.all(approved.map(mailed));
    await allDone();
    for (const one of approved) expect(await place.reached(one)).toEqual(ONCE);
  });
});

async function deliveryOf(
  subjectId: string,
): Promise<{ state: string; attempts: number; failure: string | null } | undefined> {
  const [row] = await place.sql<{ state: string; attempts: number; failure: string | null }>(
    `SELECT d.state, d.attempts, d.failure FROM delivery d
     JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
     WHERE n.subject_id = $1 AND d.channel = 'e-mail'`,
    [subjectId],
  );
  return row;
}
