import type { MemberActor } from '#database';
import { MemberService, MinorService, RegisterService, type NewMember } from '#members';
import { Client } from 'pg';
import { buildCommunity } from './community.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

export const sara: NewMember = {
  givenName: 'Sara',
  familyName: 'Bianchi',
  language: 'it',
  roles: ['helper'],
  ofAge: true,
};

/** A community that keeps a register of those who help. */
export class RegisterScene {
  world!: TestWorld;
  owner!: Client;
  people!: CommunityPeople;
  coordinator!: MemberActor;
  members!: MemberService;
  register!: RegisterService;
  minors!: MinorService;

  async open(): Promise<this> {
    this.world = await openWorld();
    this.owner = new Client({ connectionString: this.world.url });
    await this.owner.connect();
    this.members = new MemberService(this.world.uow, this.world.codec);
    this.register = new RegisterService(this.world.uow, this.world.codec);
    this.minors = new MinorService(this.world.uow, this.world.codec);
    return this;
  }

  async begin(): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    this.coordinator = await this.people.coordinator();
    return this;
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.world.close();
  }
}
