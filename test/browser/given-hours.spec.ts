import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { buildCase } from '../builders/case.builder.js';
import type { BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let helper: BuiltHelper;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people } = installation;
  const family = await people.family({ givenName: 'Giulia' });
  helper = await people.helper({ givenName: 'Marco' });
  // Of an hour and a half each: one in this month and not confirmed, one in the last and confirmed.
  const one = await buildCase(uow, people, {
    family,
    helper,
    startsAt: new Date(START.getTime() - 2 * DAY_MS),
  });
  const two = await buildCase(uow, people, {
    family,
    helper,
    startsAt: new Date(START.getTime() - 9 * DAY_MS),
  });
  await uow.run(people.facts.system, async (tx) => {
    await tx.sql(`UPDATE seat SET state = 'done' WHERE id = $1`, [one.seatId]);
    await tx.sql(`UPDATE seat SET state = 'counted' WHERE id = $1`, [two.seatId]);
    await tx.sql(`UPDATE time_entry SET state = 'confirmed' WHERE id = $1`, [two.timeEntryId]);
  });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

it('the hours one gave are summed for the period one chooses, and go along as a certificate', async () => {
  const { page, context } = await place.show('/hours', undefined, helper.actor);
  const given = page.locator('section', { has: page.getByRole('heading', { name: 'Ore che hai dato' }) });
  await given.getByText('In attesa di conferma: 1 h 30 min').waitFor();
  expect(await given.getByRole('link', { name: 'Scarica il certificato' }).count()).toBe(0);
  await given.getByLabel('Periodo').selectOption('lastMonth');
  await given.getByText('Ore contate').waitFor();
  expect(await given.locator('.number').innerText()).toBe('1 h 30 min');
  await given.getByLabel('Periodo').selectOption('all');
  const download = page.waitForEvent('download');
  await given.getByRole('link', { name: 'Scarica il certificato' }).click();
  const file = await (await download).path();
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
  await context.close();
}, 60_000);
