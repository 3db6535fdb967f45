import type { MemberActor } from '#database';
import type { Page } from '#platform';
import { QUEUE_KINDS, QueueService, type QueueItem, type QueueQuery } from '#reporting';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildRequest } from '../builders/approval.builder.js';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';

const HOUR = 3_600_000;
const later = (hours: number) => new Date(START.getTime() + hours * HOUR);

let world: TestWorld;
let people: CommunityPeople;
let queue: QueueService;
let desk: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;
let built: BuiltCase;

beforeAll(async () => {
  world = await openWorld();
  people = await buildCommunity(world.uow, world.codec, world.clock);
  queue = new QueueService(world.uow, world.codec);
  desk = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna' });
  built = await buildCase(world.uow, people, { family, helper, startsAt: later(72), ownerId: desk.memberId });
}, 120_000);
afterAll(() => world?.close());

const set = (text: string, parameters: unknown[] = []) =>
  world.uow.run(people.facts.system, (tx) => tx.sql(text, [people.id, ...parameters]));
const list = (query: QueueQuery = {}, actor = desk): Promise<Page<QueueItem>> => queue.list(actor, query);
const of = async (kind: (typeof QUEUE_KINDS)[number], query: QueueQuery = {}) =>
  (await list({ ...query, kinds: [kind], limit: 100 })).items;

