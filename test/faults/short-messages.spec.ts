import { expect } from '@jest/globals';
import type { SmsAnswer } from '../../apps/cli/src/sms-catcher.js';
import { until } from '../support/test-installation.js';
import { deliveriesOf, expectDeskSees, notSent } from './deliveries.js';
import type { FaultPlace } from './fault-place.js';
import { faultScenarios, type Scenario } from './scenario.js';

/** The gateway does so once or twice, then takes what it is given. */
function once(what: string, answer: SmsAnswer, why: string, more: Partial<Scenario> = {}): Scenario {
  return {
    name: `the gateway of short messages ${what}`,
    async steps(place, random) {
      place.installation.sms.answer(answer, answer === 'hang' ? 1 : 1 + random.below(2));
      await place.startWorker();
      const { assignmentId } = await place.approvedCase('sms');
      await notSent(place, assignmentId, why, 'sms');
      expect(await deliveriesOf(place, assignmentId, 'sms')).toMatchObject([{ state: 'queued' }]);
    },
    ...more,
  };
}

const texts = (place: FaultPlace) => place.installation.sms.messages();

faultScenarios('a gateway of short messages in trouble', [
  once('is broken (500): the message leaves later, once', 500, 'sms-500'),
  once('has had enough of us (429): the message leaves later, once', 429, 'sms-429'),
  once('hangs up before it has taken the message', 'hang-up', 'connection'),
  once('says what is no HTTP', 'garble', 'connection'),
  once('never answers', 'hang', 'timeout'),
  {
    name: 'the gateway hangs up after it has taken the message: it gets the same one again, and can tell',
    async steps(place) {
      place.installation.sms.answer('take-and-hang-up', 1);
      await place.startWorker();
      const { assignmentId } = await place.approvedCase('sms');
      await notSent(place, assignmentId, 'connection', 'sms');
      place.installation.clock.advanceMinutes(2);
      for (const worker of place.workersHere) await worker.runDuties();
      await until('the second time', async () => texts(place).length === 2);
      expect(new Set(texts(place).map(({ id, text }) => `${id} ${text}`)).size).toBe(1);
    },
    doubledMessages: 1,
  },
  {
    name: 'the gateway refuses for good: a coordinator sees whom to call, without the number',
    async steps(place, random) {
      const status = random.pick([400, 410, 422]);
      place.installation.sms.answer(status, 1);
      await place.startWorker();
      const approved = await place.approvedCase('sms');
      await notSent(place, approved.assignmentId, `sms-${status}`, 'sms');
      await expectDeskSees(place, approved, `sms-${status}`);
      expect(await place.reached(approved)).toEqual({ notifications: 1, messages: 0 });
      place.cases.length = 0;
    },
  },
  {
    name: 'the worker is killed when the short message has left, before it could say so',
    async steps(place) {
      const worker = await place.spawnWorker({ at: `UPDATE delivery d SET state = 'sent'`, effect: 'kill' });
      await place.approvedCase('sms');
      expect(await worker.gone).toBe('SIGKILL');
    },
    doubledMessages: 1,
  },
]);
