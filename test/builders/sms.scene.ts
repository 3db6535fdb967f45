import type { Tx } from '#database';
import { DeliveryService, NotifyService, signSms, type TopicName } from '#notifications';
import { newId } from '#platform';
import { expect } from '@jest/globals';
import { openInstallation, TEST_SMS_SECRET, type TestInstallation } from '../support/test-installation.js';
import { buildCase, type BuiltCase } from './case.builder.js';
import { buildCommunity } from './community.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { START } from './test-world.js';

export const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

/** The gateway's clock, in its own spelling. */
export const now = () => String(Math.floor(Date.now() / 1_000));

export interface PhoneCase extends BuiltCase {
  readonly helperPhone: string;
  readonly familyPhone: string;
}

/** An installation with a gateway for short messages, and a community of people with phones, new for each test. */
export class SmsScene {
  installation!: TestInstallation;
  people!: CommunityPeople;
  private serial = 0;

  async open(): Promise<TestInstallation> {
    this.installation = await openInstallation({ worker: false });
    return this.installation;
  }

  async begin(): Promise<CommunityPeople> {
    const { uow, codec, clock } = this.installation;
    clock.moveTo(START);
    this.people = await buildCommunity(uow, codec, clock);
    return this.people;
  }

  /** The gateway takes what it is given again, and forgets what it was given. */
  end(): void {
    this.installation.sms.answer('accept');
    this.installation.sms.clear();
  }

  readonly run = <T>(work: (tx: Tx) => Promise<T>) =>
    this.installation.uow.run(this.people.facts.system, work);

  readonly react = (topic: TopicName, subjectId: string, values: Record<string, string> = {}) =>
    this.run((tx) =>
      new NotifyService().react(tx, `notifications.${topic}`, { outboxId: newId(), subjectId, values }),
    );

  readonly deliver = () =>
    this.installation.api.get(DeliveryService, { strict: false }).deliverDue(this.people.id);

  /** Asks somebody by short message, which is delivered. */
  readonly ask = async (topic: TopicName, subjectId: string): Promise<void> => {
    await this.react(topic, subjectId);
    await this.deliver();
  };

  readonly textsTo = (phone: string) => this.installation.sms.messages().filter(({ to }) => to === phone);

  /** From here on the member has this phone; and no mail address, unless they keep it. */
  readonly givePhone = async (memberId: string, keepMail = false): Promise<string> => {
    this.serial += 1;
    const phone = `+39333${String(1_000_000 + this.serial)}`;
    const { id, codec } = this.people;
    await this.run((tx) =>
      tx.sql(
        `UPDATE member_identity SET phone_sealed = $3, phone_index = $4,
           email_sealed = CASE WHEN $5 THEN email_sealed END, email_index = CASE WHEN $5 THEN email_index END
         WHERE community_id = $1 AND member_id = $2`,
        [
          id,
          memberId,
          codec.seal(id, 'member_identity.phone', memberId, phone),
          codec.index(id, phone),
          keepMail,
        ],
      ),
    );
    return phone;
  };

  readonly aCase = async (startsAt = hours(72)): Promise<PhoneCase> => {
    const family = await this.people.family({ givenName: 'Sara', dependants: [{ nickname: 'Farfallina' }] });
    const helper = await this.people.helper({ givenName: 'Anna' });
    const built = await buildCase(this.installation.uow, this.people, { family, helper, startsAt });
    return {
      ...built,
      helperPhone: await this.givePhone(helper.memberId),
      familyPhone: await this.givePhone(family.memberId),
    };
  };

  /** What the gateway posts to us. */
  readonly post = (body: string, timestamp = now(), signature = signSms(TEST_SMS_SECRET, timestamp, body)) =>
    this.installation
      .anonymous()
      .post('/v1/sms/inbound')
      .set({ 'content-type': 'application/json', 'x-sms-timestamp': timestamp, 'x-sms-signature': signature })
      .send(body);

  /** Somebody's text, and what came of it. */
  readonly reply = async (from: string, text: string, id = newId()): Promise<string> => {
    const { body, status } = await this.post(JSON.stringify({ id, from, text }));
    expect(status).toBe(200);
    return body.outcome as string;
  };

  /** What the member is answered, and about what the desk is asked to call. */
  readonly answersTo = (memberId: string) =>
    this.run(async (tx) => {
      const rows = await tx.sql<{ topic: string; values: Record<string, string> }>(
        `SELECT topic, payload -> 'values' AS values FROM outbox WHERE community_id = $1 AND payload ->> 'subjectId' = $2
           AND topic IN ('sms.answered', 'sms.call-me') ORDER BY id`,
        [this.people.id, memberId],
      );
      return rows.map(({ topic, values }) =>
        topic === 'sms.call-me' ? `call about ${values['kind']}` : values['answer'],
      );
    });

  readonly assignmentOf = async (id: string) => {
    const [row] = await this.run((tx) =>
      tx.sql<{ state: string; channel: string | null }>(
        'SELECT state, guardian_channel AS channel FROM assignment WHERE community_id = $1 AND id = $2',
        [this.people.id, id],
      ),
    );
    return row!;
  };
}
