import { AssignmentsService, SeatsService } from '#assignments';
import { CategoryService, type Requirement } from '#communities';
import type { MemberActor } from '#database';
import { ExemptionService, HouseholdRequirementService } from '#members';
import { buildRequest, type AskedFor } from './approval.builder.js';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

export const inDays = (days: number, hour = 14) =>
  new Date(START.getTime() + (days * 24 + hour - 8) * 3_600_000);

/** A family, a helper, and what a category or a household demands of whoever comes. */
export class RequirementsScene {
  world!: TestWorld;
  people!: CommunityPeople;
  administrator!: MemberActor;
  coordinator!: MemberActor;
  family!: BuiltFamily;
  helper!: BuiltHelper;
  exemptions!: ExemptionService;
  demands!: HouseholdRequirementService;
  assignments!: AssignmentsService;
  seats!: SeatsService;

  async open(): Promise<this> {
    this.world = await openWorld();
    this.exemptions = new ExemptionService(this.world.uow);
    this.demands = new HouseholdRequirementService(this.world.uow);
    this.assignments = new AssignmentsService(this.world.uow);
    this.seats = new SeatsService(this.world.uow);
    return this;
  }

  /** A community of its own for each test: no test's demands bind another's helper. */
  async begin(): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    this.administrator = await this.people.administrator();
    this.coordinator = await this.people.coordinator();
    this.family = await this.people.family();
    this.helper = await this.people.helper({ credentials: ['interview'] });
    return this;
  }

  readonly close = () => this.world.close();

  readonly ask = (wishes: Partial<Parameters<typeof buildRequest>[2]> = {}): Promise<AskedFor> => {
    return buildRequest(this.world.uow, this.people, {
      family: this.family,
      starts: [inDays(3)],
      categoryId: this.people.facts.categories.homework,
      dependantIds: this.family.dependantIds,
      ...wishes,
    });
  };

  readonly demand = async (...requirements: Partial<Requirement>[]): Promise<void> => {
    const categories = new CategoryService(this.world.uow);
    const { homework } = this.people.facts.categories;
    const { items } = await categories.listCategories(this.administrator, { limit: 50, after: undefined });
    const { version } = items.find(({ id }) => id === homework)!;
    await categories.setRequirements(
      this.administrator,
      homework,
      version,
      requirements.map((one) => ({
        credentialTypeId: this.people.facts.credentialTypes.training,
        municipalityId: null,
        contact: 'any',
        validFrom: this.people.day(0),
        ...one,
      })),
    );
  };
}
