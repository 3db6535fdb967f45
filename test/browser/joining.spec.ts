import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;

beforeAll(async () => {
  installation = await openInstallation();
  const { people, uow } = installation;
  coordinator = await people.coordinator();
  await new PolicyService(uow).setPolicy(people.facts.system, {
    key: 'selfRegistration',
    value: true,
    validFrom: people.day(0),
  });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const codeFor = (email: string) =>
  until('the code', async () =>
    installation.mails
      .messages()
      .filter(({ recipients }) => recipients.includes(email))
      .map(({ text }) => /\b\d{8}\b/.exec(text)?.[0])
      .find(Boolean),
  );

async function make(body: object): Promise<{ code: string; link: string }> {
  const desk = await installation.as(coordinator);
  const answer = await desk
    .post('/v1/invitations')
    .send({ language: 'it', days: 7, mostUses: 20, ...body })
    .expect(201);
  return answer.body;
}

describe('joining on a phone', () => {
  it('the desk makes an invitation, somebody opens its link, proves their address, and is at home', async () => {
    const desk = await place.show('/co/joining', DESKTOP, coordinator);
    await desk.page.getByRole('button', { name: 'Fai un invito' }).first().click();
    await desk.page.getByLabel('Per chi (lo leggi solo tu)').fill('Amina');
    await desk.page.locator('form').getByRole('button', { name: 'Fai un invito' }).click();
    const link = await desk.page.getByText(/\/join\/[\w-]{43}/).textContent();
    await desk.page.getByRole('listitem').getByText('Amina').waitFor();
    expect(desk.faults).toEqual([]);

    const { page, context, faults } = await place.show(new URL(link!).pathname, PHONE);
    await page.getByText('Distretto di prova ti invita').waitFor();
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByRole('alert').getByText('Qui manca qualcosa').waitFor();
    await page.getByLabel('Nome', { exact: true }).fill('Amina');
    await page.getByLabel('Cognome').fill('Khalil');
    await page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare').fill('amina@example.org');
    await page.getByLabel('Ho letto come usate i miei dati').check();
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByLabel('Il codice di 8 cifre').fill(await codeFor('amina@example.org'));
    await page.getByRole('button', { name: 'Ho scritto il codice' }).click();
    await page.waitForURL(`${place.base}/home`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
    await desk.context.close();
  });

  it('somebody asks by themselves, the desk sees who they may be and lets them in', async () => {
    const open = await place.show('/co/queue?kind=join-request', DESKTOP, coordinator);
    await open.page.getByText('Niente aspetta qui').waitFor();
    const { page, context, faults } = await place.show('/join', PHONE);
    await page.getByRole('button', { name: 'Distretto di prova' }).click();
    await page.getByLabel('Nome', { exact: true }).fill('Amena');
    await page.getByLabel('Cognome').fill('Halil');
    await page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare').fill('amena@example.org');
    await page.getByLabel('Ho letto come usate i miei dati').check();
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByRole('alert').getByText('Scegli: chiedere aiuto').waitFor();
    await page.getByLabel('Aiutare', { exact: true }).check();
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByRole('alert').getByText('Di’ che hai almeno 18 anni').waitFor();
    await page.getByLabel('Ho almeno 18 anni').check();
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByLabel('Il codice di 8 cifre').fill(await codeFor('amena@example.org'));
    await page.getByRole('button', { name: 'Ho scritto il codice' }).click();
    await page.getByText('Grazie. Una persona dello sportello').waitFor();
    await open.page.locator('.queue-row a').waitFor();
    await open.context.close();
    expect(faults).toEqual([]);
    await context.close();

    for (const view of viewsFor(0)) {
      const queue = await place.show('/co/queue?kind=join-request', view, coordinator);
      await queue.page.locator('.queue-row a').click();
      await queue.page.locator('.detail .facts').waitFor();
      expect({ view, faults: await faultsOf(queue) }).toEqual({ view, faults: [] });
      await queue.page.locator('.detail a[href="/co/joining"]').click();
      await queue.page.getByRole('article', { name: 'Amena Halil' }).waitFor();
      await queue.context.close();
    }
    for (const view of viewsFor(1)) {
      expect({ view, faults: await place.look('/co/joining', view, coordinator, 'article') }).toEqual({
        view,
        faults: [],
      });
    }
    const desk = await place.show('/co/joining', PHONE, coordinator);
    const asking = desk.page.getByRole('article', { name: 'Amena Halil' });
    await asking.getByRole('button', { name: 'Accogli', exact: true }).click();
    await desk.page.getByText('Adesso nessuno aspetta').waitFor();
    await desk.context.close();
  });

  it('a school proposes a family by its link, in every view', async () => {
    const { link } = await make({ kind: 'refer', organisationId: installation.people.facts.organisationId });
    for (const view of viewsFor(2)) {
      const shown = await place.show(new URL(link).pathname, { ...view, language: 'it' });
      await shown.page.getByLabel('Chi sei tu: nome e lavoro').waitFor();
      expect({ view, faults: await faultsOf(shown) }).toEqual({ view, faults: [] });
      await shown.context.close();
    }
  });

  it('a code that is no good says so, and what to do', async () => {
    const { page, context } = await place.show('/join/'.concat('a'.repeat(43)), PHONE);
    await page.getByRole('alert').getByText('Questo invito non vale più').waitFor();
    await page.getByLabel('Il codice di 12 cifre').fill('123');
    await page.getByRole('button', { name: 'Continua' }).click();
    await page.getByRole('alert').getByText('Il codice ha 12 cifre').waitFor();
    await context.close();
  });
});

it('somebody who sounds like a member is shown to the desk before they are entered twice', async () => {
  const { people } = installation;
  await people.member(['family'], { givenName: 'Ottavia' });
  const { page, context, faults } = await place.show('/co/people', PHONE, coordinator);
  await page.getByRole('button', { name: 'Inserisci una persona' }).click();
  await page.locator('input[name="givenName"]').fill('Amina');
  await page.locator('input[name="familyName"]').fill('Kalil');
  await page.locator('form input[type="checkbox"]').first().check();
  await page.locator('form button[type="submit"]').click();
  await page.getByRole('alert').getByText('Forse c’è già').waitFor();
  await page.getByRole('link', { name: 'Amina Khalil', exact: true }).waitFor();
  expect(await page.locator('input[name="givenName"]').inputValue()).toBe('Amina');
  await page.getByRole('button', { name: 'È un’altra persona: registra' }).click();
  await page.waitForURL(/\/co\/people\/[\w-]+$/);
  expect(faults.filter((fault) => !fault.includes('409 (Conflict)'))).toEqual([]);
  await context.close();
});
