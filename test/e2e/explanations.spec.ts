import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityCodec } from '#members';
import { MatchingService } from '#matching';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople, HelperWishes } from '../builders/people.builder.js';
import { buildRequest, type RequestWishes } from '../builders/request.builder.js';
import { openInstallation, TEST_KEY, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let desk: TestAgent;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
}, 120_000);

afterAll(() => installation.close());

beforeEach(async () => {
  const { uow, clock } = installation;
  people = await buildCommunity(uow, new IdentityCodec(TEST_KEY), clock);
  family = await people.family();
  desk = await installation.as(await people.coordinator());
});

const sitter = (wishes: HelperWishes = {}) =>
  people.helper({ categoryIds: [people.facts.categories.babysitting], ...wishes });

const ask = async (wishes: Partial<RequestWishes> = {}) =>
  buildRequest(installation.uow, people, {
    family: wishes.family ?? (await people.family()),
    categoryId: people.facts.categories.babysitting,
    ...wishes,
  });

const run = () => installation.api.get(MatchingService).run(people.id, 'manual');

async function proposalOf(requestId: string, language = 'en') {
  const { body } = await desk.get('/v1/proposals').query({ requestId }).expect(200);
  const answer = await desk
    .get(`/v1/proposals/${body.items[0].id}`)
    .set('accept-language', language)
    .expect(200);
  return answer.body;
}

const by = <T extends object>(list: T[], key: keyof T, value: unknown) =>
  list.find((item) => item[key] === value);

describe('a helper who is asked', () => {
  it('reads why, how far it is and what is needed, and nothing of the family or of other people', async () => {
    const helper = await sitter({ givenName: 'Anna' });
    await sitter({ zoneId: people.facts.zones.beyondRiver, givenName: 'Lontana' });
    const requestId = await ask({ family });
    await run();
    const { id, version } = await proposalOf(requestId);
    const { body: approved } = await desk
      .post(`/v1/proposals/${id}/approve`)
      .set('if-match', `"v${version}"`)
      .expect(200);
    const asking = await installation.as(helper.actor);
    const path = `/v1/assignments/${approved.assignmentId}`;
    const why = await asking.get(`${path}/reasons`).set('accept-language', 'en').expect(200);
    expect(why.body.reasons.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
      'It is 5 minutes by road from you.',
      'You have not had a visit yet: it is your turn.',
      'You are free at these times, as you told us.',
    ]);
    expect(why.body.ways).toEqual([{ visitId: expect.any(String), travelMinutes: 5 }]);
    const seen = await asking.get(path).expect(200);
    expect(seen.body.asked).toEqual({
      dependants: 1,
      subjects: [],
      languages: [],
      dropOffZoneId: null,
      carSeats: {},
    });
    const told = JSON.stringify([why.body, seen.body]);
    expect(told).not.toMatch(/Via di Prova|Pulce|Cognome|Lontana|points|score/);
  });

  it('is alone in reading it', async () => {
    const helper = await sitter();
    const other = await sitter({ zoneId: people.facts.zones.beyondRiver });
    const requestId = await ask({ family });
    await run();
    const { id, version } = await proposalOf(requestId);
    const { body } = await desk
      .post(`/v1/proposals/${id}/approve`)
      .set('if-match', `"v${version}"`)
      .expect(200);
    const path = `/v1/assignments/${body.assignmentId}/reasons`;
    await (await installation.as(helper.actor)).get(path).expect(200);
    await (await installation.as(other.actor)).get(path).expect(404);
    await desk.get(path).expect(404);
    await (await installation.as(family.actor)).get(path).expect(403);
  });
});

