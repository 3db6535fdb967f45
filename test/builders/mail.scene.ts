import { HoursService } from '#assignments';
import type { Tx } from '#database';
import {
  DeliveryService,
  HoursLinkService,
  InboxService,
  LetterSender,
  MailSender,
  NotifyService,
  SmsSender,
  UnsubscribeService,
  type NotifiedEvent,
  type TopicName,
} from '#notifications';
import { createLogger, newId, type Config } from '#platform';
import { startMailCatcher, type MailCatcher } from '../../apps/cli/src/mail-catcher.js';
import { buildCase, type BuiltCase } from './case.builder.js';
import { buildCommunity } from './community.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

export const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

interface DeliveryRow {
  readonly id: string;
  readonly memberId: string;
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
  readonly dueAt: Date;
}

/** Notices on their way to a real mail server that keeps what it is given; a community of people new for each test. */
export class MailScene {
  world!: TestWorld;
  mail!: MailCatcher;
  people!: CommunityPeople;
  sender!: MailSender;
  inbox!: InboxService;
  private deliveries!: DeliveryService;

  async open(): Promise<this> {
    this.world = await openWorld();
    this.mail = await startMailCatcher();
    const config = {
      smtpUrl: this.mail.smtpUrl,
      mailFrom: 'aiuto@intreccio.example',
      publicUrl: 'https://aiuto.example',
    } as Config;
    this.sender = new MailSender(config, { connect: 500, silence: 600, whole: 2_000 });
    this.deliveries = this.deliveriesThrough(this.sender, config);
    this.inbox = new InboxService(this.world.uow, this.world.codec);
    return this;
  }

  async close(): Promise<void> {
    this.sender.onApplicationShutdown();
    await this.mail.close();
    await this.world.close();
  }

  async begin(): Promise<CommunityPeople> {
    const { uow, codec, clock } = this.world;
    clock.moveTo(START);
    this.people = await buildCommunity(uow, codec, clock);
    return this.people;
  }

  /** The server takes mails again, and forgets those it took. */
  end(): void {
    this.mail.answer('accept');
    this.mail.clear();
  }

  deliveriesThrough(mails: MailSender, config: Config): DeliveryService {
    const { uow, codec } = this.world;
    const links = new HoursLinkService(uow, codec, new HoursService(uow));
    return new DeliveryService(
      uow,
      codec,
      new LetterSender(new UnsubscribeService(uow, codec), mails, new SmsSender(config), links, config),
      createLogger('test', 'silent'),
    );
  }

  readonly run = <T>(work: (tx: Tx) => Promise<T>) => this.world.uow.run(this.people.facts.system, work);

  readonly react = (
    topic: TopicName,
    subjectId: string,
    outboxId = newId(),
    values: NotifiedEvent['values'] = {},
  ) =>
    this.run((tx) =>
      new NotifyService().react(tx, `notifications.${topic}`, { outboxId, subjectId, values }),
    );

  readonly deliver = () => this.deliveries.deliverDue(this.people.id);

  readonly aCase = async (startsAt = hours(48)): Promise<BuiltCase> => {
    const family = await this.people.family({ givenName: 'Sara', dependants: [{ nickname: 'Farfallina' }] });
    const helper = await this.people.helper({ givenName: 'Anna' });
    // Whoever reviews an incident.
    await this.people.administrator();
    return buildCase(this.world.uow, this.people, { family, helper, startsAt });
  };

  readonly mailsOf = () =>
    this.run((tx) =>
      tx.sql<DeliveryRow>(
        `SELECT d.id, n.member_id AS "memberId", d.state, d.attempts, d.failure, d.due_at AS "dueAt" FROM delivery d
         JOIN notification n ON n.community_id = d.community_id AND n.id = d.notification_id
         WHERE d.community_id = $1 AND d.channel = 'e-mail' ORDER BY d.id`,
        [this.people.id],
      ),
    );
}
