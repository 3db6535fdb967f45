import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssignmentsService, HoursService } from '#assignments';
import { DeliveryService } from '#notifications';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, PHONE, faultsOf, type OpenedPage } from '../support/browser.js';
import { press, tabTo } from '../support/keyboard.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let family: BuiltFamily;
let helper: BuiltHelper;
let atFamily: OpenedPage;
let atHelper: OpenedPage;
let atDesk: OpenedPage;

beforeAll(async () => {
  installation = await openInstallation();
  const { people } = installation;
  family = await people.family({ givenName: 'Ada' });
  helper = await people.helper({
    regime: 'timebank',
    categoryIds: [people.facts.categories.babysitting],
    givenName: 'Bruno',
  });
  place = await BrowserPlace.open(installation);
  atFamily = await place.show('/home', { ...PHONE, width: 1280 }, family.actor);
  atHelper = await place.show('/v/home', PHONE, helper.actor);
  atDesk = await place.show('/co/queue?kind=new', DESKTOP, await people.coordinator());
  await atDesk.page.getByText('Niente aspetta qui').waitFor();
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

async function balanceOf(who: BuiltFamily | BuiltHelper): Promise<number> {
  const { body } = await (await installation.as(who.actor)).get('/v1/me/account').expect(200);
  return (body as { balanceMinutes: number }).balanceMinutes;
}

describe('from the need to the confirmed hour, in the browser', () => {
  it('a family asks with the keyboard alone, and is told what is missing where it is missing', async () => {
    const { page } = atFamily;
    await page.getByRole('heading', { name: 'Ciao, Ada' }).waitFor();
    await press(page, 'Chiedi aiuto');
    await page.getByRole('heading', { name: 'Di che aiuto hai bisogno?' }).waitFor();
    await page.getByRole('radio', { name: 'Babysitting' }).waitFor();
    await press(page, 'Avanti');
    const complaint = page.getByRole('alert');
    await complaint.getByText('Scegli il tipo di aiuto').waitFor();
    expect(await complaint.evaluate((box) => box === box.ownerDocument.activeElement)).toBe(true);
    await press(page, 'Babysitting', 'Space');
    await press(page, 'Avanti');
    await page.getByRole('heading', { name: 'Quando?' }).waitFor();
    await press(page, 'Avanti');
    await page.getByRole('heading', { name: 'Dove?' }).waitFor();
    await press(page, 'Avanti');
    await page.getByRole('heading', { name: 'È tutto giusto?' }).waitFor();
    await tabTo(page, 'Dono');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Cosa deve sapere');
    await page.keyboard.type('Suonare due volte');
    await press(page, 'Invia la richiesta');
    await page.getByRole('heading', { name: 'Richiesta inviata' }).waitFor();
    expect(await page.evaluate("localStorage.getItem('intreccio.ask')")).toBeNull();
  });

  it('what matching proposes comes into the open queue by itself; the desk approves, and the helper says yes on a phone with one tap', async () => {
    const row = atDesk.page.locator('[data-row^="new."]');
    await row.click();
    await atDesk.page.getByRole('button', { name: 'Approva' }).click();
    await atDesk.page.getByText('Approvato:').waitFor();
    const { page } = atHelper;
    await page.getByRole('link', { name: /Babysitting/ }).tap();
    await page.getByRole('heading', { name: 'Babysitting: puoi?' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Via di Prova');
    await page.getByRole('button', { name: 'Sì, ci sono' }).tap();
    await page.getByText('Ora la famiglia dice se va bene').waitFor();
  });

  it('the guardian sees who it is and says yes; the helper then sees the address', async () => {
    const { page } = atFamily;
    await page.goto(`${place.base}/home`);
    await page.getByRole('link', { name: /Bruno può venire/ }).click();
    await page.getByRole('button', { name: 'Sì, va bene' }).click();
    await page.getByText('tutte le visite sono coperte').waitFor();
    await atHelper.page.getByText('Via di Prova').waitFor();
    await atHelper.page.getByText('Suonare due volte').waitFor();
  });

  it('after the visit the helper writes down the hours, and the family confirms them from the mail, without signing in', async () => {
    installation.clock.advanceMinutes(3 * 1_440);
    const { page } = atHelper;
    await page.reload();
    await page.getByRole('button', { name: 'Ho finito' }).tap();
    await page.getByRole('link', { name: /Le ore di una visita/ }).tap();
    await page.getByRole('button', { name: 'Segna 2 h' }).tap();
    await page.getByText('Quanto è durata?').waitFor({ state: 'detached' });
    const [before, given] = [await balanceOf(family), await balanceOf(helper)];
    const mail = await until('the mail about the hours', async () => {
      await installation.api.get(DeliveryService, { strict: false }).deliverDue(installation.people.id);
      return installation.mails
        .messages()
        .map(({ recipients, text }) => recipients.includes(family.email) && /\/c\/[\w-]+/.exec(text)?.[0])
        .find(Boolean);
    });
    const link = await place.show(mail);
    expect(await faultsOf(link)).toEqual([]);
    expect(await balanceOf(family)).toBe(before);
    await link.page.getByRole('button', { name: 'Sì, è giusto' }).dblclick();
    await link.page.getByRole('heading', { name: 'Grazie, è confermato' }).waitFor();
    await link.context.close();
    expect(await balanceOf(family)).toBe(before - 120);
    expect(await balanceOf(helper)).toBe(given + 120);
    await atFamily.page.goto(`${place.base}/balance`);
    const lines = atFamily.page.getByRole('listitem').filter({ hasText: 'Visita' });
    await lines.first().waitFor();
    expect(await lines.count()).toBe(1);
  });

  it('without a fault in either browser', () => {
    expect([...atFamily.faults, ...atHelper.faults, ...atDesk.faults]).toEqual([]);
  });
});

describe('a double tap on “it is right”', () => {
  it('confirms once', async () => {
    const { uow, clock, people } = installation;
    const other = await people.family({ givenName: 'Dora' });
    const start = new Date(clock.now().getTime() + 86_400_000);
    const asked = await buildRequest(uow, people, { family: other, starts: [start] });
    const made = await approve(uow, people, { helper, family: other, asked });
    const assignments = new AssignmentsService(uow);
    await assignments.accept(helper.actor, made.assignmentId);
    if (made.guardianNeeded) await assignments.guardianYes(other.actor, made.assignmentId);
    clock.moveTo(endOf(start, 61));
    await new HoursService(uow).declare(helper.actor, made.seatIds[0]!, 60);
    const before = await balanceOf(other);
    const { page, context } = await place.show('/hours', PHONE, other.actor);
    await page.getByRole('button', { name: 'È giusto', exact: true }).dblclick();
    await page.getByText('Niente da confermare').waitFor();
    expect(await balanceOf(other)).toBe(before - 60);
    await context.close();
  });
});

describe('a draft', () => {
  it('outlives a lost connection and a closed page', async () => {
    const { page, context } = await place.show('/ask/what', PHONE, family.actor);
    await page.getByRole('radio', { name: 'Babysitting' }).check();
    await context.setOffline(true);
    await page.getByText('Sei senza rete').waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByRole('radio', { name: 'Babysitting', checked: true }).waitFor();
    await context.close();
  });
});