describe('the explanation of a proposal', () => {
  it('says every term and check in words, in the wanted language', async () => {
    await sitter();
    const requestId = await ask();
    await run();
    const english = await proposalOf(requestId);
    for (const { sentence, id, values } of [
      ...english.explanation.terms,
      ...english.explanation.checks,
      english.explanation.scarcity,
    ]) {
      expect({ id, sentence }).toEqual({ id: expect.any(String), sentence: expect.any(String) });
      expect(values).toEqual(expect.any(Object));
    }
    expect(by(english.explanation.terms, 'term', 'travel')).toMatchObject({
      id: 'term-travel',
      values: { minutes: 5, mostMinutes: 60 },
      sentence: '5 minutes by road, of 60 at most.',
    });
    expect(by(english.explanation.checks, 'check', 'weekly-minutes')).toMatchObject({
      sentence: 'The week: 0 minutes of 1200 are promised already; this proposal adds 120.',
    });
    expect(by(english.explanation.checks, 'check', 'credentials')).toMatchObject({
      values: { required: 1, missing: 0, until: people.day(600) },
    });
    const italian = await proposalOf(requestId, 'it-IT,en;q=0.5');
    expect(by(italian.explanation.terms, 'term', 'travel')).toMatchObject({
      sentence: '5 minuti di strada, su 60 al massimo.',
    });
    const arabic = await proposalOf(requestId, 'ar');
    expect(by(arabic.explanation.terms, 'term', 'travel')).toMatchObject({
      sentence: expect.stringContaining('بالطريق'),
    });
    const own = await proposalOf(requestId, 'xx');
    expect(own.explanation.terms).toEqual(italian.explanation.terms);
  });

  it('tells what each of the next-best five would cost the plan', async () => {
    const near = await sitter({ givenName: 'Vicina' });
    const far = await sitter({ zoneId: people.facts.zones.station, givenName: 'Lontana' });
    for (let more = 0; more < 6; more += 1) await sitter({ zoneId: people.facts.zones.beyondRiver });
    const requestId = await ask();
    await run();
    const { explanation, helperId, names } = await proposalOf(requestId);
    expect(helperId).toBe(near.memberId);
    expect(explanation.nextBest).toHaveLength(5);
    const [first] = explanation.nextBest;
    expect(first).toMatchObject({ helperId: far.memberId, why: 'lower-score' });
    expect(first.fewer).toBeGreaterThan(0);
    expect(first.cost).toEqual({ atLeast: first.fewer, about: first.fewer, atMost: first.fewer, visits: 0 });
    expect(first.says.at(-1)).toMatchObject({
      id: 'cost-exact',
      sentence: `Choosing this person costs the plan ${first.fewer} points.`,
    });
    expect(names[far.memberId]).toBe('Lontana');
    expect(JSON.stringify(explanation)).not.toContain('Lontana');
    expect(explanation.scarcity).toMatchObject({ level: 'quiet', values: { helpers: 8, families: 0 } });
  });

  it('says when choosing another would leave a family without help, and that families compete', async () => {
    // Both could serve the first family; only the second helper reaches the other one.
    const near = await sitter({ maxTravelMinutes: 6 });
    const both = await sitter({ zoneId: people.facts.zones.station, maxTravelMinutes: 40 });
    const first = await ask({ family });
    const second = await ask({ family: await people.family({ zoneId: people.facts.zones.beyondRiver }) });
    await run();
    const proposal = await proposalOf(first);
    expect(proposal.helperId).toBe(near.memberId);
    const [next] = proposal.explanation.nextBest;
    expect(next).toMatchObject({ helperId: both.memberId, why: 'needed-elsewhere', cost: { visits: 1 } });
    expect(next.cost.atLeast).toBe(next.cost.atMost);
    expect(next.cost.atLeast).toBeGreaterThan(9_000);
    expect(next.says.at(-1).sentence).toBe('Choosing this person leaves 1 visit without help.');
    expect((await proposalOf(second)).helperId).toBe(both.memberId);
  });

  it('calls hours contested when the same people are asked for and a family waits', async () => {
    await sitter();
    const requests = [await ask(), await ask(), await ask()];
    await run();
    const { body } = await desk.get('/v1/proposals').expect(200);
    expect(body.items).toHaveLength(1);
    expect(requests).toContain(body.items[0].requestId);
    const { explanation } = await proposalOf(body.items[0].requestId);
    expect(explanation.scarcity).toMatchObject({
      level: 'contested',
      values: { helpers: 1, families: 2, waiting: 2 },
      sentence: expect.stringContaining('Many families compete for these hours'),
    });
    expect(explanation.scarcity.values.points).toBeGreaterThan(9_000);
  });

  it('explains a weekly series by the week in which it was decided', async () => {
    await sitter();
    const other = await sitter({ zoneId: people.facts.zones.station });
    const requestId = await ask({ weekdays: [1, 3], weeks: 3 });
    await run();
    const { explanation, visits } = await proposalOf(requestId);
    expect(visits).toBe(6);
    expect(explanation.nextBest[0]).toMatchObject({ helperId: other.memberId });
    expect(explanation.nextBest[0].cost.atMost).toBeGreaterThan(0);
    expect(by(explanation.checks, 'check', 'weekly-minutes')).toMatchObject({ values: { adds: 240 } });
  });

  it('keeps its terms and the version of the weights when the weights change', async () => {
    await sitter();
    const requestId = await ask();
    await run();
    const before = await proposalOf(requestId);
    const administrator = await installation.as(await people.administrator());
    const { body: weights } = await administrator.get('/v1/score-weights').expect(200);
    await administrator
      .put('/v1/score-weights')
      .send({ ...weights.weights, travel: 10 })
      .expect(200);
    const after = await proposalOf(requestId);
    expect(after.weightsVersion).toBe(before.weightsVersion);
    expect(after.explanation).toEqual(before.explanation);
    await sitter();
    const fresh = await ask();
    await run();
    const newer = await proposalOf(fresh);
    expect(newer.weightsVersion).toBe(before.weightsVersion + 1);
    expect(by(newer.explanation.terms, 'term', 'travel')).toMatchObject({ most: 10 });
  });
});

