import { newId } from '#platform';
import { expect } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { until } from '../support/test-installation.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { deliveriesOf, expectDeskSees, notSent } from './deliveries.js';
import type { FaultPlace } from './fault-place.js';
import { faultScenarios } from './scenario.js';

interface Letter {
  readonly id: string;
  readonly reaction: string;
  readonly attempts: number;
  readonly lastError: string;
}

/** What a coordinator sees of the dead letters. */
async function desk(place: FaultPlace): Promise<{ client: TestAgent; letters(): Promise<Letter[]> }> {
  const client = await place.installation.as(await place.installation.people.coordinator());
  const letters = async () =>
    ((await client.get('/v1/dead-letters').expect(200)).body as { items: Letter[] }).items;
  return { client, letters };
}

faultScenarios('a mail server in trouble and jobs that cannot be done', [
  {
    name: 'the mail server refuses for now: the mail leaves later, once',
    async steps(place, random) {
      place.installation.mails.answer(451, 1 + random.below(2));
      await place.startWorker();
      const { assignmentId } = await place.approvedCase();
      await notSent(place, assignmentId, 'smtp-451');
      expect(await deliveriesOf(place, assignmentId)).toMatchObject([{ state: 'queued' }]);
    },
  },
  {
    name: 'the mail server is away: the mail waits for it',
    async steps(place, random) {
      const smtp = await startTcpProxy(place.installation.config.smtpUrl);
      smtp.wire('refusing');
      await place.startWorker({}, { smtpUrl: smtp.through(place.installation.config.smtpUrl) });
      const { assignmentId } = await place.approvedCase();
      if (random.chance(50)) await place.approvedCase();
      await notSent(place, assignmentId, 'connection');
      await place.stopWorkers();
      await smtp.close();
    },
  },
  ...(['at once', 'in the middle of a mail'] as const).map((when) => ({
    name: `the mail server falls silent ${when}: others are told meanwhile, the mail leaves later, once`,
    async steps(place: FaultPlace) {
      const { mails, config } = place.installation;
      const smtp = await startTcpProxy(config.smtpUrl);
      if (when === 'at once') smtp.wire('silent');
      else mails.answer('hang', 1);
      await place.startWorker({}, { smtpUrl: smtp.through(config.smtpUrl) });
      const { assignmentId } = await place.approvedCase();
      await until('the mail to be leaving', async () => {
        return (await deliveriesOf(place, assignmentId))[0]?.state === 'sending';
      });
      const other = await place.approvedCase();
      await until(
        'the other to be told',
        async () => (await place.reached(other)).notifications === 1,
        3_000,
      );
      expect(await deliveriesOf(place, assignmentId)).toMatchObject([{ state: 'sending', failure: null }]);
      await notSent(place, assignmentId, 'timeout');
      await place.stopWorkers();
      await smtp.close();
    },
  })),
  {
    name: 'the connection to the mail server is cut again and again',
    async steps(place, random) {
      const smtp = await startTcpProxy(place.installation.config.smtpUrl);
      smtp.wire('slow');
      await place.startWorker({}, { smtpUrl: smtp.through(place.installation.config.smtpUrl) });
      await place.approvedCase();
      for (let round = 0; round < 4; round += 1) {
        await new Promise((resume) => setTimeout(resume, random.below(250)));
        smtp.cut();
      }
      await place.stopWorkers();
      await smtp.close();
    },
    // A server that took the mail and could not say so gets it again.
    doubledMessages: 1,
  },
  {
    name: 'the database hangs up while a mail is made: it leaves later, once',
    async steps(place) {
      const letGo = await place.hold('hash_key', 'reading');
      await place.startWorker();
      const { assignmentId } = await place.approvedCase();
      await until('the mail to want its way out', () => place.someoneWaitsFor('hash_key'));
      await place.hangUp();
      await letGo();
      await notSent(place, assignmentId, 'interrupted');
      expect(await deliveriesOf(place, assignmentId)).toMatchObject([{ state: 'queued' }]);
    },
  },
  {
    name: 'the mail server refuses for good: a coordinator sees it, without the address',
    async steps(place) {
      place.installation.mails.answer(550, 1);
      await place.startWorker();
      const approved = await place.approvedCase();
      await notSent(place, approved.assignmentId, 'smtp-550');
      await expectDeskSees(place, approved, 'smtp-550');
      expect(await place.reached(approved)).toEqual({ notifications: 1, messages: 0 });
      place.cases.length = 0;
    },
  },
  {
    name: 'a poison job ends as a dead letter, which a coordinator sees and revives',
    async steps(place, random) {
      const attempts = 1 + random.below(2);
      await place.startWorker({ mostAttempts: attempts });
      await place.sql(
        `CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$`,
      );
      await place.sql(
        'CREATE TRIGGER poison BEFORE INSERT ON notification FOR EACH ROW EXECUTE FUNCTION poison()',
      );
      const approved = await place.approvedCase();
      const { client, letters } = await desk(place);
      const letter = await until('a dead letter', async () => (await letters())[0]);
      const words = { reaction: 'notifications.helper-asked', subjectId: approved.assignmentId, attempts };
      expect(letter).toMatchObject({ ...words, lastError: expect.any(String) });
      await place.sql('DROP FUNCTION poison() CASCADE');
      await client.post(`/v1/dead-letters/${letter.id}/retry`).send({}).expect(204);
      await until('an empty list', async () => (await letters()).length === 0);
    },
  },
  {
    name: 'a job nobody understands is a dead letter and says why; its neighbours are done',
    async steps(place) {
      const { people, uow } = place.installation;
      await place.startWorker({ mostAttempts: 1 });
      const id = newId();
      await uow.run(people.facts.system, (tx) =>
        tx.sql(
          `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at)
           VALUES ($1, $2::uuid, 'seat.done', 'notifications.hours-due', $2::text, '{"version":1,"subjectId":"no id"}', $3,
             clock_timestamp())`,
          [tx.communityId, id, tx.now],
        ),
      );
      await place.approvedCase();
      const { letters } = await desk(place);
      const letter = await until('a dead letter', async () => (await letters()).find((it) => it.id === id));
      expect(letter).toMatchObject({ id, lastError: 'job-not-understood' });
      await place.sql('DELETE FROM outbox WHERE id = $1', [id]);
    },
  },
]);
