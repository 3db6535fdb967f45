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
          sentence:
            '2 helpers fit in all else: it would do if one passed what is missing: Interview and references.',
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
          sentence: 'Babysitting: 1 visit came before this one, because they are more urgent.',
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
        credentials: ['Interview and references'],
        helpers: 3,
        families: 3,
        visits: 3,
        suggestion: {
          id: 'recruit-checked',
          sentence:
            '3 more helpers for Babysitting on Tuesday afternoon, within 20 minutes of Centro, with Interview and references, would serve 3 families (3 visits).',
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
