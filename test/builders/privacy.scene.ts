import type { MemberActor } from '#database';
import { ErasureService, PersonalDataService } from '#reporting';
import { Client } from 'pg';
import { buildCommunity } from './community.builder.js';
import { buildEveryRecord } from './records.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

export const inDays = (days: number) => new Date(START.getTime() + days * 86_400_000);

/** What a person signs in with, whatever the community. */
export const SIGN_IN = ['passkey', 'authenticator', 'recovery_code', 'known_device'];

/** A community with every kind of record, and what gives a person theirs or destroys it. */
export class PrivacyScene {
  world!: TestWorld;
  owner!: Client;
  people!: CommunityPeople;
  administrator!: MemberActor;
  data!: PersonalDataService;
  erasure!: ErasureService;

  async open(): Promise<this> {
    this.world = await openWorld();
    this.owner = new Client({ connectionString: this.world.url });
    await this.owner.connect();
    this.data = new PersonalDataService(this.world.uow, this.world.codec);
    this.erasure = new ErasureService(this.world.uow, this.world.codec);
    return this;
  }

  async begin(): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    this.administrator = await this.people.administrator();
    return this;
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.world.close();
  }

  readonly system = <T>(work: Parameters<typeof this.world.uow.run<T>>[1]) =>
    this.world.uow.run(this.people.facts.system, work);

  /** One record of every kind, around one family and one helper. */
  readonly everything = (startsAt = inDays(2)) =>
    buildEveryRecord(this.world.uow, this.owner, this.people, startsAt);
}
