import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, faultsOf, PHONE, quiet } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let helper: BuiltHelper;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  helper = await installation.people.helper({ maxTravelMinutes: 20 });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

it('an offer is for the municipalities one chooses, on the map of what is near enough', async () => {
  const { page, context, faults } = await place.show('/v/offers', PHONE, helper.actor);
  await page.getByRole('button', { name: 'Cambia' }).tap();
  // Beyond the river it is 35 minutes by road.
  await page.getByText('Ti possiamo chiedere di andare qui: Città.').waitFor();
  await page.getByLabel('Quanta strada fai?').selectOption('45');
  await page.getByText('Ti possiamo chiedere di andare qui: Città e Paese.').waitFor();
  await page.getByText('Solo in alcuni').tap();
  await page.getByRole('button', { name: 'Salva' }).tap();
  await page.locator('#places-wrong').getByText('Scegli almeno un comune').waitFor();
  await page.getByRole('checkbox', { name: 'Paese' }).check();
  await page.getByText('Ti possiamo chiedere di andare qui: Paese.').waitFor();
  await page.getByRole('button', { name: 'Salva' }).tap();
  await page.getByRole('button', { name: 'Salva' }).waitFor({ state: 'detached' });
  await page.locator('.said').getByText('Paese').waitFor();
  const client = await installation.as(helper.actor);
  const { body } = await client.get(`/v1/offers/${helper.offerId}`).expect(200);
  expect(body).toMatchObject({
    maxTravelMinutes: 45,
    municipalityIds: [installation.people.facts.municipalities.village],
  });
  expect(faults).toEqual([]);
  await context.close();
}, 60_000);

it.each([
  { language: 'it', width: 1280, colours: 'dark' },
  { language: 'ar', width: 320, colours: 'light' },
  { language: 'en', width: 390, colours: 'forced' },
] as const)(
  'the form of an offer has no fault: $language, $width px, $colours',
  async (view) => {
    const opened = await place.show('/v/offers', view, helper.actor);
    await opened.page.locator('li.card .acts .button').first().click();
    await opened.page.locator('.reach-map').waitFor();
    await quiet(opened.page);
    expect(await faultsOf(opened)).toEqual([]);
    await opened.context.close();
  },
  60_000,
);
