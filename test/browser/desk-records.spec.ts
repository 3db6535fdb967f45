import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { assignedTo } from '../builders/assignment.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let administrator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people } = installation;
  administrator = await people.administrator();
  family = await people.family({ givenName: 'Ada', dependants: [{ nickname: 'Lu' }, { nickname: 'Bea' }] });
  helper = await people.helper({ regime: 'volunteer', givenName: 'Bruno' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const show = (path: string, view = DESKTOP) => place.show(path, view, administrator);

describe('what an administrator alone sees', () => {
  const SCREENS = ['/co/settings', '/co/audit', '/co/accounts'];

  it.each(SCREENS)('%s has no fault in any view', async (path) => {
    for (const view of viewsFor(SCREENS.indexOf(path))) {
      const faults = await place.look(path, view, administrator);
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });
});

describe('the minutes by road', () => {
  it('from a place are read and corrected, the way back too, and the way inside the place alone', async () => {
    const { centre, station } = installation.people.facts.zones;
    const client = await installation.as(administrator);
    const minutes = async (from: string, to: string) => {
      const { body } = await client.get('/v1/road-minutes').query({ fromZoneId: from }).expect(200);
      return (body.items as { toZoneId: string; minutes: number }[]).find((one) => one.toZoneId === to)!
        .minutes;
    };
    const opened = await show('/co/settings', { ...PHONE, width: 320 });
    const { page, context, faults } = opened;
    await page.getByLabel('Da dove').selectOption(centre);
    await page.getByRole('button', { name: 'Correggi Stazione, Città' }).tap();
    await page.getByLabel('Minuti', { exact: true }).fill('17');
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByText('17 min', { exact: true }).waitFor();
    expect(await minutes(centre, station)).toBe(17);
    expect(await minutes(station, centre)).toBe(17);
    await page.getByRole('button', { name: 'Correggi Stazione, Città' }).tap();
    await page.getByLabel('Minuti', { exact: true }).fill('19');
    await page.getByLabel('Anche al ritorno').uncheck();
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByText('19 min', { exact: true }).waitFor();
    expect(await minutes(station, centre)).toBe(17);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('are read by a coordinator, who corrects none', async () => {
    const { people } = installation;
    const { page, context } = await place.show('/co/settings', DESKTOP, await people.coordinator());
    await page.getByLabel('Da dove').selectOption(people.facts.zones.centre);
    await page.getByText('Stazione, Città').first().waitFor();
    expect(await page.getByRole('button', { name: /^Correggi/ }).count()).toBe(0);
    await context.close();
  });
});

describe('a helper’s record', () => {
  it('takes an exemption with its reason and end, and ends it at once', async () => {
    const { page, context, faults } = await show(`/co/people/${helper.memberId}`);
    await page.getByRole('button', { name: 'Concedi un’esenzione' }).click();
    await page.getByLabel('La ragione, che resta scritta').fill('Insegna alla primaria');
    await page.getByLabel('Ultimo giorno').fill(installation.people.day(60));
    await page.getByRole('button', { name: 'Concedi', exact: true }).click();
    await page.getByText('Insegna alla primaria').waitFor();
    await page.getByText('Vale', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Revoca' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoca' }).click();
    await page.getByText('Finita').waitFor();
    expect(faults).toEqual([]);
    await context.close();
    const mine = await place.show('/v/checks', PHONE, helper.actor);
    await mine.page.getByText('Insegna alla primaria').waitFor();
    await mine.context.close();
  });

  it('lets a minor help under a guardian’s consent, which can be taken back', async () => {
    const young = await installation.people.helper({ givenName: 'Teo' });
    const { page, context, faults } = await show(`/co/people/${young.memberId}`);
    await page.getByText('Minorenne che aiuta').click();
    await page.getByLabel('Compie 18 anni il').fill(installation.people.day(700));
    await page.getByRole('button', { name: 'Salva' }).first().click();
    await page.getByText('Nessun consenso').waitFor();
    await page.getByRole('button', { name: 'Annota un consenso' }).click();
    await page.getByLabel('Chi acconsente').fill('Maria Esempio');
    await page.getByRole('button', { name: 'Annota', exact: true }).click();
    await page.getByText('Maria Esempio').waitFor();
    await page.getByRole('button', { name: 'Il genitore lo ritira' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Il genitore lo ritira' }).click();
    await page.getByText('Ritirato').waitFor();
    expect(faults).toEqual([]);
    // Old enough to have a record of their own, and told so.
    await page.getByRole('button', { name: 'Annota un consenso' }).click();
    await page.getByLabel('A che cosa acconsente').selectOption('record');
    await page.getByLabel('Chi acconsente').fill('Maria Esempio');
    await page.getByRole('button', { name: 'Annota', exact: true }).click();
    await page.getByText('Ha l’età per acconsentire da sé').waitFor();
    await context.close();
  });

  it('finds a relative by the beginning of the name', async () => {
    const { page, context, faults } = await show(`/co/people/${helper.memberId}`);
    await page.getByRole('button', { name: 'Aggiungi un parente' }).click();
    await page.getByLabel('Di chi è parente?').fill('ad');
    await page.getByRole('radio', { name: /^Ada/ }).check();
    await page.getByRole('button', { name: 'Annota la parentela' }).click();
    await page.getByRole('link', { name: /^Ada/ }).waitFor();
    await page.getByRole('button', { name: 'Non è parente' }).click();
    await page.getByText('Nessun parente annotato').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('the insurance of an organisation', () => {
  it('is written down beside its register, and its last day is changed', async () => {
    const opened = await show('/co/register', PHONE);
    const { page, context, faults } = opened;
    await page.getByText('Nessuna propria').waitFor();
    await page.getByRole('button', { name: 'Annota un’assicurazione' }).tap();
    await page.getByLabel('Compagnia').fill('Esempio Assicurazioni');
    await page.getByLabel('Numero di polizza').fill('RCT 7');
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Annota un’assicurazione' }).last().tap();
    await page.getByText('Esempio Assicurazioni · RCT 7').waitFor();
    await page.getByText(/senza fine/).waitFor();
    await page.getByText('Cambia l’ultimo giorno').tap();
    await page.getByLabel('Ultimo giorno', { exact: true }).fill(installation.people.day(90));
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByText(/^dal .* al /).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('a household', () => {
  it('demands a check of everybody who comes, as the family sees too', async () => {
    const { page, context, faults } = await place.show('/household', PHONE, family.actor);
    await page.getByRole('button', { name: 'Chiedi un controllo' }).tap();
    await page.getByRole('button', { name: 'Chiedi', exact: true }).tap();
    await page.getByRole('button', { name: /^Non chiedere più/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
    const desk = await show(`/co/people/${family.memberId}`);
    await desk.page.getByRole('button', { name: /^Non chiedere più/ }).click();
    await desk.page.getByText('Bastano i controlli previsti').waitFor();
    await desk.context.close();
  });

  it('shows a limited guardian the children they answer for, and no others', async () => {
    const { people } = installation;
    const omar = await people.member(['family'], { givenName: 'Omar' });
    const { page, context, faults } = await show(`/co/people/${family.memberId}`);
    await page.getByRole('button', { name: 'Aggiungi un genitore' }).click();
    await page.getByLabel('Chi è?').fill('omar');
    await page.getByRole('radio', { name: /^Omar/ }).check();
    await page.getByRole('button', { name: 'Aggiungi un genitore' }).click();
    const his = page.getByRole('listitem').filter({ hasText: 'Omar' });
    await his.locator('summary').click();
    await his.getByLabel('Solo le proprie richieste').check();
    await his.getByLabel('Bea').check();
    await his.getByRole('button', { name: 'Salva' }).click();
    await page.getByText('Vede una parte').waitFor();
    expect(faults).toEqual([]);
    await context.close();
    const own = await place.show('/household', PHONE, omar.actor);
    await own.page.getByRole('heading', { name: 'Bea' }).waitFor();
    expect(await own.page.getByRole('heading', { name: 'Lu' }).count()).toBe(0);
    await own.page.getByText('i figli per cui rispondi').waitFor();
    await own.context.close();
  });

  it('takes a guardian off, who then sees the household no more; the last one stays', async () => {
    const { people } = installation;
    const lea = await people.member(['family'], { givenName: 'Lea' });
    const home = await people.family({ givenName: 'Ugo' });
    const client = await installation.as(administrator);
    await client
      .post(`/v1/households/${home.householdId}/guardians`)
      .send({ memberId: lea.actor.memberId })
      .expect(200);
    const opened = await show(`/co/people/${home.memberId}`, PHONE);
    const { page, context, faults } = opened;
    const hers = page.getByRole('listitem').filter({ hasText: 'Lea' });
    await hers.getByRole('button', { name: 'Togli' }).tap();
    const asked = page.getByRole('dialog', { name: 'Togliere Lea da questa famiglia?' });
    await asked.waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await asked.getByRole('button', { name: 'Togli' }).tap();
    await hers.waitFor({ state: 'detached' });
    const his = page.getByRole('listitem').filter({ hasText: 'Ugo' });
    expect(await his.getByRole('button', { name: 'Togli' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
    const theirs = await installation.as(lea.actor);
    await theirs.get(`/v1/households/${home.householdId}`).expect(404);
  });
});

describe('a first visit', () => {
  it('that waits for a call is called for, and the queue is rid of it', async () => {
    const { uow, people } = installation;
    const startsAt = new Date(START.getTime() + 20 * 3_600_000);
    const made = await assignedTo(
      uow,
      people,
      { family, helper },
      { state: 'confirmed', startsAt, minutes: 60 },
    );
    await uow.run(people.facts.system, (tx) =>
      tx.sql(
        `UPDATE visit SET flags = '{first-visit}' FROM seat s WHERE visit.community_id = $1 AND s.id = $2
           AND s.community_id = visit.community_id AND s.visit_id = visit.id`,
        [people.id, made.seatId],
      ),
    );
    const { page, context, faults } = await show('/co/queue?kind=at-risk');
    await page.locator('.queue-row a').first().click();
    await page.getByRole('button', { name: 'Ho chiamato la famiglia' }).click();
    await until('the flag lifted', async () => {
      const [row] = await uow.run(people.facts.system, (tx) =>
        tx.sql<{ flagged: number }>(
          `SELECT count(*)::int AS flagged FROM visit WHERE community_id = $1 AND 'first-visit' = ANY (flags)`,
          [people.id],
        ),
      );
      return row!.flagged === 0;
    });
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('quiet hours', () => {
  it('of one’s own are set in the settings, and kept', async () => {
    const { page, context, faults } = await place.show('/settings', PHONE, helper.actor);
    await page.getByText('Ore di silenzio mie').tap();
    await page.getByLabel('Dalle', { exact: true }).selectOption('22:00');
    await page.getByLabel('Alle', { exact: true }).selectOption('07:00');
    await page.locator('section[aria-labelledby="quiet"]').getByRole('button', { name: 'Salva' }).tap();
    const client = await installation.as(helper.actor);
    await until('own hours', async () => {
      const { body } = await client.get('/v1/me/notification-preferences').expect(200);
      return body.quietHours?.quietFromMinute === 1_320 && body.quietHours.quietUntilMinute === 420;
    });
    expect(faults).toEqual([]);
    await context.close();
  });
});
