import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assignedTo, type BuiltAssignment } from '../builders/assignment.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, quiet, type OpenedPage } from '../support/browser.js';
import { press, tabTo } from '../support/keyboard.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let family: BuiltFamily;
let helper: BuiltHelper;
let shown: OpenedPage;
let asked: readonly BuiltAssignment[];
let over: BuiltAssignment;

const HOUR_MS = 3_600_000;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people } = installation;
  helper = await people.helper({ regime: 'volunteer', givenName: 'Bruno' });
  family = await people.family({ givenName: 'Ada' });
  const visit = (hours: number, state: 'awaiting-acceptance' | 'confirmed') =>
    assignedTo(
      uow,
      people,
      { family, helper },
      {
        state,
        startsAt: new Date(START.getTime() + hours * HOUR_MS),
        minutes: 60,
      },
    );
  asked = [await visit(72, 'awaiting-acceptance'), await visit(96, 'awaiting-acceptance')];
  over = await visit(-3, 'confirmed');
  await uow.run(people.facts.system, (tx) =>
    tx.sql(`UPDATE seat SET state = 'done', done_at = ends_at WHERE community_id = $1 AND id = $2`, [
      people.id,
      over.seatId,
    ]),
  );
  place = await BrowserPlace.open(installation);
  shown = await place.show('/v/home', DESKTOP, helper.actor);
  await shown.page.getByRole('heading', { name: 'Ciao, Bruno' }).waitFor();
  await quiet(shown.page);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const stateOf = async (assignmentId: string): Promise<string> => {
  const client = await installation.as(helper.actor);
  return (await client.get(`/v1/assignments/${assignmentId}`).expect(200)).body.state;
};

/** In this order, as somebody who uses nothing but the keyboard would. */
describe('a helper without a mouse', () => {
  it('opens what is asked from home, and says yes', async () => {
    const { page } = shown;
    await press(page, 'Rispondi entro');
    await page.waitForURL(/\/v\/proposals\//);
    await press(page, 'Sì, ci sono');
    await page.waitForURL(`${place.base}/v/home`);
    await until('a yes', async () => {
      const states = await Promise.all(asked.map(({ assignmentId }) => stateOf(assignmentId)));
      return states.filter((state) => state === 'confirmed').length === 1;
    });
  });

  it('says no to another with a reason, and comes back home', async () => {
    const { page } = shown;
    await quiet(page);
    await press(page, 'Rispondi entro');
    await page.waitForURL(/\/v\/proposals\//);
    await press(page, 'motivo');
    await tabTo(page, 'Motivo');
    await page.keyboard.type('Sono in viaggio');
    await press(page, 'No, grazie');
    await page.waitForURL(`${place.base}/v/home`);
    const states = await Promise.all(asked.map(({ assignmentId }) => stateOf(assignmentId)));
    expect([...states].sort()).toEqual(['confirmed', 'declined']);
  });

  it('writes down the hours of a visit that is over', async () => {
    const { page } = shown;
    await quiet(page);
    await press(page, 'ti aspetta');
    await page.getByRole('heading', { name: 'Ore', exact: true }).waitFor();
    await quiet(page);
    await press(page, 'Un altro tempo');
    await tabTo(page, 'Di più');
    await page.keyboard.press('Enter');
    await press(page, 'Segna 1 h 15 min');
    const client = await installation.as(family.actor);
    const [entry] = await until('declared hours', async () => {
      const { body } = await client.get('/v1/time-entries').query({ list: 'mine' }).expect(200);
      return body.items.length > 0 && body.items;
    });
    expect(entry).toMatchObject({ seatId: over.seatId, declaredMinutes: 75 });
  });

  it('paints a week by the arrows and Space, and saves it', async () => {
    const { page } = shown;
    await page.goto(`${place.base}/v/availability`);
    await page.getByRole('checkbox', { name: 'lunedì, Mattina' }).waitFor();
    await press(page, 'Svuota');
    await page.getByRole('checkbox', { name: 'lunedì, Mattina' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await press(page, 'Salva');
    await page.getByRole('button', { name: 'Salvato' }).waitFor();
    const client = await installation.as(helper.actor);
    const { body } = await client.get(`/v1/helpers/${helper.memberId}/weekly-hours`).expect(200);
    expect(body.hours.map(({ weekday }: { weekday: number }) => weekday)).toEqual([1, 2]);
  });

  it('offers another kind of help', async () => {
    const { page } = shown;
    await page.goto(`${place.base}/v/offers`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await quiet(page);
    await press(page, 'Aggiungi un’offerta');
    // The form is fetched when it is opened.
    await page.locator('form').waitFor();
    await tabTo(page, 'Babysitting');
    await page.keyboard.press('Space');
    await press(page, 'Salva');
    const client = await installation.as(helper.actor);
    await until('a second offer', async () => {
      const { body } = await client
        .get('/v1/offers')
        .query({ memberId: helper.memberId, state: 'live' })
        .expect(200);
      return body.items.length === 2;
    });
  });

  it('meets no fault on the way', () => {
    expect(shown.faults).toEqual([]);
  });
});
