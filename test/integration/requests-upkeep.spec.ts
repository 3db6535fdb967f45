import { closeFinishedRequests, expireRequests, passVisits } from '#requests';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RequestScene, TUESDAYS } from '../builders/requests.scene.js';

const scene = new RequestScene();
const { asking, visitRows, giveSeat } = scene;

beforeAll(async () => {
  await scene.open();
}, 120_000);
afterAll(() => scene.close());

test('what is over becomes past; served requests close, the others expire, forgotten drafts too; twice changes nothing', async () => {
  const { world, people, requests, cases } = scene;
  const family = await people.family();
  const served = await requests.createRequest(family.actor, asking(family));
  const unserved = await requests.createRequest(family.actor, asking(family));
  const draft = await requests.createRequest(family.actor, asking(family, { open: false }));
  const running = await requests.createRequest(
    family.actor,
    asking(family, { schedule: { ...TUESDAYS, untilDay: '2026-12-01' } }),
  );
  await giveSeat(served.id, (await visitRows(served.id))[0]!.id);
  world.clock.moveTo(new Date('2026-11-04T08:00:00Z'));
  const system = people.facts.system;
  expect(await world.uow.run(system, (tx) => passVisits(tx, 4))).toBe(4);
  expect(await world.uow.run(system, (tx) => passVisits(tx, 100))).toBe(11);
  expect(await world.uow.run(system, (tx) => closeFinishedRequests(tx, 100))).toBe(1);
  expect(await world.uow.run(system, (tx) => expireRequests(tx, 1))).toBe(1);
  expect(await world.uow.run(system, (tx) => expireRequests(tx, 100))).toBe(1);
  expect(await world.uow.run(system, (tx) => expireRequests(tx, 100))).toBe(0);
  const ended = await Promise.all(
    [served, unserved, draft].map(({ id }) => cases.readRequest(family.actor, id)),
  );
  expect(ended.map(({ state }) => state)).toEqual(['closed', 'expired', 'expired']);
  expect(await cases.readRequest(family.actor, running.id)).toMatchObject({ state: 'open' });
  const later = await requests.editRequest(family.actor, running.id, running.version, {
    urgency: 'urgent',
  });
  expect(later.coverage.visits).toBe(9);
});
