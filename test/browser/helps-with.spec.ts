import type { MemberActor } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrowserPlace, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

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

const newHelper = async () => (await installation.people.member(['helper'], { givenName: 'Bruno' })).actor;
const asked = async (actor: MemberActor, path: string) =>
  (await (await installation.as(actor)).get(path).expect(200)).body;
const WEEK = 'Quando può aiutare: scrivi quello che ti dice';
const OFFERS = 'Che cosa offre: scrivi quello che ti dice';

describe('a helper who has said nothing yet', () => {
  it('begins with where they set out from, then sees their week', async () => {
    const helper = await newHelper();
    const { page, context, faults } = await place.show('/v/availability', PHONE, helper);
    await page.getByRole('button', { name: 'Comincia' }).tap();
    await page.getByText('Scegli la zona').first().waitFor();
    await page.getByLabel('Da dove parti?').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Comincia' }).tap();
    await page.getByRole('checkbox', { name: 'lunedì, Pomeriggio' }).tap();
    await page.getByRole('button', { name: 'Salva', exact: true }).tap();
    await page.getByRole('button', { name: 'Salvato' }).waitFor();
    const { hours } = await asked(helper, `/v1/helpers/${helper.memberId}/weekly-hours`);
    expect(hours).toHaveLength(1);
    // Asked, and answered that there is none yet.
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await context.close();
  });

  it('is asked the same before their first offer', async () => {
    for (const view of viewsFor(1)) {
      const opened = await place.show('/v/offers', view, await newHelper());
      await opened.page.locator('#from-zone').waitFor();
      const faults = await faultsOf(opened);
      expect({ view, faults: faults.filter((fault) => !fault.includes('404')) }).toEqual({
        view,
        faults: [],
      });
      await opened.context.close();
    }
  });
});

describe('a helper who can neither write nor tap', () => {
  it('tells the desk their week, a date they are away and what they give, and takes it back', async () => {
    const helper = await newHelper();
    const path = `/co/people/${helper.memberId}`;
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    await page.getByText(WEEK).tap();
    await page.getByLabel('Da dove parte?').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Comincia' }).tap();
    await page.getByRole('checkbox', { name: 'martedì, Mattina' }).tap();
    await page.getByRole('button', { name: 'Salva', exact: true }).first().tap();
    await page.getByRole('button', { name: 'Salvato' }).waitFor();
    await page.getByText('Aggiungi una data').tap();
    await page.getByLabel('Dal', { exact: true }).fill('2026-12-22');
    await page.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await page.locator('li.card.row').getByText('22').waitFor();
    const { items } = await asked(helper, `/v1/helpers/${helper.memberId}/exceptions`);
    expect(items).toMatchObject([{ kind: 'away', firstDay: '2026-12-22' }]);

    await page.getByText(OFFERS).tap();
    await page.getByRole('button', { name: 'Aggiungi un’offerta' }).tap();
    await page.getByRole('checkbox', { name: 'Babysitting' }).first().check();
    await page.getByRole('button', { name: 'Salva', exact: true }).last().tap();
    await page.getByRole('button', { name: 'Ritira' }).first().tap();
    expect((await asked(helper, '/v1/offers?state=live')).items).toMatchObject([
      { memberId: helper.memberId },
    ]);
    await page.getByRole('dialog').getByRole('button', { name: 'Ritira' }).tap();
    await page.getByText('Non ha ancora offerte.').waitFor();
    expect((await asked(helper, '/v1/offers?state=live')).items).toEqual([]);
    const records = await installation.uow.run(installation.people.facts.system, (tx) =>
      tx.sql<{ times: number }>(
        `SELECT count(*)::int AS times FROM audit_record
         WHERE action = 'availability.edit' AND actor_member_id = $1 AND $2 = ANY (subject_ids)`,
        [coordinator.memberId, helper.memberId],
      ),
    );
    expect(records[0]!.times).toBeGreaterThanOrEqual(5);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await context.close();
  });
});
