import type { MemberActor } from '#database';
import { PolicyService } from '#communities';
import type TestAgent from 'supertest/lib/agent.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

/** Names that sound like nobody else's. */
const SOUNDS = [
  'Bodo',
  'Fagira',
  'Gilmo',
  'Lopar',
  'Nedifa',
  'Ribolu',
  'Tamige',
  'Vuleca',
  'Pisado',
  'Mofira',
];

const nameOf = (n: number) => `${SOUNDS[n % 10]}${SOUNDS[Math.floor(n / 10) % 10]!.toLowerCase()}`;

export const start = (client: TestAgent, body: object) => client.post('/v1/join/start').send(body);

export const confirm = (client: TestAgent, ticket: { communityId: string; id: string; code: string }) =>
  client.post('/v1/join/confirm').send({ communityId: ticket.communityId, id: ticket.id, code: ticket.code });

/** A community whose door is open, its desk, and people who come in by it. */
export class JoiningScene {
  parts!: TestInstallation;
  desk!: TestAgent;
  coordinator!: MemberActor;

  serial = 0;

  async open(): Promise<this> {
    this.parts = await openInstallation();
    this.coordinator = await this.parts.people.coordinator();
    await this.openDoor(true);
    return this;
  }

  /** Nobody is counted for what an earlier test did; links and sessions of it go on. */
  async begin(): Promise<this> {
    this.parts.clock.advanceMinutes(15);
    this.serial += 1;
    this.desk = await this.parts.as(this.coordinator);
    return this;
  }

  async close(): Promise<void> {
    await this.parts?.close();
  }

  readonly openDoor = async (value: boolean): Promise<void> => {
    await new PolicyService(this.parts.uow).setPolicy(this.parts.people.facts.system, {
      key: 'selfRegistration',
      value,
      validFrom: this.parts.people.day(0),
    });
  };

  readonly freshName = () => ({
    givenName: nameOf((this.serial += 1)),
    familyName: nameOf(this.serial * 7 + 3),
  });

  readonly freshEmail = () => `joiner${(this.serial += 1)}@example.org`;

  readonly facts = <T extends object>(more: T) => ({
    ...this.freshName(),
    language: 'it',
    noticeVersion: 1,
    ...more,
  });

  readonly mailsTo = (email: string) =>
    this.parts.mails.messages().filter(({ recipients }) => recipients.includes(email));

  readonly invite = async (body: object = {}, client = this.desk) => {
    const made = await client
      .post('/v1/invitations')
      .send({ kind: 'join', role: 'family', language: 'it', days: 14, mostUses: 1, ...body })
      .expect(201);
    return made.body as { id: string; code: string; link: string; sent: string | null };
  };

  /** Starts and reads the code that was sent. */
  readonly started = async (
    client: TestAgent,
    body: { email?: string; [fact: string]: unknown },
    email = body.email!,
  ) => {
    const before = this.mailsTo(email).length;
    const { body: ticket } = await start(client, body).expect(202);
    const mail = await until('the code', async () => this.mailsTo(email)[before] && this.mailsTo(email)[0]);
    return {
      ...(ticket as { communityId: string; id: string }),
      code: /\b\d{8}\b/.exec(mail.text)?.[0] ?? '',
      mail,
    };
  };

  readonly waitingOf = async (email: string) => {
    const { body } = await this.desk.get('/v1/join-requests?state=waiting&limit=100').expect(200);
    return (body.items as { id: string; email: string | null }[]).find((one) => one.email === email);
  };
}
