import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { assignedTo } from '../builders/assignment.builder.js';
import type { BuiltFamily } from '../builders/people.builder.js';
import { FIRST, week } from '../builders/visits.scene.js';
import { BrowserPlace, PHONE, quiet, viewsFor, type OpenedPage } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let family: BuiltFamily;
let shown: OpenedPage;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  family = await installation.people.family({ givenName: 'Giulia' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** That there is no care card yet is told by a 404, which the browser writes down. */
const faults = () => shown.faults.filter((fault) => !fault.includes('404 (Not Found)'));

describe('a family’s own record', () => {
  it('takes a child by a short name, says beside the field what is missing, and refuses a surname', async () => {
    shown = await place.show('/household', PHONE, family.actor);
    const { page } = shown;
    await page.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await page.getByRole('button', { name: 'Salva' }).tap();
    const field = page.getByLabel('Nome breve');
    await page.locator('#nickname-wrong').getByText('Scrivi un nome breve').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('Stella');
    await page.getByLabel('Età').selectOption('3-5');
    expect(await page.getByLabel('In macchina').inputValue()).toBe('child');
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByRole('heading', { name: 'Stella' }).waitFor();
    expect(faults()).toEqual([]);
  });

  it('keeps a care card only with consent, and shows it again', async () => {
    const { page } = shown;
    const child = page.getByRole('article', { name: 'Stella' });
    await child.getByText('Scheda di cura').tap();
    await child.getByLabel('Chi chiamare').fill('Nonna');
    await child.getByLabel('Il suo telefono').fill('+39 333 1234567');
    await child.getByLabel('Che cosa deve sapere').fill('Allergia alle arachidi');
    await child.getByRole('button', { name: 'Salva' }).tap();
    await child.getByRole('alert').getByText('Senza il tuo accordo').waitFor();
    await child.getByLabel('Sono d’accordo').check();
    await child.getByRole('button', { name: 'Salva' }).tap();
    await page.getByText('Salvato').waitFor();
    await page.reload();
    await child.getByText('Scheda di cura').tap();
    await child.getByLabel('Il suo telefono').waitFor();
    expect(await child.getByLabel('Il suo telefono').inputValue()).toBe('+39 333 123 4567');
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});

describe('a request that is sent', () => {
  it('can have another note, another time once, and another time for all dates to come', async () => {
    const { uow, people } = installation;
    const { requestId } = await buildRequest(uow, people, {
      family,
      starts: [FIRST, week(1)],
    });
    await uow.run(people.facts.system, (tx) =>
      tx.sql(
        `UPDATE request SET frequency = 'weekly', weekdays = '{1}', start_minute = 960, end_minute = 1020 WHERE id = $1`,
        [requestId],
      ),
    );
    shown = await place.show(`/requests/${requestId}`, PHONE, family.actor);
    const { page } = shown;
    const visits = page.locator('section[aria-labelledby="visits"]').getByRole('listitem');
    const change = async (end: string, reach: string, ...acts: string[]) => {
      await visits.first().getByRole('button', { name: 'Cambia orario' }).tap();
      await page.getByRole('dialog').getByText(reach, { exact: true }).tap();
      await page.getByLabel('Alle', { exact: true }).selectOption(end);
      for (const act of acts)
        await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).tap();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await quiet(page);
    };
    await change('17:30', 'Solo questa volta', 'Salva');
    await visits.nth(0).getByText('16:00\u2060–\u206017:30').waitFor();
    await visits.nth(1).getByText('16:00\u2060–\u206017:00').waitFor();
    await change('18:00', 'Questa e tutte le seguenti', 'Avanti', 'Cambia');
    await visits.nth(1).getByText('16:00\u2060–\u206018:00').waitFor();
    await page.getByRole('link', { name: 'Modifica' }).tap();
    await page.getByLabel('Cosa deve sapere').fill('Suonare due volte');
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByText('Suonare due volte').waitFor();
    await visits.nth(1).getByText('16:00\u2060–\u206018:00').waitFor();
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});

describe('a series to which somebody comes', () => {
  it('goes on at another time from a visit on, once it is said what that means', async () => {
    const { uow, people } = installation;
    const helper = await people.helper({ regime: 'timebank' });
    const asked = await buildRequest(uow, people, { family, starts: [FIRST, week(1), week(2)] });
    await uow.run(people.facts.system, (tx) =>
      tx.sql(
        `UPDATE request SET frequency = 'weekly', weekdays = '{1}', start_minute = 960, end_minute = 1020 WHERE id = $1`,
        [asked.requestId],
      ),
    );
    const { assignmentId } = await approve(uow, people, { helper, family, asked });
    await uow.run(people.facts.system, (tx) =>
      tx.sql(`UPDATE assignment SET state = 'confirmed' WHERE id = $1`, [assignmentId]),
    );
    shown = await place.show(`/requests/${asked.requestId}`, PHONE, family.actor);
    const { page } = shown;
    const visits = page.locator('section[aria-labelledby="visits"]').getByRole('listitem');
    await visits.nth(1).getByRole('button', { name: 'Cambia orario' }).tap();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Giorno della settimana').selectOption('3');
    await dialog.getByRole('button', { name: 'Avanti' }).tap();
    await dialog.getByText('2 visite saranno di mercoledì').waitFor();
    await dialog.getByText('A 2 di queste visite viene già qualcuno').waitFor();
    await dialog.getByRole('button', { name: 'Cambia', exact: true }).tap();
    await page.waitForURL((url) => !url.pathname.endsWith(asked.requestId));
    await page
      .getByText(/^mercoledì, 16:00/)
      .first()
      .waitFor();
    await visits.nth(1).waitFor();
    expect(await visits.count()).toBe(2);
    await page.goto(`${place.base}/requests/${asked.requestId}`);
    await visits.first().waitFor();
    expect(await visits.filter({ hasText: 'Annullata' }).count()).toBe(2);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});

describe('the calendar link', () => {
  it('is shown once, can be opened by a calendar program, and is ended', async () => {
    shown = await place.show('/settings', PHONE, family.actor);
    const { page } = shown;
    await page.getByRole('button', { name: 'Crea il link' }).tap();
    const url = await page.getByLabel('Il tuo link').inputValue();
    const { pathname } = new URL(url);
    expect((await fetch(place.base + pathname)).status).toBe(200);
    await page.getByRole('button', { name: 'Spegni il link' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Spegni il link' }).tap();
    await page.getByRole('button', { name: 'Crea il link' }).waitFor();
    expect((await fetch(place.base + pathname)).status).toBe(404);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});

describe('a guardian who sees a part of the household', () => {
  it('finds at home what is for their own child, and is told so where the household is', async () => {
    const { uow, people } = installation;
    const household = await people.family({ dependants: [{ nickname: 'Lu' }, { nickname: 'Bea' }] });
    const second = (await people.member(['family'], { givenName: 'Omar' })).actor;
    const [other, own] = household.dependantIds;
    const { babysitting, homework } = people.facts.categories;
    const ask = (dependantId: string, categoryId: string) =>
      buildRequest(uow, people, {
        family: household,
        starts: [FIRST],
        dependantIds: [dependantId],
        categoryId,
      });
    await ask(other!, babysitting);
    await ask(own!, homework);
    const desk = await installation.as(await people.coordinator());
    const path = `/v1/households/${household.householdId}`;
    const { body } = await desk.post(`${path}/guardians`).send({ memberId: second.memberId }).expect(200);
    await desk
      .put(`${path}/guardians/${second.memberId}/sight`)
      .set('if-match', `"v${body.version}"`)
      .send({ limitedTo: [own] })
      .expect(200);

    for (const view of viewsFor(0)) {
      expect({ view, faults: await place.look('/home', view, second) }).toEqual({ view, faults: [] });
    }
    shown = await place.show('/home', PHONE, second);
    const { page } = shown;
    await page.getByText('Compiti').first().waitFor();
    expect(await page.getByText('Babysitting').count()).toBe(0);
    await page.goto(`${place.base}/household`);
    await page.getByRole('heading', { name: 'Bea' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Lu', exact: true }).count()).toBe(0);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});

describe('what a family is told when something is missing', () => {
  it('shows the way to enter a child from the request, which keeps what was chosen', async () => {
    const childless = await installation.people.family({ dependants: [] });
    shown = await place.show('/ask/what', PHONE, childless.actor);
    const { page } = shown;
    await page.getByLabel('Babysitting').check();
    await page.getByRole('link', { name: 'Aggiungi chi vive con te' }).tap();
    await page.waitForURL(`${place.base}/household`);
    await page.goBack();
    expect(await page.getByLabel('Babysitting').isChecked()).toBe(true);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });

  it('says whom to call instead of a button that sends nothing, when the family is not entered', async () => {
    const { actor } = await installation.people.member(['family']);
    for (const view of viewsFor(1)) {
      expect({ view, faults: await place.look('/ask/check', view, actor) }).toEqual({ view, faults: [] });
    }
    shown = await place.show('/ask/check', PHONE, actor);
    const { page } = shown;
    const told = page.getByRole('status').filter({ hasText: 'non è ancora registrata' });
    expect(await told.getByRole('link', { name: 'Chiama' }).getAttribute('href')).toMatch(/^tel:\+?\d+$/);
    expect(await page.getByRole('button', { name: 'Invia' }).count()).toBe(0);
    await shown.context.close();
  });

  it('tells until when the yes is awaited, and whom to call for another time of a covered visit', async () => {
    const { uow, people } = installation;
    const helper = await people.helper({ givenName: 'Marco' });
    const when = { startsAt: FIRST, minutes: 60 };
    const asked = await assignedTo(uow, people, { family, helper }, { state: 'awaiting-guardian', ...when });
    await uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE assignment SET answer_by = $2 WHERE id = $1', [
        asked.assignmentId,
        new Date('2026-10-10T16:30:00Z'),
      ]),
    );
    shown = await place.show(`/requests/${asked.requestId}`, PHONE, family.actor);
    const { page } = shown;
    await page.getByText(/entro .*10 ott.*18:30.*\. Poi cerchiamo/).waitFor();
    const covered = await assignedTo(
      uow,
      people,
      { family, helper },
      { state: 'confirmed', startsAt: new Date(FIRST.getTime() + DAY_MS), minutes: 60 },
    );
    await page.goto(`${place.base}/requests/${covered.requestId}`);
    const visits = page.getByRole('region', { name: 'Le date' });
    await visits.getByText('quando c’è già chi viene').getByRole('link').waitFor();
    expect(await visits.getByRole('button', { name: 'Cambia orario' }).count()).toBe(0);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });

  it('reads in the statement why the desk gave hours', async () => {
    const { people } = installation;
    const desk = await installation.as(await people.coordinator());
    await desk
      .post('/v1/adjustments')
      .set('idempotency-key', 'hours-of-the-feast')
      .send({ memberId: family.memberId, minutes: 90, reason: 'Ore della festa di quartiere' })
      .expect(200);
    shown = await place.show('/balance', PHONE, family.actor);
    const { page } = shown;
    await page.getByRole('listitem').filter({ hasText: 'Ore della festa di quartiere' }).waitFor();
    // What the ledger writes by itself, in English, is said by the name of the movement.
    expect(await page.getByText('Opening balance').count()).toBe(0);
    expect(faults()).toEqual([]);
    await shown.context.close();
  });
});
