import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { BrowserPlace, DESKTOP, faultsOf, PHONE } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let administrator: MemberActor;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  administrator = await installation.people.administrator();
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('in the settings an administrator', () => {
  it('corrects an organisation, closes it, and removes one that nothing belongs to', async () => {
    const client = await installation.as(administrator);
    await client.post('/v1/organisations').send({ name: 'Ponte', kind: 'association' }).expect(201);
    const opened = await place.show('/co/settings', PHONE, administrator);
    const { page, context, faults } = opened;
    await page.getByRole('button', { name: 'Correggi Ponte' }).tap();
    await page.getByLabel('Come si raggiunge').fill('0382 123456');
    await page.getByLabel(/^Ha chiuso/).check();
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Salva', exact: true }).tap();
    await page.getByText(/^Chiusa dal/).waitFor();
    await page.getByText('0382 123456').waitFor();
    await page.getByRole('button', { name: 'Togli Ponte' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Togli', exact: true }).tap();
    await page.getByText('Ponte', { exact: true }).waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('corrects the names of places, and reads what uses one that stays', async () => {
    const { people } = installation;
    await people.family();
    const opened = await place.show('/co/settings', DESKTOP, administrator);
    const { page, context } = opened;
    await page.getByRole('button', { name: 'Correggi Paese' }).click();
    await page.getByLabel('Nome del comune').fill('Paese Bello');
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Salva il nome di Paese', exact: true }).click();
    await page.getByRole('button', { name: 'Salva il nome di Paese Bello', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Fatto' }).click();
    await page.getByRole('button', { name: 'Correggi Città' }).click();
    await page.getByRole('button', { name: 'Togli Centro' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Togli', exact: true }).click();
    await page.getByText(/^Ancora in uso: .*famiglie/).waitFor();
    const told = await page.getByRole('alert').innerText();
    expect(told).toContain('Qualcosa lo usa ancora: resta.');
    expect(told).not.toContain('Nel frattempo');
    await context.close();
  });
});
