import { AssignmentsService, SeatsService } from '#assignments';
import type { MemberActor } from '#database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, seatIs, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;

const MINUTE_MS = 60_000;
const after = (minutes: number) => new Date(START.getTime() + minutes * MINUTE_MS);
const read = async (path: string) => (await (await installation.as(coordinator)).get(path).expect(200)).body;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people } = installation;
  coordinator = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna', regime: 'volunteer' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

afterEach(() => installation.clock.moveTo(START));

/** Somebody comes: the helper said yes, and a guardian where there are children. */
async function coming(startsAt: Date, dependantIds: readonly string[] = []) {
  const { people, uow } = installation;
  const asked = await buildRequest(uow, people, { family, starts: [startsAt], dependantIds });
  const made = await approve(uow, people, { helper, family, asked, regime: 'volunteer' });
  const assignments = new AssignmentsService(uow);
  const { state } = await assignments.accept(helper.actor, made.assignmentId);
  if (state === 'awaiting-guardian') await assignments.guardianYes(family.actor, made.assignmentId);
  return { path: `/co/cases/${asked.requestId}`, seatId: made.seatIds[0]!, ...made };
}

async function weekly(): Promise<string> {
  const { people } = installation;
  const agent = await installation.as(coordinator);
  const { body } = await agent
    .post('/v1/requests')
    .send({
      householdId: family.householdId,
      onBehalfOf: family.memberId,
      channel: 'phone',
      spokenLanguage: 'it',
      noticeRead: true,
      open: true,
      categoryId: people.facts.categories.errands,
      regimes: ['volunteer'],
      schedule: {
        frequency: 'weekly',
        firstDay: people.day(3),
        untilDay: people.day(24),
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        startTime: '16:00',
        endTime: '17:00',
      },
    })
    .expect(201);
  return (body as { id: string }).id;
}

describe('what a family says on the phone of a request', () => {
  it('changes one visit, the hours of all, and the words for the helper', async () => {
    const id = await weekly();
    for (const view of viewsFor(2)) {
      const opened = await place.show(`/co/cases/${id}`, view, coordinator);
      await opened.page.locator('li.card .acts button').first().waitFor();
      const faults = await faultsOf(opened);
      expect({ view, faults }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const { page, context, faults } = await place.show(`/co/cases/${id}`, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Cambia orario' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#endTime').selectOption('18:00');
    await dialog.getByRole('button', { name: 'Salva' }).click();
    await dialog.waitFor({ state: 'detached' });
    const [first, second] = (await read(`/v1/requests/${id}/visits`)).items;
    const lasts = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
      (Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS;
    expect([lasts(first), lasts(second)]).toEqual([120, 60]);
    await page.getByRole('button', { name: 'Modifica', exact: true }).click();
    await page.locator('#note').fill('Il citofono è rotto');
    await page.getByRole('button', { name: 'Salva' }).click();
    await page.getByRole('button', { name: 'Salva' }).waitFor({ state: 'detached' });
    expect(await read(`/v1/requests/${id}`)).toMatchObject({ note: 'Il citofono è rotto' });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('moves a visit and all that follow, and leads to where they are asked for now', async () => {
    const id = await weekly();
    const { page, context, faults } = await place.show(`/co/cases/${id}`, PHONE, coordinator);
    await page.getByRole('button', { name: 'Cambia orario' }).nth(1).tap();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Questa e tutte le seguenti').tap();
    await dialog.locator('#endTime').selectOption('18:00');
    await dialog.getByRole('button', { name: 'Avanti' }).tap();
    await dialog.locator('.button.main').tap();
    await page.waitForURL((url) => url.pathname.startsWith('/co/cases/') && !url.pathname.endsWith(id));
    expect(faults).toEqual([]);
    await context.close();
  });

  it('asks for the same again, with all that is known', async () => {
    const id = await weekly();
    const { page, context, faults } = await place.show(`/co/cases/${id}`, PHONE, coordinator);
    await page.getByRole('link', { name: 'Chiedi di nuovo' }).tap();
    await page.waitForURL(`${place.base}/co/ask/${family.memberId}?like=${id}`);
    expect(await page.locator('#startTime').inputValue()).toBe('16:00');
    expect(await page.getByRole('radio', { name: 'Commissioni' }).isChecked()).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('what is told to the desk on the day', () => {
  it('that somebody has come, and has the child', async () => {
    const { path, seatId } = await coming(after(30), family.dependantIds);
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    await page.getByRole('button', { name: 'È arrivata la persona' }).tap();
    await page.getByRole('button', { name: 'Il bambino è affidato' }).tap();
    await page.getByRole('button', { name: 'Il bambino è affidato' }).waitFor({ state: 'detached' });
    await seatIs(installation, coordinator, seatId, 'arrived');
    expect((await read(`/v1/seats/${seatId}`)).handedOverAt).not.toBeNull();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('that one was there after all opens a dispute, in the words of whom it was said of', async () => {
    const { path, seatId } = await coming(after(300));
    installation.clock.moveTo(after(330));
    await new SeatsService(installation.uow).noShow(helper.actor, seatId, 'family');
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    await page.getByRole('button', { name: 'Scrivi che cosa dice l’altra parte' }).tap();
    await page.getByRole('button', { name: 'Invece c’ero' }).tap();
    await page.getByRole('dialog').getByRole('textbox').fill('Ho aperto io la porta');
    await page.getByRole('dialog').getByRole('button', { name: 'Dillo allo sportello' }).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await seatIs(installation, coordinator, seatId, 'disputed');
    const [record] = await installation.uow.run(installation.people.facts.system, (tx) =>
      tx.sql(
        `SELECT on_behalf_of AS for, reason FROM audit_record WHERE action = 'hours.speak-for' AND $1 = ANY (subject_ids)`,
        [seatId],
      ),
    );
    expect(record).toEqual({ for: family.memberId, reason: 'For the family, on the phone, in it' });
    expect(faults).toEqual([]);
    await context.close();
  });
});

it('a family that does not want to go on with a helper says so to the desk', async () => {
  const { path, assignmentId } = await coming(after(3_000));
  const { page, context, faults } = await place.show(path, PHONE, coordinator);
  await page.getByRole('button', { name: 'Non continuare con questa persona' }).tap();
  await page.getByRole('dialog').getByRole('textbox').fill('Lo chiede la mamma');
  await page.getByRole('button', { name: 'Sì, finisci qui' }).tap();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await read(`/v1/assignments/${assignmentId}`)).toMatchObject({ state: 'cancelled' });
  expect(faults).toEqual([]);
  await context.close();
});

it('a family that moves house says so to the desk', async () => {
  const { page, context, faults } = await place.show(`/co/people/${family.memberId}`, PHONE, coordinator);
  await page.getByRole('button', { name: 'Cambia indirizzo' }).tap();
  await page.locator('#home-address').fill('Via Nuova 3');
  await page.getByRole('button', { name: 'Salva' }).first().tap();
  await page.getByText('Via Nuova 3').waitFor();
  expect(await read(`/v1/households/${family.householdId}`)).toMatchObject({ address: 'Via Nuova 3' });
  expect(faults).toEqual([]);
  await context.close();
});
