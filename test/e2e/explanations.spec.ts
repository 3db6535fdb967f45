import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { ExplanationScene } from '../builders/explanations.scene.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import type { TestInstallation } from '../support/test-installation.js';

const scene = new ExplanationScene();
const { sitter, ask, run } = scene;

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let desk: TestAgent;

beforeAll(async () => {
  installation = await scene.open();
}, 120_000);
afterAll(() => installation.close());
beforeEach(async () => {
  ({ people, family, desk } = await scene.begin());
});

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
