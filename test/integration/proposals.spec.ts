import { OrganisationService } from '#communities';
import { type ProposalsService, ProposalViews } from '#matching';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ledgerTotal } from '#ledger';
import { MatchingScene } from '../builders/matching.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new MatchingScene();
const { system, sitter, ask, own, run, proposed, reasons } = scene;

let world: TestWorld;
let proposals: ProposalsService;
let people: CommunityPeople;

beforeAll(async () => {
  ({ world, proposals } = await scene.open());
});
afterAll(() => scene.world.close());
beforeEach(async () => {
  ({ people } = await scene.begin());
});
afterEach(async () => {
  expect(await system(ledgerTotal)).toBe(0);
});

describe('approval', () => {
  it('makes the assignment, asks the helper, and covers the visit', async () => {
    await sitter();
    await ask();
    await run();
    const [proposal] = await proposed();
    const coordinator = await people.coordinator();
    const { assignmentId } = await proposals.approve(coordinator, proposal!.id, proposal!.version);
    expect(assignmentId).toBeDefined();
    await run();
    expect(await proposed()).toEqual([]);
    expect(await reasons()).toEqual([]);
  });

  it('is refused on a version that somebody changed', async () => {
    await sitter();
    await ask();
    await run();
    const [proposal] = await proposed();
    await expect(
      proposals.approve(await people.coordinator(), proposal!.id, proposal!.version + 1),
    ).rejects.toMatchObject({
      code: 'stale-version',
    });
  });

  it('is refused to the helper whom it concerns', async () => {
    const helper = await sitter();
    await ask();
    await run();
    const [proposal] = await proposed();
    const own = { ...helper.actor, roles: ['coordinator', 'helper'] as const };
    await expect(proposals.approve(own, proposal!.id, proposal!.version)).rejects.toMatchObject({
      code: 'own-proposal',
    });
  });

  it('checks the hard rules again: a credential withdrawn meanwhile forbids it', async () => {
    const helper = await sitter();
    await ask();
    await run();
    const [proposal] = await proposed();
    await system((tx) =>
      tx.sql('UPDATE credential SET withdrawn_at = $3 WHERE community_id = $1 AND member_id = $2', [
        people.id,
        helper.memberId,
        tx.now,
      ]),
    );
    await expect(
      proposals.approve(await people.coordinator(), proposal!.id, proposal!.version),
    ).rejects.toMatchObject({
      code: 'hard-rule-broken',
      facts: { rule: 'credential' },
    });
  });

  it('between two rivals for one helper and one time: one wins, never both, never none', async () => {
    const helper = await sitter();
    const coordinator = await people.coordinator();
    const first = await ask();
    const second = await ask();
    const ids = await Promise.all(
      [first, second].map((requestId) =>
        proposals.create(coordinator, {
          requestId,
          helperId: helper.memberId,
          visitIds: [],
          overrideRules: [],
          helperAgreed: false,
        }),
      ),
    );
    const outcomes = await Promise.allSettled(ids.map(({ id }) => proposals.approve(coordinator, id, 1)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected') as PromiseRejectedResult;
    expect(['helper-already-booked', 'override-needed']).toContain((lost.reason as { code: string }).code);
  });

  it('rejected with a reason, the helper is not proposed for this request again', async () => {
    await sitter();
    await ask();
    await run();
    const [proposal] = await proposed();
    await proposals.reject(
      await people.coordinator(),
      proposal!.id,
      proposal!.version,
      'They know each other too well',
    );
    await run();
    expect(await proposed()).toEqual([]);
    expect(await reasons()).toMatchObject([{ rule: 'turned-down' }]);
  });
});

describe("a coordinator's own choice", () => {
  it('may set the reach aside with a written reason, which stays visible', async () => {
    const helper = await sitter({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 });
    const requestId = await ask();
    const coordinator = await people.coordinator();
    const wish = { requestId, helperId: helper.memberId, visitIds: [], helperAgreed: false };
    await expect(proposals.create(coordinator, { ...wish, overrideRules: [] })).rejects.toMatchObject({
      code: 'override-needed',
    });
    const { id } = await proposals.create(coordinator, {
      ...wish,
      overrideRules: ['reach'],
      reason: 'He is in town that day',
    });
    const { overrideRules, overrideReason } = await new ProposalViews(world.uow, world.codec).read(
      coordinator,
      id,
    );
    expect({ overrideRules, overrideReason }).toEqual({
      overrideRules: ['reach'],
      overrideReason: 'He is in town that day',
    });
    await expect(proposals.approve(coordinator, id, 1)).resolves.toMatchObject({
      assignmentId: expect.any(String),
    });
  });

  it('may never set a credential aside', async () => {
    const helper = await sitter({ credentials: [] });
    const requestId = await ask();
    await expect(
      proposals.create(await people.coordinator(), {
        requestId,
        helperId: helper.memberId,
        visitIds: [],
        overrideRules: ['credential' as never],
        reason: 'I know her',
        helperAgreed: true,
      }),
    ).rejects.toMatchObject({ code: 'hard-rule-broken' });
  });

  it('an override of the reach leaves a missing credential standing', async () => {
    const far = { zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 };
    const helper = await sitter({ credentials: [], ...far });
    const wish = own(await ask(), helper.memberId, { overrideRules: ['reach'] });
    await expect(proposals.create(await people.coordinator(), wish)).rejects.toMatchObject({
      code: 'hard-rule-broken',
      facts: { rule: 'credential' },
    });
  });

  it('an override of the availability leaves the weekly minutes standing', async () => {
    const helper = await sitter({
      weeklyMinutes: 10,
      hours: [{ weekday: 1, startMinute: 1, endMinute: 20 }],
    });
    const wish = own(await ask(), helper.memberId, { overrideRules: ['availability'] });
    await expect(proposals.create(await people.coordinator(), wish)).rejects.toMatchObject({
      code: 'override-needed',
      facts: { rule: 'weekly-minutes' },
    });
  });

  it("a coordinator's own proposal outlives the next run", async () => {
    const helper = await sitter({ zoneId: people.facts.zones.beyondRiver, maxTravelMinutes: 10 });
    await proposals.create(
      await people.coordinator(),
      own(await ask(), helper.memberId, { overrideRules: ['reach'] }),
    );
    await run();
    expect(await proposed()).toHaveLength(1);
  });

  it('two visits of one proposal share the weekly minutes', async () => {
    const helper = await sitter({ weeklyMinutes: 120 });
    const requestId = await ask({ weekdays: [1, 3], weeks: 1 });
    await expect(
      proposals.create(await people.coordinator(), own(requestId, helper.memberId)),
    ).rejects.toMatchObject({ facts: { rule: 'weekly-minutes' } });
  });

  it("another organisation's coordinator neither sees nor decides", async () => {
    const [own, other] = await Promise.all([
      people.facts.organisationId,
      new OrganisationService(world.uow).createOrganisation(people.facts.system, {
        name: 'Altra',
        kind: 'association',
      }),
    ]);
    await sitter();
    await ask({ family: await people.family({ organisationId: own }) });
    await run();
    const [proposal] = await proposed();
    const { actor } = await people.member(['coordinator'], { organisationId: other.id });
    const views = new ProposalViews(world.uow, world.codec);
    expect((await views.list(actor, {})).items).toEqual([]);
    await expect(views.read(actor, proposal!.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(proposals.approve(actor, proposal!.id, 1)).rejects.toMatchObject({ code: 'not-found' });
    await expect(proposals.reject(actor, proposal!.id, 1, 'No')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await views.list(await people.administrator(), {})).items).toHaveLength(1);
  });
});
