import type { MemberActor } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BuiltFamily } from '../builders/people.builder.js';
import { BrowserPlace, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let family: BuiltFamily;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  coordinator = await installation.people.coordinator();
  family = await installation.people.family({ givenName: 'Marta' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const own = async (path: string) => (await (await installation.as(family.actor)).get(path).expect(200)).body;
const path = () => `/co/people/${family.memberId}`;
const CHOICES = 'Che cosa accetta: scrivi quello che ti dice';
const CARD = 'Scheda per le emergenze: scrivi quello che ti dicono';

describe('a guardian who can neither write nor tap', () => {
  it('tells the desk what they agree to, and takes it back', async () => {
    for (const view of viewsFor(1)) {
      const opened = await place.show(path(), view, coordinator);
      // The parts of the page come one after another.
      await until('all that can be opened is open', async () => {
        await opened.page.locator('details').evaluateAll((all) => all.forEach((one) => (one.open = true)));
        return (
          (await opened.page.locator('details .switch').count()) > 0 &&
          (await opened.page.locator('[id^="who-"]').count()) > 0
        );
      });
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const { page, context, faults } = await place.show(path(), PHONE, coordinator);
    await page.getByText(CHOICES).tap();
    const part = page.locator('details', { hasText: CHOICES });
    await part.getByLabel('In che lingua?').selectOption('ar');
    const last = part.locator('.switch').last();
    for (const given of [true, false]) {
      await last.tap();
      await until(`the choice ${given}`, async () => {
        const { items } = await own('/v1/me/privacy-choices');
        return items.at(-1).given === given && items.at(-1).language === 'ar';
      });
      // What is shown is what the next tap turns round.
      await until('the switch', async () => ((await last.getAttribute('data-selected')) !== null) === given);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  it('tells the desk what a helper must know of a child, and alone reads it again', async () => {
    const { page, context, faults } = await place.show(path(), PHONE, coordinator);
    await page.getByText(CARD).first().tap();
    const part = page.locator('details', { hasText: CARD }).first();
    await part.getByLabel('Chi chiamare').fill('Nonna Pia');
    await part.locator('input[type="tel"]').fill('0382 111222');
    await part.locator('textarea').fill('Niente noci');
    await part.locator('input[type="checkbox"]').check();
    await part.getByRole('button', { name: 'Salva' }).tap();
    await part.getByText('Salvato').waitFor();
    expect(await own(`/v1/dependants/${family.dependantIds[0]}/care-card`)).toMatchObject({
      emergencyName: 'Nonna Pia',
      instructions: 'Niente noci',
    });
    const desk = await installation.as(coordinator);
    await desk.get(`/v1/dependants/${family.dependantIds[0]}/care-card`).expect(404);
    expect(faults).toEqual([]);
    await context.close();
  });
});
