import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { buildCommunity } from '../builders/community.builder.js';
import { buildCase } from '../builders/case.builder.js';
import { assignedTo } from '../builders/assignment.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, quiet, viewsFor } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
const actors = {} as Record<'family' | 'helper', MemberActor>;
const ids: Record<string, string> = {};

const DAY_MS = 86_400_000;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people } = installation;
  const family = await people.family({ givenName: 'Giulia' });
  const abroad = await buildCommunity(uow, people.codec, installation.clock);
  await abroad.memberToo(family.email, ['helper'], 'Giulia');
  const helper = await people.helper({ givenName: 'Marco', regime: 'timebank' });
  actors.family = family.actor;
  actors.helper = helper.actor;
  const states = ['awaiting-acceptance', 'awaiting-guardian', 'confirmed'] as const;
  for (const [index, state] of states.entries()) {
    const startsAt = new Date(START.getTime() + (index + 2) * DAY_MS);
    const made = await assignedTo(uow, people, { family, helper }, { state, startsAt, minutes: 90 });
    ids[state] = made.assignmentId;
    ids[`request of ${state}`] = made.requestId;
  }
  await buildCase(uow, people, { family, helper, startsAt: new Date(START.getTime() - DAY_MS) });
  const counted = await buildCase(uow, people, {
    family,
    helper,
    startsAt: new Date(START.getTime() - 2 * DAY_MS),
  });
  await uow.run(people.facts.system, async (tx) => {
    await tx.sql(`UPDATE seat SET state = 'counted' WHERE id = $1`, [counted.seatId]);
    await tx.sql(`UPDATE time_entry SET state = 'confirmed' WHERE id = $1`, [counted.timeEntryId]);
  });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const SCREENS: readonly (readonly [path: string, who: 'family' | 'helper'])[] = [
  ['/home', 'family'],
  ['/ask/what', 'family'],
  ['/ask/when', 'family'],
  ['/ask/where', 'family'],
  ['/ask/check', 'family'],
  ['/ask/sent', 'family'],
  ['/requests/{request of awaiting-guardian}', 'family'],
  ['/requests/{request of confirmed}', 'family'],
  ['/hours', 'family'],
  ['/balance', 'family'],
  ['/inbox', 'family'],
  ['/settings', 'family'],
  ['/requests/00000000-0000-7000-8000-000000000000', 'family'],
  ['/v/home', 'helper'],
  ['/v/proposals/{awaiting-acceptance}', 'helper'],
  ['/v/proposals/{confirmed}', 'helper'],
  ['/v/availability', 'helper'],
  ['/v/offers', 'helper'],
  ['/hours', 'helper'],
  ['/household', 'family'],
  ['/requests/{request of awaiting-guardian}/edit', 'family'],
  ['/settings', 'helper'],
  ['/report', 'family'],
  ['/v/checks', 'helper'],
];

/** A screen that says nothing is there was told so by the service, which the browser writes down. */
const expected = (fault: string) => fault.includes('404 (Not Found)');

describe('every screen, in every view', () => {
  it.each(SCREENS.map(([path, who], index) => ({ path, who, index })))(
    '$path of a $who has no fault',
    async ({ path, who, index }) => {
      const address = path.replace(/\{([^}]+)\}/, (_, name: string) => ids[name]!);
      for (const view of viewsFor(index)) {
        const faults = (await place.look(address, view, actors[who])).filter((fault) => !expected(fault));
        expect({ view, faults }).toEqual({ view, faults: [] });
      }
    },
    180_000,
  );
});

it('sends everybody to where they begin from screens that are not theirs', async () => {
  const { page, context } = await place.show('/v/home', undefined, actors.family);
  await page.waitForURL(`${place.base}/home`);
  await context.close();
});

describe('on paper', () => {
  it.each([
    ['/v/home', 'helper', 'Le prossime visite'],
    ['/balance', 'family', 'Movimenti'],
  ] as const)(
    '%s leaves out what is pressed, and keeps what is read with the desk’s number',
    async (path, who, heading) => {
      const { page, context } = await place.show(path, undefined, actors[who]);
      await page.getByRole('heading', { name: heading }).waitFor();
      await quiet(page);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('heading', { name: heading }).isVisible()).toBe(true);
      expect(await page.locator('a[href^="tel:"]').last().isVisible()).toBe(true);
      expect(await page.locator('button:visible, nav:visible').count()).toBe(0);
      const ink = "getComputedStyle(document.querySelector('.lift')).backgroundImage";
      expect(await page.evaluate<string>(ink)).toBe('none');
      await context.close();
    },
  );
});