describe('each kind holds what waits and nothing else', () => {
  test('a proposal to decide, due before it expires and before its first visit', async () => {
    const expires = later(60);
    await set(`UPDATE proposal SET expires_at = $2 WHERE community_id = $1`, [expires]);
    await set(
      `INSERT INTO proposal_visit (community_id, proposal_id, visit_id, starts_at, ends_at, score, travel_minutes)
       SELECT $1, p.id, v.id, v.starts_at, v.ends_at, 1, 5 FROM proposal p JOIN visit v ON v.request_id = p.request_id
       WHERE p.community_id = $1`,
    );
    const [item] = await of('new');
    expect(item).toMatchObject({
      deadline: expires,
      overdue: false,
      requestId: built.requestId,
      memberGivenName: 'Anna',
      familyGivenName: 'Marta',
      categoryCode: 'homework',
      municipality: 'Città',
      zone: 'Centro',
      ownerId: desk.memberId,
      startsAt: later(72),
    });
    await set(`UPDATE proposal SET expires_at = $2 WHERE community_id = $1`, [later(200)]);
    expect((await of('new'))[0]!.deadline).toEqual(later(72));
    await set(`UPDATE proposal SET state = 'rejected' WHERE community_id = $1`);
    expect(await of('new')).toEqual([]);
  });

  test('a request without candidate stands once, with the rule that binds at its first visit', async () => {
    const asked = await buildRequest(world.uow, people, { family, starts: [later(100), later(124)] });
    await set(
      `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
       SELECT $1, v, $2, 1, CASE v WHEN $3 THEN 'travel' ELSE 'language' END, '{}' FROM unnest(ARRAY[$3, $4]::uuid[]) v`,
      [built.runId, ...asked.visitIds],
    );
    expect(await of('no-candidate')).toMatchObject([
      { subjectId: asked.requestId, deadline: later(100), detail: 'travel' },
    ]);
    await set(`UPDATE visit SET state = 'cancelled' WHERE community_id = $1 AND id = $2`, [
      asked.visitIds[0],
    ]);
    expect(await of('no-candidate')).toMatchObject([{ deadline: later(124), detail: 'language' }]);
    await set(`DELETE FROM unmatched_visit WHERE community_id = $1`);
  });

  test('an answer of the helper, then of the guardian, then of the family to a question', async () => {
    const waits = (state: string) =>
      set(`UPDATE assignment SET state = $2, answer_by = $3 WHERE community_id = $1 AND id = $4`, [
        state,
        later(20),
        built.assignmentId,
      ]);
    await waits('awaiting-acceptance');
    expect(await of('waiting-reply')).toMatchObject([
      { subjectId: built.assignmentId, detail: 'helper', deadline: later(20), memberGivenName: 'Anna' },
    ]);
    await waits('awaiting-guardian');
    expect(await of('waiting-reply')).toMatchObject([{ detail: 'guardian' }]);
    await waits('declined');
    expect(await of('waiting-reply')).toEqual([]);
    await set(`UPDATE request SET state = 'needs-info' WHERE community_id = $1 AND id = $2`, [
      built.requestId,
    ]);
    expect(await of('waiting-reply')).toMatchObject([
      { subjectId: built.requestId, detail: 'family', deadline: later(72), memberId: null },
    ]);
    await set(`UPDATE request SET state = 'open' WHERE community_id = $1 AND id = $2`, [built.requestId]);
  });

  test('a visit at any distance whose helper may not come', async () => {
    const far = await buildRequest(world.uow, people, { family, starts: [later(500)] });
    await set(`UPDATE visit SET flags = '{funds-missing}' WHERE community_id = $1 AND id = $2`, [
      ...far.visitIds,
    ]);
    expect(await of('at-risk')).toEqual([]);
    for (const flag of ['credential-expired', 'helper-suspended', 'blocked']) {
      await set(`UPDATE visit SET flags = ARRAY[$3] WHERE community_id = $1 AND id = $2`, [
        far.visitIds[0],
        flag,
      ]);
      expect(await of('at-risk')).toMatchObject([{ subjectId: far.visitIds[0], detail: flag }]);
    }
    await set(`UPDATE visit SET flags = '{}' WHERE community_id = $1 AND id = $2`, [...far.visitIds]);
  });

  test('a visit under 48 hours away that lacks a confirmed helper, or is flagged', async () => {
    const asked = await buildRequest(world.uow, people, { family, starts: [later(47)] });
    await buildRequest(world.uow, people, { family, starts: [later(49)] });
    expect(await of('at-risk')).toMatchObject([
      { subjectId: asked.visitIds[0], deadline: later(47), detail: 'helper-missing' },
    ]);
    await set(`UPDATE visit SET starts_at = $2, window_starts_at = $2 WHERE community_id = $1 AND id = $3`, [
      later(46),
      built.visitId,
    ]);
    await set(`UPDATE assignment SET state = 'confirmed' WHERE community_id = $1`);
    expect(await of('at-risk')).toMatchObject([{ subjectId: asked.visitIds[0] }]);
    await set(`UPDATE visit SET flags = '{credential-expired}' WHERE community_id = $1 AND id = $2`, [
      built.visitId,
    ]);
    expect(await of('at-risk')).toMatchObject([
      { subjectId: built.visitId, detail: 'credential-expired' },
      { subjectId: asked.visitIds[0] },
    ]);
    await set(`UPDATE visit SET flags = '{}' WHERE community_id = $1`);
    await set(`UPDATE request SET state = 'withdrawn' WHERE community_id = $1 AND id = $2`, [
      asked.requestId,
    ]);
    expect(await of('at-risk')).toEqual([]);
  });

  test('a replacement sought until its visit starts', async () => {
    await set(`UPDATE seat SET state = 'replacement-sought' WHERE community_id = $1`);
    expect(await of('replacement')).toMatchObject([{ subjectId: built.seatId, deadline: later(72) }]);
    world.clock.moveTo(later(72));
    expect(await of('replacement')).toEqual([]);
    world.clock.moveTo(START);
    await set(`UPDATE seat SET state = 'done' WHERE community_id = $1`);
  });

  test('declared hours until silence would confirm them, then a dispute', async () => {
    expect(await of('hours-to-confirm')).toMatchObject([{ subjectId: built.timeEntryId, detail: 'helper' }]);
    await set(`UPDATE time_entry SET auto_confirm_at = $2 WHERE community_id = $1`, [later(5)]);
    expect(await of('hours-to-confirm')).toMatchObject([{ deadline: later(5) }]);
    expect(await of('dispute')).toEqual([]);
    await set(`UPDATE time_entry SET state = 'disputed', answered_at = $2 WHERE community_id = $1`, [
      later(-1),
    ]);
    expect(await of('hours-to-confirm')).toEqual([]);
    expect(await of('dispute')).toMatchObject([{ subjectId: built.timeEntryId, overdue: true }]);
  });

  test('a call promised to a family, from the local midnight of its day on', async () => {
    await set(`UPDATE request SET call_back_on = $2 WHERE community_id = $1 AND id = $3`, [
      people.day(1),
      built.requestId,
    ]);
    expect(await of('call-back')).toMatchObject([
      { subjectId: built.requestId, deadline: new Date('2026-10-05T22:00:00Z'), overdue: false },
    ]);
    await set(`UPDATE request SET call_back_on = $2 WHERE community_id = $1 AND id = $3`, [
      people.day(0),
      built.requestId,
    ]);
    expect(await of('call-back')).toMatchObject([{ overdue: true }]);
  });

  test('a credential from 60 days before its end, unless a newer one is there', async () => {
    const until = (days: number) =>
      set(`UPDATE credential SET valid_until = $2 WHERE community_id = $1 AND id = $3`, [
        people.day(days),
        built.credentialId,
      ]);
    await until(61);
    expect(await of('credential')).toEqual([]);
    await until(60);
    expect(await of('credential')).toMatchObject([
      { subjectId: built.credentialId, memberGivenName: 'Anna', requestId: null, detail: 'interview' },
    ]);
    await until(-30);
    expect(await of('credential')).toMatchObject([{ overdue: true }]);
    await until(-31);
    expect(await of('credential')).toEqual([]);
    await until(10);
    await set(
      `INSERT INTO credential (community_id, id, member_id, credential_type_id, country, issued_on, checked_on, checked_by, outcome,
         valid_until, created_at) SELECT community_id, gen_random_uuid(), member_id, credential_type_id, country, issued_on,
         checked_on, checked_by, outcome, valid_until + 400, created_at FROM credential WHERE community_id = $1 AND id = $2`,
      [built.credentialId],
    );
    expect(await of('credential')).toEqual([]);
  });

  test('somebody who asks to join, from the proof of their address until the answer, late after three days', async () => {
    const since = (at: Date, state = 'waiting') =>
      set(`UPDATE join_request SET created_at = $2, state = $3 WHERE community_id = $1 AND id = $4`, [
        at,
        state,
        built.joinRequestId,
      ]);
    await since(START);
    expect(await of('join-request')).toMatchObject([
      {
        subjectId: built.joinRequestId,
        deadline: later(72),
        overdue: false,
        requestId: null,
        memberId: null,
        memberGivenName: null,
        detail: 'registration',
      },
    ]);
    await since(later(-71));
    expect(await of('join-request')).toMatchObject([{ deadline: later(1), overdue: false }]);
    await since(later(-73));
    expect(await of('join-request')).toMatchObject([{ overdue: true }]);
    for (const state of ['started', 'refused']) {
      await since(START, state);
      expect(await of('join-request')).toEqual([]);
    }
  });

  test('an identity that asks to sign in as somebody, until the desk has decided, late after three days', async () => {
    const asked = { subjectId: built.identityLinkId, memberId: helper.memberId, memberGivenName: 'Anna' };
    await set(`UPDATE identity_link SET created_at = $2 WHERE community_id = $1`, [START]);
    expect(await of('identity-link')).toMatchObject([
      { ...asked, deadline: later(72), overdue: false, requestId: null, detail: 'e-mail' },
    ]);
    world.clock.moveTo(later(73));
    expect(await of('identity-link')).toMatchObject([{ ...asked, overdue: true }]);
    world.clock.moveTo(START);
    await set(`UPDATE identity_link SET state = 'refused', decided_at = $2 WHERE community_id = $1`, [START]);
    expect(await of('identity-link')).toEqual([]);
  });

  test('a reaction that failed for good', async () => {
    await set(
      `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, created_at, next_at, dead_at)
       VALUES ($1, gen_random_uuid(), 'test.dead', 'upkeep.test', 'k', '{}', $2, $2, $2)`,
      [later(-3)],
    );
    expect(await of('dead-letter')).toMatchObject([
      { detail: 'upkeep.test', overdue: true, requestId: null },
    ]);
  });
});

