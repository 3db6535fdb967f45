import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  coordinator = await installation.people.coordinator();
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const read = async (path: string) => (await (await installation.as(coordinator)).get(path).expect(200)).body;

/** Actions on record of somebody, by the coordinator who reads here. */
const onRecord = (memberId: string) =>
  installation.uow.run(installation.people.facts.system, async (tx) =>
    (
      await tx.sql<{ action: string }>(
        `SELECT DISTINCT action FROM audit_record WHERE actor_member_id = $1 AND $2 = ANY (subject_ids)`,
        [coordinator.memberId, memberId],
      )
    ).map(({ action }) => action),
  );

describe('a person’s record at the desk', () => {
  it('is corrected as they say it on the phone, field by field, and that is on record', async () => {
    const { memberId } = await installation.people.family({ givenName: 'Marta' });
    for (const view of viewsFor(0)) {
      const opened = await place.show(`/co/people/${memberId}`, view, coordinator);
      await opened.page.locator('section.card .acts .button').first().click();
      await opened.page.locator('[name="familyName"]').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const { page, context, faults } = await place.show(`/co/people/${memberId}`, PHONE, coordinator);
    await page.getByRole('button', { name: 'Correggi' }).tap();
    await page.getByLabel('Cognome').fill('Bianchi');
    await page.getByLabel('Telefono', { exact: true }).fill('0382 399200');
    await page.getByLabel('Lingua').selectOption('ar');
    await page.getByRole('button', { name: 'Salva' }).first().tap();
    await page.getByRole('heading', { level: 1, name: 'Marta Bianchi' }).waitFor();
    expect(await read(`/v1/members/${memberId}`)).toMatchObject({
      givenName: 'Marta',
      familyName: 'Bianchi',
      phone: '+39 0382 399200',
      language: 'ar',
    });
    expect(await onRecord(memberId)).toContain('member.edit');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('says which field is wrong, keeps what was typed, and takes an address off that was emptied', async () => {
    const { memberId, email } = await installation.people.family({ givenName: 'Rosa' });
    const { page, context } = await place.show(`/co/people/${memberId}`, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Correggi' }).click();
    await page.getByLabel('Telefono', { exact: true }).fill('12');
    await page.getByRole('button', { name: 'Salva' }).first().click();
    await page.locator('#wrong-phone').waitFor();
    const phone = page.locator('[name="phone"]');
    expect(await phone.inputValue()).toBe('12');
    await phone.fill('0382 399201');
    await page.getByLabel('E-mail').fill('');
    await page.getByRole('button', { name: 'Salva' }).first().click();
    await page.getByRole('link', { name: email }).waitFor({ state: 'detached' });
    expect(await read(`/v1/members/${memberId}`)).toMatchObject({ email: null, phone: '+39 0382 399201' });
    await context.close();
  });

  it('pauses a helper until a day, and that is on record', async () => {
    const { memberId } = await installation.people.helper({ givenName: 'Anna' });
    const { page, context, faults } = await place.show(`/co/people/${memberId}`, DESKTOP, coordinator);
    await page.locator('details.section summary').first().click();
    await page.getByLabel('In pausa fino a').fill(installation.people.day(14));
    await page.getByLabel('Ore alla settimana, al massimo').fill('3');
    const form = page.locator('form', { has: page.getByLabel('In pausa fino a') });
    await form.getByRole('button', { name: 'Salva' }).click();
    await form.getByText(/^In pausa: /).waitFor();
    await until('the pause', async () => {
      const profile = await read(`/v1/helpers/${memberId}/profile`);
      return profile.pausedUntil === installation.people.day(14) && profile.weeklyMinutes === 180;
    });
    expect(await onRecord(memberId)).toContain('availability.edit');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('of a colleague is not a coordinator’s to correct, and says of a suspension what happened', async () => {
    const { people } = installation;
    const colleague = (await people.member(['coordinator'], { givenName: 'Carla' })).actor;
    const theirs = await place.show(`/co/people/${colleague.memberId}`, DESKTOP, coordinator);
    await theirs.page.getByRole('heading', { level: 1, name: /^Carla/ }).waitFor();
    expect(await theirs.page.getByRole('button', { name: 'Correggi' }).count()).toBe(0);
    await theirs.context.close();
    const { memberId } = await people.family({ givenName: 'Pia' });
    const { page, context, faults } = await place.show(`/co/people/${memberId}`, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Sospendi' }).click();
    await page.getByLabel('La ragione, che resta scritta').fill('Lo chiede lei');
    await page.getByRole('button', { name: 'Sospendi' }).click();
    await page.getByText('Sospensione · Lo chiede lei').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
