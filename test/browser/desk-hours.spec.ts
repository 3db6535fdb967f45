import { AssignmentsService, HoursService, NoShowsService, SeatsService } from '#assignments';
import type { MemberActor } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
let hours: HoursService;
let seatIds: readonly string[];

const DAY_MS = 86_400_000;
/** One more than a page of the screen holds. */
const DISPUTES = 26;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow, clock } = installation;
  coordinator = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna', regime: 'volunteer' });
  hours = new HoursService(uow);
  const starts = Array.from(
    { length: DISPUTES + 2 },
    (_, day) => new Date(START.getTime() + (day + 1) * DAY_MS),
  );
  const asked = await buildRequest(uow, people, { family, starts });
  const made = await approve(uow, people, { helper, family, asked, regime: 'volunteer' });
  await new AssignmentsService(uow).accept(helper.actor, made.assignmentId);
  seatIds = made.seatIds;
  clock.moveTo(new Date(starts.at(-1)!.getTime() + 30 * 60_000));
  await new SeatsService(uow).noShow(family.actor, seatIds.at(-1)!, 'helper');
  await new NoShowsService(uow).contest(helper.actor, seatIds.at(-1)!, {
    minutes: 60,
    reason: 'I was there',
  });
  const counted = await hours.declare(helper.actor, seatIds[0]!, 60);
  await hours.confirm(family.actor, counted.id);
  for (const seatId of seatIds.slice(1, -2)) {
    const { id } = await hours.declare(helper.actor, seatId, 60);
    await hours.dispute(family.actor, id, 'Too long');
  }
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('hours at the desk', () => {
  it('show both sides of every dispute and of what counts without a fault in any view', async () => {
    for (const view of viewsFor(0)) {
      const faults = await place.look('/co/hours', view, coordinator, '.queue-row .facts a');
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });

  it('go on behind the first page, each with a way to decide', async () => {
    const { page, context, faults } = await place.show('/co/hours', DESKTOP, coordinator);
    const disputed = page.getByRole('region', { name: 'Da decidere' });
    const forms = disputed.getByRole('button', { name: 'Apri e decidi' });
    await forms.first().waitFor();
    expect(await forms.count()).toBe(DISPUTES - 1);
    await disputed.getByRole('button', { name: 'Mostra altri' }).click();
    await forms.nth(DISPUTES - 1).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('about somebody who did not come after all are decided with a reason', async () => {
    const { page, context, faults } = await place.show('/co/hours', PHONE, coordinator);
    const card = page.getByRole('listitem').filter({ hasText: 'Segnalato: chi aiuta non è venuto' });
    await card.getByRole('link', { name: 'Anna' }).waitFor();
    await card.getByRole('button', { name: 'Apri e decidi' }).tap();
    await card.getByRole('radio', { name: 'Chi doveva aiutare non è venuto' }).check();
    expect(await card.getByLabel('Minuti che decidi').count()).toBe(0);
    await card.getByLabel('Perché').fill('La vicina\nnon ha visto nessuno');
    await card.getByRole('button', { name: 'Decidi', exact: true }).tap();
    await seatIs(installation, coordinator, seatIds.at(-1)!, 'no-show');
    await card.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('that count are taken back with a reason, never without', async () => {
    const { page, context, faults } = await place.show(
      `/co/hours?person=${helper.memberId}`,
      PHONE,
      coordinator,
    );
    await page.getByText('Solo le ore di').waitFor();
    await page.getByRole('button', { name: 'Annulla queste ore' }).tap();
    const sure = page.getByRole('dialog');
    await sure.getByRole('button', { name: 'Annulla queste ore' }).tap();
    await sure.getByText('Scrivi la ragione').waitFor();
    await sure.getByLabel('La ragione, che resta scritta').fill('Segnate per il giorno sbagliato');
    await sure.getByRole('button', { name: 'Annulla queste ore' }).tap();
    await seatIs(installation, coordinator, seatIds[0]!, 'reversed');
    await page.getByText('Qui compaiono le ore dopo la conferma').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('of somebody are found from their page', async () => {
    const { page, context, faults } = await place.show(`/co/people/${helper.memberId}`, DESKTOP, coordinator);
    await page.getByRole('link', { name: 'Ore e dubbi di questa persona' }).click();
    await page.getByRole('button', { name: 'Apri e decidi' }).first().waitFor();
    await page.getByRole('button', { name: 'Mostra tutte' }).click();
    await page.getByText('Solo le ore di').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });
});
