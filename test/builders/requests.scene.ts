import { newId } from '#platform';
import {
  RequestCasesService,
  RequestEntity,
  RequestsService,
  RequestStepsService,
  SessionsService,
  VisitsService,
  type NewRequest,
  type ScheduleInput,
} from '#requests';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, CommunityPeople } from './people.builder.js';
import { openWorld, type TestWorld } from './test-world.js';

export const FIRST_PAGE = { limit: 25, after: undefined };

/** Tuesdays from 6 October to 3 November 2026, 16 to 18: five visits, the clock changes on 25 October. */
export const TUESDAYS: ScheduleInput = {
  frequency: 'weekly',
  firstDay: '2026-10-06',
  untilDay: '2026-11-03',
  weekdays: [2],
  startTime: '16:00',
  endTime: '18:00',
};

/** A community with a coordinator and the services that families and the desk use on requests. */
export class RequestScene {
  world!: TestWorld;
  people!: CommunityPeople;
  requests!: RequestsService;
  steps!: RequestStepsService;
  cases!: RequestCasesService;
  visits!: VisitsService;
  sessions!: SessionsService;

  /** @param entities that the test's other rooms need */
  async open(entities: readonly (new () => object)[] = []): Promise<this> {
    this.world = await openWorld([RequestEntity, ...entities]);
    const { uow, codec, clock } = this.world;
    this.people = await buildCommunity(uow, codec, clock);
    this.requests = new RequestsService(uow, codec);
    this.steps = new RequestStepsService(uow, codec);
    this.cases = new RequestCasesService(uow, codec);
    this.visits = new VisitsService(uow);
    this.sessions = new SessionsService(uow);
    await this.people.coordinator();
    return this;
  }

  readonly close = () => this.world?.close();

  /** Homework help on Tuesdays, opened at once, unless wished otherwise. */
  readonly asking = (family: BuiltFamily, wishes: Partial<NewRequest> = {}): NewRequest => ({
    householdId: family.householdId,
    categoryId: this.people.facts.categories.homework,
    dependantIds: family.dependantIds,
    schedule: TUESDAYS,
    subjects: ['maths'],
    languages: ['it'],
    mobility: [],
    seatsNeeded: 1,
    urgency: 'normal',
    regimes: ['volunteer'],
    open: true,
    ...wishes,
  });

  readonly visitRows = async (requestId: string) => {
    const page = { limit: 100, after: undefined };
    return (await this.cases.listVisits(await this.people.coordinator(), requestId, page)).items;
  };

  /** Topics of what was told about it. */
  readonly eventsOf = async (subjectId: string): Promise<string[]> => {
    const rows = await this.world.uow.run(this.people.facts.system, (tx) =>
      tx.sql<{ topic: string }>(
        `SELECT DISTINCT topic FROM outbox WHERE payload ->> 'subjectId' = $1 ORDER BY topic`,
        [subjectId],
      ),
    );
    return rows.map(({ topic }) => topic);
  };

  /** A helper with a confirmed seat at a visit, written as the room of assignments writes it. */
  readonly giveSeat = async (requestId: string, visitId: string): Promise<void> => {
    const helper = await this.people.helper();
    const coordinator = await this.people.coordinator();
    const [proposalId, assignmentId] = [newId(), newId()];
    await this.world.uow.run(this.people.facts.system, async (tx) => {
      await tx.sql(
        `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version, explanation, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'volunteer', 'approved', 1, 1, '{}', $6, $6)`,
        [tx.communityId, proposalId, requestId, helper.memberId, helper.offerId, tx.now],
      );
      await tx.sql(
        `INSERT INTO assignment (community_id, id, proposal_id, request_id, household_id, helper_id, regime, state, approved_by, approved_at, answer_by, guardian_needed, created_at)
         SELECT $1, $2, $3, r.id, r.household_id, $4, 'volunteer', 'confirmed', $5, $6, $6, false, $6 FROM request r WHERE r.id = $7`,
        [tx.communityId, assignmentId, proposalId, helper.memberId, coordinator.memberId, tx.now, requestId],
      );
      await tx.sql(
        `INSERT INTO seat (community_id, id, assignment_id, visit_id, session_id, member_id, seat_number, state, active, starts_at, ends_at, during, charged_minutes, from_zone_id, to_zone_id, regime, created_at)
         SELECT $1, $2, $3, v.id, v.id, $4, 1, 'scheduled', true, v.starts_at, v.ends_at, tstzrange(v.starts_at, v.ends_at), 120, v.from_zone_id, v.to_zone_id, 'volunteer', $5
         FROM visit v WHERE v.id = $6`,
        [tx.communityId, newId(), assignmentId, helper.memberId, tx.now, visitId],
      );
    });
  };
}
