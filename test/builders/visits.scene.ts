import { AssignmentsService, isActive, SeatReadsService, type SeatState } from '#assignments';
import type { MemberActor, Tx } from '#database';
import { openAccount } from '#ledger';
import { approve, buildRequest, endOf, type ApprovalWishes, type AskedFor } from './approval.builder.js';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople, FamilyWishes } from './people.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

/** A Monday at 16:00 in Rome, a week after the start of the clock, and the same hour `n` weeks later. */
export const FIRST = new Date('2026-10-12T14:00:00Z');
export const week = (n: number) => new Date(FIRST.getTime() + n * 7 * 86_400_000);

/** What a coordinator says who speaks for a side. */
export const BY_PHONE = { channel: 'phone', spokenLanguage: 'it' } as const;
export const AT_DESK = { channel: 'desk', spokenLanguage: 'ar' } as const;
export const FOR_HELPER = { onBehalfOf: 'helper', ...BY_PHONE } as const;
export const FOR_FAMILY = { onBehalfOf: 'family', ...AT_DESK } as const;

type Wishes = Partial<Pick<ApprovalWishes, 'helper' | 'regime' | 'proposalId'>>;

export interface ConfirmedVisits {
  readonly asked: AskedFor;
  readonly assignmentId: string;
  /** Of the first visit. */
  readonly seatId: string;
}

/**
 * A time bank's family, helper and desk, new for each test (`begin`), with what tests of approvals, seats and hours do
 * and look up again and again. The functions may be taken apart; the people are those of the test that runs.
 */
export class VisitScene {
  world!: TestWorld;
  people!: CommunityPeople;
  family!: BuiltFamily;
  helper!: BuiltHelper;
  desk!: MemberActor;

  async open(): Promise<TestWorld> {
    this.world = await openWorld();
    return this.world;
  }

  async begin(wishes: FamilyWishes = {}): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    this.family = await this.people.family(wishes);
    this.helper = await this.people.helper({ regime: 'timebank' });
    this.desk = await this.people.coordinator();
    return this;
  }

  readonly run = <T>(work: (tx: Tx) => Promise<T>) => this.world.uow.run(this.people.facts.system, work);

  readonly ask = (
    starts: readonly Date[],
    wishes: { seatsNeeded?: number; dependantIds?: readonly string[]; categoryId?: string } = {},
  ) => buildRequest(this.world.uow, this.people, { family: this.family, starts, ...wishes });

  readonly approved = (asked: AskedFor, wishes: Wishes = {}) =>
    approve(this.world.uow, this.people, { helper: this.helper, family: this.family, asked, ...wishes });

  /** An assignment to two visits with the family's child that nobody has answered yet. */
  readonly withChild = async (): Promise<string> => {
    const asked = await this.ask([FIRST, week(1)], { dependantIds: this.family.dependantIds });
    return (await this.approved(asked)).assignmentId;
  };

  /** Visits that the helper accepted, and the guardian where one is asked. */
  readonly confirmed = async (
    starts: readonly Date[] = [FIRST],
    wishes: Pick<Wishes, 'regime'> & { readonly dependantIds?: readonly string[] } = {},
  ): Promise<ConfirmedVisits> => {
    const asked = await this.ask(starts, { dependantIds: wishes.dependantIds });
    const { assignmentId, seatIds, guardianNeeded } = await this.approved(asked, { regime: wishes.regime });
    const assignments = new AssignmentsService(this.world.uow);
    await assignments.accept(this.helper.actor, assignmentId);
    if (guardianNeeded) await assignments.guardianYes(this.family.actor, assignmentId);
    return { asked, assignmentId, seatId: seatIds[0]! };
  };

  /** A confirmed visit of an hour; the clock stands five minutes after its end. */
  readonly visited = async (
    wishes: Pick<Wishes, 'regime'> & { readonly dependantIds?: readonly string[] } = {},
  ): Promise<ConfirmedVisits> => {
    const made = await this.confirmed([FIRST], wishes);
    this.world.clock.moveTo(endOf(FIRST, 65));
    return made;
  };

  /** As if the seat had come into this state by itself. */
  readonly setSeat = (id: string, state: SeatState) =>
    this.run((tx) =>
      tx.sql('UPDATE seat SET state = $2, active = $3, done_presumed = true WHERE id = $1', [
        id,
        state,
        isActive(state),
      ]),
    );

  readonly seatState = async (id: string) =>
    (await new SeatReadsService(this.world.uow).find(this.desk, id)).state;

  readonly seatStates = (assignmentId: string) =>
    this.run(async (tx) =>
      (
        await tx.sql<{ state: string }>(
          'SELECT state FROM seat WHERE assignment_id = $1 ORDER BY starts_at',
          [assignmentId],
        )
      ).map(({ state }) => state),
    );

  readonly stateOf = (assignmentId: string) =>
    this.run(
      async (tx) =>
        (await tx.sql<{ state: string }>('SELECT state FROM assignment WHERE id = $1', [assignmentId]))[0]!
          .state,
    );

  readonly heldOf = (memberId: string) =>
    this.run(async (tx) => (await openAccount(tx, memberId)).heldMinutes);

  /** Of the helper and of the family. */
  readonly balances = () =>
    this.run(async (tx) => [
      (await openAccount(tx, this.helper.memberId)).balanceMinutes,
      (await openAccount(tx, this.family.memberId)).balanceMinutes,
    ]);

  /** Topics of what was told about it. */
  readonly events = (subjectId: string) =>
    this.run(async (tx) =>
      (
        await tx.sql<{ topic: string }>(
          `SELECT DISTINCT topic FROM outbox WHERE payload ->> 'subjectId' = $1 ORDER BY topic`,
          [subjectId],
        )
      ).map(({ topic }) => topic),
    );

  /** Somebody new who lives in the family's household. */
  readonly adultAtHome = async (roles: Parameters<CommunityPeople['member']>[0], guardian = false) => {
    const { actor } = await this.people.member(roles);
    await this.run((tx) =>
      tx.sql(
        'INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, $4, $5)',
        [tx.communityId, this.family.householdId, actor.memberId, guardian, tx.now],
      ),
    );
    return actor;
  };
}
