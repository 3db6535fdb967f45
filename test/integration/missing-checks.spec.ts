import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  AssignmentsService,
  flagCredentialVisits,
  HoursService,
  presumeDone,
  SeatsService,
} from '#assignments';
import type { MemberActor } from '#database';
import { ExemptionService, HouseholdRequirementService } from '#members';
import { QueueService } from '#reporting';
import { approve, type AskedFor } from '../builders/approval.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { RequirementsScene, inDays } from '../builders/requirements.scene.js';
import { START, type TestWorld } from '../builders/test-world.js';

const scene = new RequirementsScene();
const { ask, demand } = scene;

let world: TestWorld;
let people: CommunityPeople;
let administrator: MemberActor;
let coordinator: MemberActor;
let family: BuiltFamily;
let exemptions: ExemptionService;
let demands: HouseholdRequirementService;
let assignments: AssignmentsService;
let seats: SeatsService;

beforeAll(async () => {
  ({ world, exemptions, demands, assignments, seats } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ people, administrator, coordinator, family } = await scene.begin());
});

async function flagsOf(asked: AskedFor): Promise<string[]> {
  const [row] = await world.uow.run(people.facts.system, (tx) =>
    tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE community_id = $1 AND id = $2', [
      tx.communityId,
      asked.visitIds[0],
    ]),
  );
  return row!.flags;
}

describe('a check that is missing', () => {
  test('stops the helper’s yes, and the family’s', async () => {
    const asked = await ask();
    const { assignmentId } = await approve(world.uow, people, {
      helper: scene.helper,
      family,
      asked,
      regime: 'volunteer',
    });
    await demand({});
    await expect(assignments.accept(scene.helper.actor, assignmentId)).rejects.toMatchObject({
      code: 'credential-missing',
    });
    await demand();
    await assignments.accept(scene.helper.actor, assignmentId);
    await demand({});
    await expect(assignments.guardianYes(family.actor, assignmentId)).rejects.toMatchObject({
      code: 'credential-missing',
    });
  });

  /** A visit of today at ten that everybody agreed to. */
  const agreed = async () => {
    const asked = await ask({ starts: [inDays(0, 10)] });
    const { assignmentId, seatIds } = await approve(world.uow, people, {
      helper: scene.helper,
      family,
      asked,
      regime: 'volunteer',
    });
    await assignments.accept(scene.helper.actor, assignmentId);
    await assignments.guardianYes(family.actor, assignmentId);
    return { asked, seatId: seatIds[0]! };
  };
  const exempt = () =>
    exemptions.grantExemption(administrator, scene.helper.memberId, {
      credentialTypeId: people.facts.credentialTypes.training,
      reason: 'Prova',
      validFrom: people.day(0),
      validUntil: people.day(0),
    });

  test('stops the start of the visit, whoever says it; once it is there, or exempted, the visit begins', async () => {
    const { seatId } = await agreed();
    await demand({});
    world.clock.moveTo(inDays(0, 10));
    for (const actor of [scene.helper.actor, family.actor, coordinator]) {
      await expect(seats.arrived(actor, seatId)).rejects.toMatchObject({ code: 'credential-missing' });
    }
    await exempt();
    expect(await seats.arrived(scene.helper.actor, seatId)).toMatchObject({ state: 'arrived' });
  });

  test('stops a visit from being called done before its end, unless it had begun with everything', async () => {
    const { asked, seatId } = await agreed();
    await demand({});
    world.clock.moveTo(new Date(inDays(0, 11).getTime() - 60_000));
    await expect(seats.done(scene.helper.actor, seatId)).rejects.toMatchObject({
      code: 'credential-missing',
    });
    await demand();
    await seats.arrived(scene.helper.actor, seatId);
    await demand({});
    expect(await seats.done(scene.helper.actor, seatId)).toMatchObject({ state: 'done' });
    expect(await flagsOf(asked)).toEqual([]);
  });

  test.each([
    ['called done', (id: string) => seats.done(scene.helper.actor, id)],
    ['declared', (id: string) => new HoursService(world.uow).declare(scene.helper.actor, id, 60)],
    ['presumed done', () => world.uow.run(people.facts.system, (tx) => presumeDone(tx, 10))],
  ])(
    'does not cost the hours of a visit %s after its end, and the desk sees that it began',
    async (_, end) => {
      const queue = async () =>
        (await new QueueService(world.uow, world.codec).list(coordinator, { kinds: ['at-risk'] })).items.map(
          ({ subjectId, detail }) => [subjectId, detail],
        );
      const { asked, seatId } = await agreed();
      await demand({});
      world.clock.moveTo(inDays(0, 13));
      await end(seatId);
      expect(await flagsOf(asked)).toEqual(['started-unfit']);
      expect(await queue()).toEqual([[asked.visitIds[0], 'started-unfit']]);
      world.clock.moveTo(inDays(14, 11));
      expect(await queue()).toEqual([]);
    },
  );

  test('leaves no mark on a visit whose helper had all that was demanded, or was exempted', async () => {
    const { asked, seatId } = await agreed();
    await demand({});
    await exempt();
    world.clock.moveTo(inDays(0, 13));
    await new HoursService(world.uow).declare(scene.helper.actor, seatId, 60);
    expect(await flagsOf(asked)).toEqual([]);
  });

  test('is cover too: a visit that began before it is looked at, one that began with it is not', async () => {
    for (const [from, flags] of [
      [inDays(0, 10), []],
      [new Date(inDays(0, 10).getTime() + 1), ['started-unfit']],
    ] as const) {
      scene.helper = await people.helper({ credentials: ['interview'] });
      const { asked, seatId } = await agreed();
      await world.uow.run(people.facts.system, (tx) =>
        tx.sql('UPDATE member SET insured_from = $3 WHERE community_id = $1 AND id = $2', [
          tx.communityId,
          scene.helper.memberId,
          from,
        ]),
      );
      world.clock.moveTo(inDays(0, 13));
      await seats.done(scene.helper.actor, seatId);
      expect(await flagsOf(asked)).toEqual(flags);
      world.clock.moveTo(START);
    }
  });

  test('flags the coming visit when the demand is new, and the flag goes when the demand goes', async () => {
    const asked = await ask();
    await approve(world.uow, people, { helper: scene.helper, family, asked, regime: 'volunteer' });
    const flag = (scope: Parameters<typeof flagCredentialVisits>[1]) =>
      world.uow.run(people.facts.system, (tx) => flagCredentialVisits(tx, scope));
    await demand({});
    const { homework, errands } = people.facts.categories;
    expect(await flag({ categoryId: errands })).toBe(0);
    expect(await flag({ categoryId: homework })).toBe(1);
    expect(await flagsOf(asked)).toEqual(['credential-expired']);
    await demand();
    expect(await flag({ householdId: family.householdId })).toBe(1);
    expect(await flagsOf(asked)).toEqual([]);
  });

  test('a new demand and a household’s demand tell matching and the flags', async () => {
    await demand({});
    await demands.setRequirements(family.actor, family.householdId, 1, []);
    const rows = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ about: string; reaction: string }>(
        `SELECT payload -> 'values' ->> 'about' AS about, reaction FROM outbox
         WHERE community_id = $1 AND topic = 'requirement.changed' AND created_at > $2 ORDER BY 1, 2`,
        [tx.communityId, START],
      ),
    );
    const both = ['matching.community', 'upkeep.flag-requirements'];
    for (const about of ['category', 'household']) {
      expect(rows.filter((row) => row.about === about).map(({ reaction }) => reaction)).toEqual(
        expect.arrayContaining(both),
      );
    }
  });
});
