import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemberService } from '#members';
import { BrowserPlace, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;

beforeAll(async () => {
  installation = await openInstallation();
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('the pages for everybody', () => {
  const PAGES = ['/', '/login', '/join', '/privacy', '/accessibility'];

  it.each(PAGES)('%s has no fault in any view', async (path) => {
    for (const view of viewsFor(PAGES.indexOf(path))) {
      const shown = await place.show(path, view);
      expect({ view, faults: await faultsOf(shown) }).toEqual({ view, faults: [] });
      expect(await shown.page.locator('html').getAttribute('lang')).toBe(view.language);
      await shown.context.close();
    }
  });

  it('keep the language one chose', async () => {
    const { page, context } = await place.show('/');
    await page.getByRole('link', { name: 'العربية' }).click();
    await page.waitForURL(/lang=ar/);
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.goto(`${place.base}/privacy`);
    expect(await page.locator('html').getAttribute('lang')).toBe('ar');
    await context.close();
  });
});

describe('the application', () => {
  it('can be installed, as the browser itself says', async () => {
    const { page, context } = await place.show('/home', PHONE, (await installation.people.family()).actor);
    await page.locator('h1').waitFor();
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A browser that leaves nothing behind installs nothing.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await context.close();
  });
});

describe('signing in', () => {
  it('by the link of the mail goes in with one press, and a mail scanner’s look takes nothing away', async () => {
    const family = await installation.people.family();
    const { page, context, faults } = await place.show('/login');
    await page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare').fill(family.email);
    await page.getByRole('button', { name: 'Mandami il codice' }).click();
    await page.getByText('il codice è in arrivo').waitFor();
    const mail = await until('the sign-in mail', async () =>
      installation.mails.messages().find(({ recipients }) => recipients.includes(family.email)),
    );
    const { pathname, search } = new URL(/https?:\/\/\S+\/login\?token=[\w-]+/.exec(mail.text)![0]);
    const scanner = await place.show(pathname + search);
    await scanner.context.close();
    await page.goto(place.base + pathname + search);
    await page.getByRole('button', { name: 'Entra' }).first().click();
    await page.waitForURL(`${place.base}/home`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('by the code of an SMS works with a phone and nothing else, typed as people type', async () => {
    await new MemberService(installation.uow, installation.people.codec).createMember(
      installation.people.facts.system,
      { givenName: 'Amina', familyName: 'Prova', phone: '333 765 4321', language: 'it', roles: ['family'] },
    );
    const { page, context, faults } = await place.show('/login');
    await page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare').fill('٣٣٣ 765 4321');
    await page.getByRole('button', { name: 'Mandami il codice' }).click();
    await page.getByText('il codice è in arrivo').waitFor();
    const sms = await until('the code', async () =>
      installation.sms.messages().find(({ to }) => to === '+393337654321'),
    );
    const code = /\b\d{8}\b/.exec(sms.text)![0];
    await page.getByLabel('Il codice di 8 cifre').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
    await page.getByRole('button', { name: 'Entra', exact: true }).click();
    await page.waitForURL(`${place.base}/home`);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says what is wrong with an address and a code, on the field, and keeps what was typed', async () => {
    const { page, context } = await place.show('/login');
    await page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare').fill('sara@');
    await page.getByRole('button', { name: 'Mandami il codice' }).click();
    await page.getByRole('alert').getByText('Scrivi un indirizzo e-mail completo').waitFor();
    const field = page.getByLabel('Il tuo indirizzo e-mail o il tuo cellulare');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('sara@');
    await page.getByLabel('Il codice di 8 cifre').fill('123');
    await page.getByRole('button', { name: 'Entra', exact: true }).click();
    await page.getByRole('alert').getByText('Il codice ha 8 cifre').waitFor();
    await context.close();
  });

  it('is asked for first by every screen, which then comes back', async () => {
    const { page, context } = await place.show('/inbox');
    await page.waitForURL(/\/login\?next=%2Finbox/);
    await context.close();
  });
});