describe('the list', () => {
  test('goes by deadline over all kinds, page by page, without loss or doubling', async () => {
    const whole = (await list({ limit: 100 })).items;
    expect(whole.length).toBeGreaterThanOrEqual(3);
    expect(whole.map(({ deadline }) => deadline)).toEqual(
      [...whole].map(({ deadline }) => deadline).sort((a, b) => a.getTime() - b.getTime()),
    );
    const turned: QueueItem[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await list({ limit: 1, cursor });
      turned.push(...page.items);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(turned.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  });

  test('refuses a cursor it did not make', async () => {
    await expect(async () => list({ cursor: 'MQ' })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('narrows to the cases one owns or covers, a category, a municipality', async () => {
    const cover = (await people.member(['coordinator'])).actor;
    const ids = async (query: QueueQuery) => (await of('dispute', query)).map(({ subjectId }) => subjectId);
    expect(await ids({ ownerId: desk.memberId })).toEqual([built.timeEntryId]);
    expect(await ids({ ownerId: cover.memberId })).toEqual([]);
    await set(`UPDATE request SET cover_id = $2 WHERE community_id = $1`, [cover.memberId]);
    expect(await ids({ ownerId: cover.memberId })).toEqual([built.timeEntryId]);
    expect(await ids({ categoryId: people.facts.categories.homework })).toEqual([built.timeEntryId]);
    expect(await ids({ categoryId: people.facts.categories.errands })).toEqual([]);
    expect(await ids({ municipalityId: people.facts.municipalities.city })).toEqual([built.timeEntryId]);
    expect(await ids({ municipalityId: people.facts.municipalities.village })).toEqual([]);
  });

  test('counts every kind, and what is overdue of it', async () => {
    const counts = await queue.count(desk, {});
    expect(counts.map(({ kind }) => kind)).toEqual(QUEUE_KINDS);
    expect(counts.find(({ kind }) => kind === 'dispute')).toEqual({
      kind: 'dispute',
      waiting: 1,
      overdue: 1,
    });
    expect(counts.find(({ kind }) => kind === 'new')).toEqual({ kind: 'new', waiting: 0, overdue: 0 });
  });

  test('reaches who is at the door as the lists of the door do', async () => {
    await set(`UPDATE join_request SET state = 'waiting' WHERE community_id = $1`);
    await set(`UPDATE identity_link SET state = 'asked', decided_at = NULL WHERE community_id = $1`);
    const [other] = (await set(
      `INSERT INTO organisation (community_id, id, name, kind, created_at)
       VALUES ($1, gen_random_uuid(), 'Terza', 'school', now()) RETURNING id`,
    )) as { id: string }[];
    const theirs = (await people.member(['coordinator'], { organisationId: other!.id })).actor;
    const seen = async (actor: MemberActor) =>
      (await list({ kinds: ['join-request', 'identity-link'] }, actor)).items.map(({ kind }) => kind).sort();
    expect(await seen(theirs)).toEqual(['identity-link', 'join-request']);
    await set(`UPDATE member SET organisation_id = $2 WHERE community_id = $1 AND id = $3`, [
      people.facts.organisationId,
      helper.memberId,
    ]);
    expect(await seen(theirs)).toEqual(['join-request']);
    expect(await seen(await people.administrator())).toEqual(['identity-link', 'join-request']);
    // A referral of the case shows the person's record, and lets nobody decide who signs in as them.
    await set(
      `INSERT INTO referral (community_id, id, member_id, from_organisation_id, to_organisation_id, purpose_sealed, scope, state,
         ends_at, created_by, created_at)
       VALUES ($1, gen_random_uuid(), $2, $3, $4, '\\x00', 'case', 'accepted', $5, $6, $7)`,
      [helper.memberId, people.facts.organisationId, other!.id, later(1000), desk.memberId, START],
    );
    expect(await seen(theirs)).toEqual(['join-request']);
    // Whom an organisation invited or proposes is for its own desk, and for those of the whole community.
    await set(`UPDATE join_request SET organisation_id = $2 WHERE community_id = $1`, [
      people.facts.organisationId,
    ]);
    expect(await seen(theirs)).toEqual([]);
    for (const actor of [await people.coordinator(), await people.administrator()]) {
      expect(await seen(actor)).toEqual(['identity-link', 'join-request']);
    }
    await set(`UPDATE join_request SET organisation_id = $2 WHERE community_id = $1`, [other!.id]);
    expect(await seen(theirs)).toEqual(['join-request']);
  });

  test('shows whoever is named for a proposal that one, until they have decided', async () => {
    const [other] = (await set(
      `INSERT INTO organisation (community_id, id, name, kind, created_at)
       VALUES ($1, gen_random_uuid(), 'Quarta', 'school', now()) RETURNING id`,
    )) as { id: string }[];
    const named = (await people.member(['coordinator'], { organisationId: other!.id })).actor;
    await set(`UPDATE proposal SET state = 'proposed' WHERE community_id = $1`);
    await set(`UPDATE household SET organisation_id = $2 WHERE community_id = $1`, [
      people.facts.organisationId,
    ]);
    const seen = async () => (await list({}, named)).items.filter(({ requestId }) => requestId);
    expect(await seen()).toEqual([]);
    await set(
      `INSERT INTO second_approver (community_id, id, subject_kind, subject_id, approver_id, named_by, reason, created_at)
       SELECT $1, gen_random_uuid(), 'proposal', id, $2, $3, 'La sola', now() FROM proposal
       WHERE community_id = $1 AND request_id = $4`,
      [named.memberId, desk.memberId, built.requestId],
    );
    expect(await seen()).toMatchObject([{ kind: 'new', requestId: built.requestId }]);
    await set(`UPDATE second_approver SET used_at = now() WHERE community_id = $1`);
    expect(await seen()).toEqual([]);
    await set(`UPDATE proposal SET state = 'rejected' WHERE community_id = $1`);
    await set(`UPDATE household SET organisation_id = NULL WHERE community_id = $1`);
  });

  test('ends at the organisation of the desk, and puts the households it showed on record', async () => {
    const [other] = (await set(
      `INSERT INTO organisation (community_id, id, name, kind, created_at)
       VALUES ($1, gen_random_uuid(), 'Altra', 'school', now()) RETURNING id`,
    )) as { id: string }[];
    const theirs = (await people.member(['coordinator'], { organisationId: other!.id })).actor;
    const seen = async (actor: MemberActor) => (await list({ kinds: ['dispute'] }, actor)).items.length;
    expect(await seen(theirs)).toBe(1);
    await set(`UPDATE household SET organisation_id = $2 WHERE community_id = $1`, [
      people.facts.organisationId,
    ]);
    expect(await seen(theirs)).toBe(0);
    expect(await seen(await people.administrator())).toBe(1);
    const records = await set(
      `SELECT subject_ids FROM audit_record WHERE community_id = $1 AND action = 'queue.list' AND actor_member_id = $2`,
      [theirs.memberId],
    );
    expect(records).toEqual([{ subject_ids: [family.householdId] }]);
  });
});
