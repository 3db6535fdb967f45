import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { MemberActor } from '#database';
import { buildBusyDesk, type BusyDesk } from '../builders/desk.scene.js';
import { BrowserPlace, quiet } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

/** How much of the screen may move by how much of its height (cumulative layout shift), before anything is touched. */
const AT_MOST = 0.05;
/** Answers come one after another, each so much later: nothing waits for the slowest alone. */
const APART_MS = 120;

let installation: TestInstallation;
let place: BrowserPlace;
let owner: Client;
let busy: BusyDesk;
let desk: MemberActor;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  owner = new Client({ connectionString: installation.url });
  owner.on('error', () => undefined);
  await owner.connect();
  desk = await installation.people.administrator();
  busy = await buildBusyDesk(installation.uow, owner, installation.people);
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await owner?.end();
  await installation?.close();
});

const MOVED = `(() => {
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      const names = sources.map(({ node }) => (node?.parentElement ? (node.outerHTML ?? node.textContent).slice(0, 80) : ''));
      window.moved.push({ value, names });
    }
  }).observe({ type: 'layout-shift', buffered: true });
})()`;

interface Moved {
  readonly value: number;
  readonly names: readonly string[];
}

function expectStill(moved: readonly Moved[]): void {
  const sum = moved.reduce((all, { value }) => all + value, 0);
  expect({ moved, little: sum < AT_MOST }).toEqual({ moved, little: true });
}

/** Opens a screen whose answers come one after another, and says what moved meanwhile. */
async function movedOn(path: string, actor: MemberActor): Promise<readonly Moved[]> {
  const context = await place.withoutWorker(actor);
  await context.addInitScript(MOVED);
  let asked = 0;
  await context.route('**/v1/**', async (route) => {
    if (!route.request().url().endsWith('/v1/events')) {
      asked += 1;
      const late = APART_MS * asked;
      await new Promise((done) => setTimeout(done, late));
    }
    await route.continue();
  });
  const { page, faults } = await place.turnTo(context, path);
  await page.locator('h1').first().waitFor();
  await quiet(page);
  expect(faults).toEqual([]);
  const moved = await page.evaluate<readonly Moved[]>('window.moved');
  await context.close();
  return moved;
}

describe('what one is about to tap stays where it is while the rest of a screen comes', () => {
  const SCREENS = [
    ['family', '/home'],
    ['family', '/requests/{request}'],
    ['family', '/hours'],
    ['family', '/balance'],
    ['helper', '/v/home'],
    ['helper', '/v/availability'],
    ['helper', '/v/checks'],
    ['helper', '/hours'],
    ['desk', '/co/queue'],
    ['desk', '/co/hours'],
    ['desk', '/co/people'],
  ] as const;

  it.each(SCREENS)('%s: %s', async (who, path) => {
    const actor = { family: busy.family.actor, helper: busy.helper.actor, desk }[who];
    expectStill(await movedOn(path.replace('{request}', busy.ids['requests']!), actor));
  });

  it('letters that come late are for the next page, also when a screen brings a stylesheet of its own', async () => {
    const context = await place.withoutWorker(desk);
    await context.addInitScript(MOVED);
    let release = () => undefined as void;
    const released = new Promise<void>((done) => (release = done));
    await context.route('**/*.woff2', async (route) => {
      await released;
      await route.continue();
    });
    const opening = place.turnTo(context, '/inbox');
    const page = await until('a page', () => Promise.resolve(context.pages()[0]));
    await page.locator('h1').first().waitFor();
    release();
    const { faults } = await opening;
    await until('the letters have come', () =>
      page.evaluate<boolean>(`[...document.fonts].filter(({ status }) => status === 'loaded').length >= 2`),
    );
    await page.evaluate('window.moved.length = 0');
    const before = await page.evaluate<string>('getComputedStyle(document.body).fontFamily');
    await page.locator('a[href="/co/queue"]:visible').first().tap();
    await page.locator('.queue-row').first().waitFor();
    await quiet(page);
    expect(before).not.toContain('Titillium');
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toBe(before);
    expectStill(await page.evaluate<readonly Moved[]>('window.moved'));
    expect(faults).toEqual([]);
    await context.close();
  });
});
