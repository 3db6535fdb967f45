import { afterAll, beforeAll, it } from '@jest/globals';
import { AssignmentsService } from '#assignments';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let helper: BuiltHelper;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow, clock } = installation;
  const family = await people.family({ givenName: 'Ada' });
  helper = await people.helper({ categoryIds: [people.facts.categories.errands] });
  const startsAt = new Date(clock.now().getTime() + 3 * DAY_MS);
  const asked = await buildRequest(uow, people, { family, starts: [startsAt] });
  const made = await approve(uow, people, { helper, family, asked });
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  clock.moveTo(startsAt);
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

it('the next step counts while the screen still reads anew after the one before', async () => {
  const context = await place.withoutWorker(helper.actor);
  let holding = false;
  let held = 0;
  let release = () => undefined as void;
  const released = new Promise<void>((done) => (release = done));
  await context.route('**/v1/time-entries?*', async (route) => {
    if (holding) {
      held += 1;
      await released;
    }
    await route.continue();
  });
  const { page } = await place.turnTo(context, '/v/home');
  const arrived = page.getByRole('button', { name: 'Sono qui' });
  await arrived.waitFor();
  holding = true;
  await arrived.tap();
  const handedOver = page.getByRole('button', { name: 'Bambino affidato' });
  await handedOver.waitFor();
  await until('a read is held back', () => Promise.resolve(held > 0));
  const sent = page.waitForRequest((request) => request.url().endsWith('/handed-over'));
  await handedOver.tap();
  await sent;
  release();
  await handedOver.waitFor({ state: 'detached' });
  await context.close();
}, 60_000);
