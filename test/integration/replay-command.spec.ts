import { MatchingService, Planning, PlaceSolver } from '#matching';
import { newId } from '#platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { runReplay } from '../../apps/cli/src/replay-command.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { buildRequest } from '../builders/request.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

describe('the replay command', () => {
  let world: TestWorld;
  let people: CommunityPeople;
  let runId: string;
  const said: string[] = [];
  const given = process.env['DATABASE_URL'];

  beforeAll(async () => {
    world = await openWorld();
    process.env['DATABASE_URL'] = world.url;
    people = await buildCommunity(world.uow, world.codec, world.clock);
    const categoryId = people.facts.categories.babysitting;
    const family = await people.family();
    await people.helper({ categoryIds: [categoryId] });
    await buildRequest(world.uow, people, { family, categoryId });
    await buildRequest(world.uow, people, { family, categoryId, weekdays: [1, 3], weeks: 3 });
    const planner = new Planning(world.uow, new PlaceSolver());
    ({ id: runId } = await new MatchingService(world.uow, planner).run(people.id, 'manual'));
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    }
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    if (given === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = given;
    await world.close();
  });

  const replay = async (...argv: string[]) => {
    said.length = 0;
    return { code: await runReplay(argv), text: said.join('') };
  };

  const snapshot = async (change: (text: string) => string) => {
    await world.uow.run(people.facts.system, async (tx) => {
      const [row] = await tx.sql<{ snapshot: Buffer }>(
        'SELECT snapshot FROM matching_run WHERE community_id = $1 AND id = $2',
        [people.id, runId],
      );
      const text = change((await promisify(gunzip)(row!.snapshot)).toString());
      await tx.sql('UPDATE matching_run SET snapshot = $3 WHERE community_id = $1 AND id = $2', [
        people.id,
        runId,
        await promisify(gzip)(text),
      ]);
    });
  };

  it('says that a run gives the same plan again', async () => {
    const { code, text } = await replay(runId);
    expect(text).toMatch(
      /^The same plan: 2 questions to the engine, every pair as it was, objective \d+\.\n$/,
    );
    expect(code).toBe(0);
  });

  it('says that the plan is another, and how many pairs differ', async () => {
    await snapshot((text) => text.replace(/"assignments":\[\[0,0\]/, '"assignments":[[0,7]'));
    expect(await replay(runId)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^Another plan: 2 questions to the engine, 2 pairs differ/),
    });
  });

  it('names a run that is not there, and one whose questions are kept no more', async () => {
    const unknown = newId();
    await expect(replay(unknown)).rejects.toThrow(`There is no matching run ${unknown}.`);
    await world.uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE matching_run SET snapshot = NULL WHERE community_id = $1 AND id = $2', [
        people.id,
        runId,
      ]),
    );
    await expect(replay(runId)).rejects.toThrow('are kept no more');
  });

  it.each([[[]], [['7']], [["' OR true"]], [[newId(), newId()]]])('wants one id, not %j', async (argv) => {
    expect(await replay(...argv)).toEqual({
      code: 2,
      text: 'The id of one matching run is needed: npm run replay -- <id of a matching run>.\n',
    });
  });
});
