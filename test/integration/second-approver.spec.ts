import type { MemberActor } from '#database';
import { ProposalsService, ProposalViews } from '#matching';
import { CredentialService, HouseholdService, SecondApproverService, type NewSecondApprover } from '#members';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let approvers: SecondApproverService;
let sole: MemberActor;
let outsider: MemberActor;
let other: MemberActor;
let built: BuiltCase;
let proposalId: string;

beforeAll(async () => {
  world = await openWorld();
  approvers = new SecondApproverService(world.uow);
}, 120_000);
afterAll(() => world?.close());

/** The only coordinator of the organisation is the helper of the proposal. */
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  const { organisationId } = people.facts;
  const otherId = newId();
  await set(
    `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', now())`,
    [otherId],
  );
  const family = await people.family({ organisationId });
  const helper: BuiltHelper = await people.helper({ organisationId });
  const startsAt = new Date(START.getTime() + 72 * 3_600_000);
  built = await buildCase(world.uow, people, { family, helper, startsAt });
  // The desk that the builders use belongs to another organisation here.
  outsider = await people.coordinator();
  await set('UPDATE member SET organisation_id = $2 WHERE community_id = $1 AND id = $3', [
    otherId,
    outsider.memberId,
  ]);
  await set(
    `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'coordinator', now())`,
    [helper.memberId],
  );
  sole = { ...helper.actor, roles: ['helper', 'coordinator'] };
  other = (await people.member(['coordinator'], { organisationId: otherId })).actor;
  const [proposal] = (await set('SELECT id FROM proposal WHERE community_id = $1')) as { id: string }[];
  proposalId = proposal!.id;
});

const set = (text: string, parameters: unknown[] = []) =>
  world.uow.run(people.facts.system, (tx) => tx.sql(text, [people.id, ...parameters]));
const name = (change: Partial<NewSecondApprover> = {}, actor = sole) =>
  approvers.name(actor, {
    subjectKind: 'proposal',
    subjectId: proposalId,
    approverId: outsider.memberId,
    reason: 'Sono la sola coordinatrice',
    ...change,
  });
const reject = (actor: MemberActor) => new ProposalsService(world.uow).reject(actor, proposalId, 1, 'No');

describe('a proposal that concerns the only coordinator', () => {
  test('is decided by the person they name: this one case, once, and nothing else', async () => {
    expect(await codeOf(reject(outsider))).toBe('not-found');
    await name();
    const views = new ProposalViews(world.uow, world.codec);
    expect((await views.list(outsider, {})).items.map(({ id }) => id)).toEqual([proposalId]);
    expect((await views.list(other, {})).items).toEqual([]);
    expect(
      await codeOf(
        new HouseholdService(world.uow, world.codec).readHousehold(outsider, built.family.householdId),
      ),
    ).toBe('not-found');
    expect(await codeOf(reject(other))).toBe('not-found');
    expect(await codeOf(reject(outsider))).toBe('no error');
    const [decided] = await set('SELECT decided_by, state FROM proposal WHERE community_id = $1', []);
    expect(decided).toEqual({ decided_by: outsider.memberId, state: 'rejected' });
    expect((await approvers.list(outsider, { limit: 10, after: undefined })).items).toMatchObject([
      { subjectId: proposalId, namedBy: sole.memberId, usedAt: expect.any(Date) },
    ]);
    await set(`UPDATE proposal SET state = 'proposed', version = 1 WHERE community_id = $1`);
    expect(await codeOf(reject(outsider))).toBe('not-found');
  });

  test('a second naming for the same case waits until the first was used', async () => {
    await name();
    expect(await codeOf(name({ approverId: other.memberId }))).toBe('second-approver-named');
  });

  test('needs nobody from outside where another coordinator reaches it', async () => {
    await people.member(['coordinator'], { organisationId: people.facts.organisationId });
    expect(await codeOf(name())).toBe('not-sole');
  });

  test('is named by whom it concerns, for a coordinator or an administrator whom it does not concern', async () => {
    const neighbour = (await people.member(['helper'])).actor;
    expect(await codeOf(name({ approverId: neighbour.memberId }))).toBe('approver-unfit');
    expect(await codeOf(name({ approverId: built.family.memberId }))).toBe('approver-unfit');
    expect(await codeOf(name({}, other))).toBe('not-found');
    const administrator = await people.administrator();
    expect(await codeOf(name({}, administrator))).toBe('not-concerned');
    expect(await codeOf(name({ approverId: administrator.memberId }))).toBe('no error');
  });
});

test('a coordinator’s own check is recorded by the person they name, one check', async () => {
  const credentials = new CredentialService(world.uow);
  const record = (actor: MemberActor) =>
    codeOf(
      credentials.recordCredential(actor, sole.memberId, {
        credentialTypeId: people.facts.credentialTypes.interview,
        country: 'IT',
        issuedOn: people.day(-1),
        checkedOn: people.day(-1),
        outcome: 'passed',
      }),
    );
  expect(await record(sole)).toBe('not-your-own');
  expect(await record(outsider)).toBe('not-found');
  await name({ subjectKind: 'credential', subjectId: sole.memberId });
  expect(await record(other)).toBe('not-found');
  expect(await record(outsider)).toBe('no error');
  expect(await record(outsider)).toBe('not-found');
});