describe('a visit that found nobody', () => {
  const unmatched = async (language = 'en') =>
    (await desk.get('/v1/unmatched-visits').set('accept-language', language).expect(200)).body.items;

  const recruiting = async (agent = desk) =>
    (await agent.get('/v1/recruiting-list').set('accept-language', 'en').expect(200)).body.items;

  it('names the missing check, and that one of those in reach would do with it', async () => {
    await sitter({ credentials: [] });
    await sitter({ credentials: [] });
    await ask();
    await run();
    const [visit] = await unmatched();
    expect(visit).toMatchObject({
      why: 'no-candidate',
      reason: { id: 'rule-credential', sentence: 'In reach, but without a required check: 2 helpers.' },
      changes: [
        {
          id: 'change-credential',
          values: { helpers: 2, credentialTypeIds: [people.facts.credentialTypes.interview] },
          sentence: '2 helpers fit in all else: it would do if one passed what is missing: interview.',
        },
      ],
    });
    const [italian] = await unmatched('it');
    expect(italian.reason.sentence).toBe('A portata, ma senza un controllo richiesto: 2 persone.');
  });

  it.each([
    [
      'availability',
      { hours: [{ weekday: 1, startMinute: 480, endMinute: 540 }] },
      { id: 'change-availability', values: { helpers: 1, minutes: 120 } },
    ],
    ['reach', { maxTravelMinutes: 34 }, { id: 'change-reach', values: { helpers: 1, minutes: 1 } }],
    [
      'weekly-minutes',
      { weeklyMinutes: 100 },
      { id: 'change-weekly-minutes', values: { helpers: 1, minutes: 20 } },
    ],
  ])('tells the least change of %s that would do', async (rule, wishes, change) => {
    await sitter(rule === 'reach' ? { ...wishes, zoneId: people.facts.zones.beyondRiver } : wishes);
    await ask();
    await run();
    const [visit] = await unmatched();
    expect(visit).toMatchObject({ reason: { id: `rule-${rule}` }, changes: [change] });
  });

  it('promises no single change where two rules stand in the way', async () => {
    await sitter({ credentials: [], weeklyMinutes: 100 });
    await ask();
    await run();
    const [visit] = await unmatched();
    expect(visit.changes).toEqual([]);
  });

  it('says by what kind of visit it was outbid, and names nobody', async () => {
    const helper = await sitter({ givenName: 'Bruna' });
    const loser = await ask({ family });
    const winner = await ask({ family: await people.family({ givenName: 'Ada' }) });
    await installation.uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE request SET urgency = 'urgent' WHERE community_id = $1 AND id = $2`, [
        people.id,
        winner,
      ]),
    );
    await run();
    const [visit] = await unmatched();
    expect(visit).toMatchObject({
      requestId: loser,
      why: 'outbid',
      reason: { sentence: 'Those who could come are needed at that hour by another family: 1 helper.' },
      outbidBy: [
        {
          values: { term: 'urgency', visits: 1 },
          sentence: 'babysitting: 1 visit came before this one, because they are more urgent.',
        },
      ],
    });
    const told = JSON.stringify(visit);
    for (const secret of ['Bruna', 'Ada', helper.memberId, winner]) expect(told).not.toContain(secret);
  });

  it('adds up whom to recruit, by weekday and part of the day: one helper for each family of the same hour', async () => {
    // Three visits of the afternoon overlap, the fourth begins in the evening.
    await ask();
    await ask();
    await ask({ startMinute: 1_100 - 15, endMinute: 1_100 });
    await ask({ startMinute: 1_050, endMinute: 1_070 });
    await run();
    const needs = await recruiting();
    expect(needs).toMatchObject([
      {
        weekday: 2,
        band: 'afternoon',
        categoryCode: 'babysitting',
        zone: 'Centro',
        credentials: ['interview'],
        helpers: 3,
        families: 3,
        visits: 3,
        suggestion: {
          id: 'recruit-checked',
          sentence:
            '3 more helpers for babysitting on Tuesday afternoon, within 20 minutes of Centro, with interview, would serve 3 families (3 visits).',
        },
      },
      { band: 'evening', helpers: 1, families: 1, visits: 1 },
    ]);
    const [visit] = await unmatched();
    expect(visit.recruit).toMatchObject({ id: 'recruit-checked', values: { helpers: 3, families: 3 } });
  });

  it('finds that one helper can serve families one after the other', async () => {
    await ask({ startMinute: 960, endMinute: 990 });
    await ask({ startMinute: 1_010, endMinute: 1_070 });
    await run();
    expect(await recruiting()).toMatchObject([{ helpers: 1, families: 2, visits: 2 }]);
  });

  it('puts far places and other subjects apart, and leaves out what only hours would pay', async () => {
    await ask();
    await ask({ family: await people.family({ zoneId: people.facts.zones.beyondRiver }) });
    await ask({ categoryId: people.facts.categories.homework, subjects: ['physics'] });
    const poor = await ask({ regimes: ['timebank'] });
    await installation.uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE request SET payer_member_id = NULL WHERE community_id = $1 AND id = $2', [
        people.id,
        poor,
      ]),
    );
    await run();
    const needs = await recruiting();
    expect(needs.map(({ zone, subjects }: { zone: string; subjects: string[] }) => [zone, subjects])).toEqual(
      expect.arrayContaining([
        ['Centro', []],
        ['Oltre il fiume', []],
        ['Centro', ['physics']],
      ]),
    );
    expect(needs.filter(({ helpers }: { helpers: number }) => helpers !== 1)).toEqual([]);
  });

  it('is gone from both lists when a helper has come', async () => {
    await ask();
    await run();
    expect(await unmatched()).toHaveLength(1);
    await sitter();
    await run();
    expect(await unmatched()).toEqual([]);
    expect(await recruiting()).toEqual([]);
  });

  it('is paged, read by the auditor, and closed to families and helpers', async () => {
    await ask();
    await ask({ startMinute: 1_150, endMinute: 1_200 });
    await run();
    const auditor = await installation.as(await people.auditor());
    const first = await auditor.get('/v1/recruiting-list').query({ limit: 1 }).expect(200);
    expect(first.body.items).toHaveLength(1);
    const cursor = first.body.nextCursor;
    const second = await auditor.get('/v1/recruiting-list').query({ limit: 1, cursor }).expect(200);
    expect(second.body).toMatchObject({ items: [{ helpers: 1 }], nextCursor: null });
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
    for (const actor of [family.actor, (await sitter()).actor])
      await (await installation.as(actor)).get('/v1/recruiting-list').expect(403);
  });
});
