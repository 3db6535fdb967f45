import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AssignmentsService } from '#assignments';
import { StandingService } from '#members';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, PHONE, type OpenedPage } from '../support/browser.js';
import { keptOnDevice } from '../support/kept-on-device.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const WHERE = 'Via di Prova';

let installation: TestInstallation;
let place: BrowserPlace;
let helper: BuiltHelper;
let assignmentId: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

beforeEach(async () => {
  const { people, uow, clock } = installation;
  const family = await people.family({ givenName: 'Ada' });
  helper = await people.helper({
    regime: 'timebank',
    categoryIds: [people.facts.categories.errands],
    givenName: 'Bruno',
  });
  const starts = [new Date(clock.now().getTime() + 3 * 86_400_000)];
  const asked = await buildRequest(uow, people, { family, starts });
  const made = await approve(uow, people, { helper, family, asked });
  assignmentId = made.assignmentId;
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, assignmentId);
});

const told = async ({ page }: Pick<OpenedPage, 'page'>) => JSON.stringify((await keptOnDevice(page)).answers);

/** A device that read the agenda some minutes ago, and is closed. */
async function readBefore(): Promise<OpenedPage> {
  const opened = await place.show('/v/home', PHONE, helper.actor);
  await opened.page.getByText(WHERE).first().waitFor();
  await until('the agenda is kept', async () => (await told(opened)).includes(WHERE));
  await opened.page.evaluate(`caches.open('intreccio-data-2').then(async (cache) => {
    for (const key of await cache.keys()) {
      const kept = await cache.match(key);
      const headers = new Headers(kept.headers);
      headers.set('kept-at', String(Date.now() - 600_000));
      await cache.put(key, new Response(await kept.arrayBuffer(), { headers }));
    }
  })`);
  await opened.page.close();
  return opened;
}

/** Opened again with a network, on a page that does not show the agenda. */
async function openInbox({ context }: OpenedPage) {
  const page = await context.newPage();
  await page.goto(`${place.base}/inbox`);
  return { page };
}

describe('what a device keeps of the agenda', () => {
  it('loses a visit that was taken away meanwhile, at the first contact, whichever page is open', async () => {
    const opened = await readBefore();
    const desk = await installation.people.coordinator();
    await new AssignmentsService(installation.uow).cancel(desk, assignmentId, 'Va un’altra');
    const again = await openInbox(opened);
    await until('the visit is gone from the device', async () => {
      const kept = await told(again);
      return kept.includes('/v1/assignments') && !kept.includes(WHERE);
    });
    await opened.context.close();
  });

  it('stays while nothing changed', async () => {
    const opened = await readBefore();
    const again = await openInbox(opened);
    await until('it was asked for anew', () =>
      again.page.evaluate<boolean>(`caches.open('intreccio-data-2').then(async (cache) => {
        const all = await Promise.all((await cache.keys()).map((key) => cache.match(key)));
        return all.length > 0 && all.every((kept) => Date.now() - Number(kept.headers.get('kept-at')) < 60_000);
      })`),
    );
    expect(await told(again)).toContain(WHERE);
    await opened.context.close();
  });

  it('is lost altogether by a helper who was suspended meanwhile, at the first contact', async () => {
    const opened = await readBefore();
    const { uow, codec, people } = installation;
    await new StandingService(uow, codec).suspendMember(
      await people.coordinator(),
      helper.memberId,
      'Da chiarire',
    );
    const again = await openInbox(opened);
    await again.page.waitForURL(/\/login/);
    await until('nothing is kept', async () => (await told(again)) === '{}');
    expect((await keptOnDevice(again.page)).keys).toEqual([]);
    await opened.context.close();
  });
});
