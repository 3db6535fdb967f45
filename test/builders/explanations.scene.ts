import { MatchingService } from '#matching';
import type TestAgent from 'supertest/lib/agent.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, CommunityPeople, HelperWishes } from './people.builder.js';
import { buildRequest, type RequestWishes } from './request.builder.js';

/** What matching says of its plan over HTTP: to the desk, and to who is asked. The people are new for each test. */
export class ExplanationScene {
  installation!: TestInstallation;
  people!: CommunityPeople;
  family!: BuiltFamily;
  /** A coordinator's client. */
  desk!: TestAgent;

  async open(): Promise<TestInstallation> {
    this.installation = await openInstallation({ worker: false });
    return this.installation;
  }

  async begin(): Promise<this> {
    const { uow, codec, clock } = this.installation;
    this.people = await buildCommunity(uow, codec, clock);
    this.family = await this.people.family();
    this.desk = await this.installation.as(await this.people.coordinator());
    return this;
  }

  readonly sitter = (wishes: HelperWishes = {}) =>
    this.people.helper({ categoryIds: [this.people.facts.categories.babysitting], ...wishes });

  /** Babysitting tomorrow, 16:00 to 18:00, for a family of its own, unless wished otherwise. */
  readonly ask = async (wishes: Partial<RequestWishes> = {}) =>
    buildRequest(this.installation.uow, this.people, {
      family: wishes.family ?? (await this.people.family()),
      categoryId: this.people.facts.categories.babysitting,
      ...wishes,
    });

  readonly run = () => this.installation.api.get(MatchingService).run(this.people.id, 'manual');
}
