import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let helper: BuiltHelper;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow } = installation;
  coordinator = await people.coordinator();
  helper = await people.helper({ givenName: 'Anna', organisationId: people.facts.organisationId });
  await uow.run(people.facts.system, (tx) =>
    tx.sql(
      'INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, $4, $5)',
      [tx.communityId, newId(), 'Parrocchia San Michele', 'association', tx.now],
    ),
  );
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('the organisation that looks after somebody', () => {
  it('is shown with what moving them means, without a fault in any view', async () => {
    for (const view of viewsFor(2)) {
      const opened = await place.show(`/co/people/${helper.memberId}`, view, coordinator);
      await opened.page.locator('details:has(#move-to) > summary').click();
      await opened.page.locator('#move-to').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
  });

  it('is another once one is chosen and a reason is given', async () => {
    const { page, context, faults } = await place.show(`/co/people/${helper.memberId}`, PHONE, coordinator);
    await page.getByText('Organizzazione', { exact: true }).tap();
    const move = page.getByRole('button', { name: 'Cambia organizzazione' });
    await move.tap();
    await page.getByRole('alert').getByRole('link').first().waitFor();
    await page.getByLabel('Da adesso la segue').selectOption({ label: 'Parrocchia San Michele' });
    await page.locator('#move-reason').fill('Dà una mano in parrocchia');
    await move.tap();
    await page.getByText('La segue: Parrocchia San Michele').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is nobody’s own to change, nor that of somebody at the desk', async () => {
    const other = await installation.people.member(['coordinator']);
    const { page, context } = await place.show(`/co/people/${other.actor.memberId}`, PHONE, coordinator);
    await page.getByText('Organizzazione', { exact: true }).tap();
    await page.getByText('lascia prima quel ruolo').waitFor();
    expect(await page.locator('#move-to').count()).toBe(0);
    await context.close();
  });
});
