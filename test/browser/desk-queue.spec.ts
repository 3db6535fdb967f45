import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { buildRequest } from '../builders/approval.builder.js';
import { buildCase } from '../builders/case.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, faultsOf } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
/** What waits, in the queue's order. */
let waiting: { id: string; requestId: string }[];

const DAY_MS = 86_400_000;
/** The screen reads as many at a time. */
const PAGE = 50;
const WAITING = 2 * PAGE + 3;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow } = installation;
  coordinator = await people.coordinator();
  const family = await people.family({ givenName: 'Marta' });
  const helper = await people.helper({ givenName: 'Anna' });
  const { runId } = await buildCase(uow, people, {
    family,
    helper,
    startsAt: new Date(START.getTime() + DAY_MS),
  });
  for (let count = 1; count <= WAITING; count += 1) {
    const { visitIds } = await buildRequest(uow, people, {
      family,
      starts: [new Date(START.getTime() + count * DAY_MS)],
    });
    await uow.run(people.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
         VALUES ($1, $2, $3, 1, 'availability', '{}')`,
        [tx.communityId, visitIds[0], runId],
      ),
    );
  }
  const desk = await installation.as(coordinator);
  waiting = [];
  for (let cursor: string | undefined; waiting.length < WAITING;) {
    const { body } = await desk
      .get('/v1/queue')
      .query({ kind: 'no-candidate', limit: PAGE, ...(cursor ? { cursor } : {}) })
      .expect(200);
    waiting.push(...body.items);
    cursor = body.nextCursor;
  }
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const pathOf = (id: string) => `/co/queue?kind=no-candidate&item=${id}`;

describe('a long queue', () => {
  it('opens what a link names, however far behind it waits', async () => {
    const last = waiting.at(-1)!;
    const opened = await place.show(pathOf(last.id), DESKTOP, coordinator);
    await opened.page.locator(`[data-row="${last.id}"][aria-current]`).waitFor();
    await opened.page.locator('.detail h2').waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await opened.context.close();
  });

  it('goes on behind its first page by the same key', async () => {
    const { page, context, faults } = await place.show(pathOf(waiting[PAGE - 1]!.id), DESKTOP, coordinator);
    await page.locator('.detail h2').waitFor();
    expect(await page.locator('[data-row]').count()).toBe(PAGE);
    await page.keyboard.press('j');
    const next = page.locator(`[data-row="${waiting[PAGE]!.id}"]`);
    await next.and(page.locator('[aria-current]')).waitFor();
    await next.and(page.locator(':focus')).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('a case nobody looks after', () => {
  it('is taken by whoever sets the day to call back on, and a colleague reads who that is', async () => {
    const { people } = installation;
    const { id, requestId } = waiting[0]!;
    const desk = await installation.as(coordinator);
    const own = await place.show(pathOf(id), DESKTOP, coordinator);
    await own.page.getByText('Il caso: note e telefonate').click();
    await own.page.getByText('Con la data il caso diventa tuo').waitFor();
    await own.page.getByLabel('Richiamare il').fill(people.day(3));
    await own.page.getByText('Questo caso è tuo').waitFor();
    await until('the day', async () => {
      const { body } = await desk.get(`/v1/requests/${requestId}`).expect(200);
      return body.callBackOn === people.day(3) && body.ownerId === coordinator.memberId;
    });
    expect(await faultsOf(own)).toEqual([]);
    await own.context.close();

    const { body } = await desk.get(`/v1/members/${coordinator.memberId}`).expect(200);
    const colleague = (await people.member(['coordinator'])).actor;
    const theirs = await place.show(pathOf(id), DESKTOP, colleague);
    await theirs.page.getByText('Il caso: note e telefonate').click();
    await theirs.page.getByText('Se ne occupa').getByRole('link', { name: body.givenName }).waitFor();
    expect(await faultsOf(theirs)).toEqual([]);
    await theirs.context.close();
  });
});

describe('a kind of help that was switched off', () => {
  it('stays among the settings, and is offered again from there', async () => {
    const administrator = await installation.people.administrator();
    const opened = await place.show('/co/settings', DESKTOP, administrator);
    const { page, context } = opened;
    const kind = page.locator('li.queue-row', { has: page.getByText('Babysitting', { exact: true }) });
    await kind.getByRole('button', { name: 'Cambia' }).click();
    await kind.getByRole('button', { name: 'Non si offre più' }).click();
    await kind.getByText('Non si offre', { exact: true }).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await kind.getByRole('button', { name: 'Cambia' }).click();
    await kind.getByRole('button', { name: 'Offri di nuovo' }).click();
    await kind.getByText('Non si offre', { exact: true }).waitFor({ state: 'detached' });
    await context.close();
  });
});
