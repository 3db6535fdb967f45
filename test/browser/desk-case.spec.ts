import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { AssignmentsService } from '#assignments';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, seatIs, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;
let requestId: string;
let visitIds: readonly string[];
let seatIds: readonly string[];

const DAY_MS = 86_400_000;
const at = (days: number) => new Date(START.getTime() + days * DAY_MS);

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow } = installation;
  coordinator = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna', regime: 'volunteer' });
  const asked = await buildRequest(uow, people, { family, starts: [at(1), at(2), at(8)] });
  const made = await approve(uow, people, { helper, family, asked, regime: 'volunteer' });
  await new AssignmentsService(uow).accept(helper.actor, made.assignmentId);
  ({ requestId, visitIds } = asked);
  seatIds = made.seatIds;
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('a case at the desk', () => {
  it('shows whose it is, its visits and who comes without a fault in any view', async () => {
    for (const view of viewsFor(0)) {
      const path = `/co/cases/${requestId}?visit=${visitIds[1]}`;
      const faults = await place.look(path, view, coordinator, '.lines .mark');
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });

  it('is opened from a visit of the calendar, with that visit open', async () => {
    const { page, context, faults } = await place.show('/co/calendar', DESKTOP, coordinator);
    await page.locator('.agenda a').nth(1).click();
    await page.waitForURL(`${place.base}/co/cases/${requestId}?visit=${visitIds[1]}`);
    const asked = page.getByRole('region', { name: 'Come sta la richiesta' });
    await asked.getByRole('link', { name: /^Marta/ }).waitFor();
    await page.getByRole('listitem').getByRole('link', { name: /^Anna/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is opened from the page of whoever asked', async () => {
    const { page, context, faults } = await place.show(`/co/people/${family.memberId}`, PHONE, coordinator);
    await page.getByRole('region', { name: 'Richieste' }).getByRole('link').first().tap();
    await page.waitForURL(`${place.base}/co/cases/${requestId}`);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('takes the word of a helper that they come, and looks for somebody else when they do not', async () => {
    const path = `/co/cases/${requestId}?visit=${visitIds[0]}`;
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Viene di sicuro' }).click();
    await page.getByText('Presenza confermata').first().waitFor();
    await seatIs(installation, coordinator, seatIds[0]!, 'reconfirmed');
    await page.getByRole('button', { name: 'Cerca qualcun altro' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cerca qualcun altro' }).click();
    await page.getByText('Cerchiamo qualcun altro').waitFor();
    await seatIs(installation, coordinator, seatIds[0]!, 'replacement-sought');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('cancels one visit and leaves the others', async () => {
    const path = `/co/cases/${requestId}?visit=${visitIds[2]}`;
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    const cards = page.getByRole('region', { name: 'Le date' }).locator('li.card');
    await cards.last().getByRole('button', { name: 'Annulla questa visita' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Annulla solo questa' }).click();
    await cards.last().getByText('Annullata').first().waitFor();
    expect(await cards.first().getByText('Annullata', { exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});

it('a helper says on their phone that they will come', async () => {
  const { page, context, faults } = await place.show('/v/home', PHONE, helper.actor);
  await page.getByRole('button', { name: 'Confermo: vengo' }).first().tap();
  await page.getByText('Presenza confermata').first().waitFor();
  await seatIs(installation, coordinator, seatIds[1]!, 'reconfirmed');
  expect(faults).toEqual([]);
  await context.close();
});
