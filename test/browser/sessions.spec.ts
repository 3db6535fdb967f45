import type { MemberActor } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserPlace, DESKTOP, faultsOf, PHONE } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;

const NAMES = ['Rosa', 'Mina', 'Ada'] as const;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people } = installation;
  coordinator = await people.coordinator();
  for (const givenName of NAMES) {
    const family = await people.family({ givenName });
    const client = await installation.as(family.actor);
    await client
      .post('/v1/requests')
      .send({
        householdId: family.householdId,
        categoryId: people.facts.categories.babysitting,
        dependantIds: family.dependantIds,
        schedule: { frequency: 'once', firstDay: people.day(1), startTime: '17:00', endTime: '19:00' },
        regimes: ['volunteer'],
        open: true,
      })
      .expect(201);
  }
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const listed = async () =>
  (await (await installation.as(coordinator)).get('/v1/sessions').expect(200)).body.items as {
    capacity: number;
    placesTaken: number;
  }[];

describe('visits of several families at the same time', () => {
  it('are joined by the desk, which sees whose they are; one more joins, and one leaves', async () => {
    const opened = await place.show('/co/sessions', PHONE, coordinator);
    const { page, context, faults } = opened;
    await page.getByText('Nessuna visita insieme in programma').waitFor();
    await page.getByRole('button', { name: 'Unisci visite' }).tap();
    const form = page.getByRole('form', { name: /^17:00/ });
    await form.getByRole('checkbox', { name: /Rosa/ }).check();
    await form.getByText('Scegli almeno due visite').waitFor();
    await form.getByRole('checkbox', { name: /Mina/ }).check();
    await form.locator('input[name=title]').fill('Compiti insieme');
    await form.getByLabel('Posti').fill('3');
    expect(await faultsOf(opened)).toEqual([]);
    await form.getByRole('button', { name: 'Unisci visite' }).tap();
    const session = page.getByRole('article', { name: 'Compiti insieme' });
    await session.getByText('2 posti su 3').waitFor();
    await session.getByRole('link', { name: /Mina/ }).waitFor();
    await session.getByRole('button', { name: 'Aggiungi una visita' }).tap();
    await session.getByText(/Ada/).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await session.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await session.getByText('3 posti su 3').waitFor();
    expect(await listed()).toMatchObject([{ capacity: 3, placesTaken: 3 }]);
    // Nobody is offered any more to a session that is full.
    expect(await session.getByRole('button', { name: 'Aggiungi', exact: true }).count()).toBe(0);
    const rosa = session.getByRole('listitem').filter({ hasText: 'Rosa' });
    await rosa.getByRole('button', { name: /^Togli/ }).tap();
    await session.getByText('2 posti su 3').waitFor();
    expect(await session.getByText('Rosa').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('are not a family’s to join', async () => {
    const { actor } = await installation.people.family();
    const { page, context } = await place.show('/co/sessions', DESKTOP, actor);
    await page.waitForURL(`${place.base}/home`);
    await context.close();
  });
});
