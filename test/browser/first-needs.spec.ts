import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import type { Route } from 'playwright-core';
import { BrowserPlace, PHONE, quiet } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const FIRST = ['/v1/me', '/v1/community', '/v1/categories', '/v1/municipalities'] as const;

let installation: TestInstallation;
let place: BrowserPlace;
let people: Readonly<Record<'family' | 'helper' | 'coordinator', MemberActor>>;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const [family, helper] = [await installation.people.family(), await installation.people.helper()];
  const coordinator = await installation.people.coordinator();
  people = { family: family.actor, helper: helper.actor, coordinator };
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

it.each([
  { path: '/home', who: 'family', file: 'home' },
  { path: '/ask/what', who: 'family', file: 'ask' },
  { path: '/v/home', who: 'helper', file: 'helper-home' },
  { path: '/v/availability', who: 'helper', file: 'availability' },
  { path: '/co/queue', who: 'coordinator', file: 'queue' },
] as const)(
  'what $path shows first is asked for, once, while the application’s code is still on its way',
  async ({ path, who, file }) => {
    const { page, context, faults } = await place.show('/accessibility', PHONE, people[who]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const times = (one: string) => asked.filter((path) => path === one).length;
    const ofScreen = new RegExp(`^/assets/${file}-[\\w-]{8}\\.js$`);
    const screen = () => asked.filter((path) => ofScreen.test(path)).length;
    let codeCame = false;
    const held = async (route: Route) => {
      await until('the first needs', async () => FIRST.every((one) => times(one) === 1) && screen() === 1);
      codeCame = true;
      await route.continue();
    };
    // The service worker fetches the code once more, to keep it.
    await page.route('**/assets/app-*.js', held, { times: 1 });
    await page.goto(place.base + path);
    await page.locator('h1').first().waitFor();
    await quiet(page);
    expect(codeCame).toBe(true);
    expect(new URL(page.url()).pathname).toBe(path);
    expect(FIRST.map(times)).toEqual([1, 1, 1, 1]);
    expect(screen()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  },
  60_000,
);

it('what asks early and comes late asks for nothing more: the application has asked by then', async () => {
  const context = await place.withoutWorker(people.coordinator);
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const times = () => FIRST.map((one) => asked.filter((path) => path === one).length);
  let shown = () => undefined as void;
  const isShown = new Promise<void>((done) => (shown = done));
  await context.route('**/assets/early-*.js', async (route) => {
    await isShown;
    await route.continue();
  });
  const opening = place.turnTo(context, '/co/queue');
  await until('the application has asked', () => Promise.resolve(times().every((one) => one > 0)));
  const page = context.pages()[0]!;
  await page.locator('h1').first().waitFor();
  shown();
  // The page has loaded when the last of its scripts has run.
  const { faults } = await opening;
  await quiet(page);
  expect(times()).toEqual([1, 1, 1, 1]);
  expect(faults).toEqual([]);
  await context.close();
}, 60_000);
