import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PolicyService } from '#communities';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, PHONE, type OpenedPage } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let family: BuiltFamily;
let helper: BuiltHelper;
let atFamily: OpenedPage;
let atHelper: OpenedPage;
let atDesk: OpenedPage;
/** The day of the first visit. */
let first: string;

const DAY = 1_440;

beforeAll(async () => {
  installation = await openInstallation();
  const { people } = installation;
  first = people.day(2);
  family = await people.family({ givenName: 'Ada' });
  await new PolicyService(installation.uow).setPolicy(await people.administrator(), {
    key: 'firstVisitCheck',
    value: true,
    validFrom: people.day(0),
  });
  // Everything but the interview, which the district asks of whoever looks after children.
  helper = await people.helper({
    regime: 'timebank',
    categoryIds: [people.facts.categories.babysitting],
    credentials: [],
    givenName: 'Bruno',
  });
  place = await BrowserPlace.open(installation);
  atFamily = await place.show('/home', PHONE, family.actor);
  atHelper = await place.show('/v/home', PHONE, helper.actor);
  atDesk = await place.show('/co/queue', DESKTOP, await people.coordinator());
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** Asks for a child to be looked after on these days, two hours from four o'clock. @returns the request */
async function ask(firstDay: string, untilDay?: string): Promise<string> {
  const client = await installation.as(family.actor);
  const { body } = await client
    .post('/v1/requests')
    .send({
      householdId: family.householdId,
      categoryId: installation.people.facts.categories.babysitting,
      dependantIds: family.dependantIds,
      regimes: ['timebank'],
      open: true,
      schedule: untilDay
        ? { frequency: 'weekly', firstDay, untilDay, startTime: '16:00', endTime: '18:00' }
        : { frequency: 'once', firstDay, startTime: '16:00', endTime: '18:00' },
    })
    .expect(201);
  return (body as { id: string }).id;
}

interface Item {
  readonly subjectId: string;
  readonly requestId: string | null;
  readonly detail: string | null;
}

async function queueOf(kind: string): Promise<Item[]> {
  const client = await installation.as(await installation.people.coordinator());
  const { body } = await client.get(`/v1/queue?kind=${kind}`).expect(200);
  return (body as { items: Item[] }).items;
}

/** Waits for rows without looking at the queue, which would stand on the family's record each time. */
const rows = (what: string, sql: string, parameter: unknown, count = 1) =>
  until(what, () =>
    installation.uow.run(installation.people.facts.system, async (tx) => {
      const found = await tx.sql(`${sql} LIMIT 10`, [tx.communityId, parameter]);
      return found.length === count;
    }),
  );
const FLAGGED = 'SELECT FROM visit WHERE community_id = $1 AND $2 = ANY (flags)';
const UNMATCHED = `SELECT DISTINCT v.request_id FROM unmatched_visit u JOIN visit v ON v.community_id = u.community_id
  AND v.id = u.visit_id WHERE u.community_id = $1 AND v.request_id = $2`;
const PROPOSED = `SELECT FROM proposal WHERE community_id = $1 AND state = 'proposed' AND helper_id = $2`;

const atQueue = (kind: string) => atDesk.page.goto(`${place.base}/co/queue?kind=${kind}`);

describe('who looks after a child is checked, known, watched over, and stopped', () => {
  it('nobody is proposed while the check is missing; the desk records the interview, and matching proposes', async () => {
    const requestId = await ask(first, installation.people.day(9));
    await rows('a request without a helper', UNMATCHED, requestId);
    expect(await queueOf('no-candidate')).toMatchObject([{ requestId }]);
    expect(await queueOf('new')).toEqual([]);
    const { page } = atDesk;
    await page.goto(`${place.base}/co/people/${helper.memberId}`);
    await page.getByRole('button', { name: 'Registra un controllo' }).click();
    await page.getByLabel('Quale controllo').selectOption({ label: 'Colloquio e referenze' });
    await page.getByLabel('Rilasciato o svolto il').fill(installation.people.day(-1));
    await page.getByRole('button', { name: 'Registra', exact: true }).click();
    await page.getByText('Rilasciato o svolto il').waitFor({ state: 'detached' });
    await rows('a proposal', PROPOSED, helper.memberId);
  });

  it('the desk approves the helper, who says yes, and the guardian sees who it is and agrees', async () => {
    await atQueue('new');
    await atDesk.page.locator('[data-row^="new."]').click();
    await atDesk.page.getByRole('button', { name: 'Approva' }).click();
    await atDesk.page.getByText('Approvato:').waitFor();
    await atHelper.page.reload();
    await atHelper.page.getByRole('link', { name: /Babysitting/ }).tap();
    await atHelper.page.getByRole('button', { name: 'Sì, ci sono' }).tap();
    await atHelper.page.getByText('Ora la famiglia dice se va bene').waitFor();
    await atFamily.page.goto(`${place.base}/home`);
    await atFamily.page.getByRole('link', { name: /Bruno può venire/ }).tap();
    await atFamily.page.getByRole('button', { name: 'Sì, va bene' }).tap();
    await atFamily.page.getByText('tutte le visite sono coperte').waitFor();
  });

  it('before the first visit the desk calls the family, and that is on record', async () => {
    installation.clock.advanceMinutes(DAY);
    await rows('a first visit that waits for a call', FLAGGED, 'first-visit');
    await atQueue('at-risk');
    await atDesk.page.locator('.queue-row a').first().click();
    await atDesk.page.getByRole('button', { name: 'Ho chiamato la famiglia' }).click();
    await rows('nothing to call for', FLAGGED, 'first-visit', 0);
    expect(await queueOf('at-risk')).toEqual([]);
  });

  it('on the day the helper says that they are there and that the child is handed over, which the family sees', async () => {
    installation.clock.moveTo(new Date(`${first}T14:02:00Z`));
    await atHelper.page.goto(`${place.base}/v/home`);
    await atHelper.page.getByRole('button', { name: 'Sono qui' }).tap();
    await atHelper.page.getByRole('button', { name: 'Bambino affidato' }).tap();
    await atHelper.page.getByRole('button', { name: 'Bambino affidato' }).waitFor({ state: 'detached' });
    await atFamily.page.reload();
    await atFamily.page.getByText('Affidato', { exact: true }).first().waitFor();
  });

  it('the family reports that something went wrong; it waits for whoever may take it, and for nobody else', async () => {
    const { page } = atFamily;
    await page.goto(`${place.base}/report`);
    await page.getByText('È grave', { exact: true }).tap();
    await page.getByLabel('Che cosa è successo?').fill('Ha lasciato il bambino da solo.');
    await page.getByRole('button', { name: 'Invia' }).tap();
    await page.getByText('Grazie. Qualcuno se ne occupa.').waitFor();
    const waits = async (role: 'administrator' | 'coordinator') => {
      const client = await installation.as(await installation.people[role]());
      const { body } = await client.get('/v1/queue?kind=incident').expect(200);
      return (body as { items: Item[] }).items.length;
    };
    expect([await waits('administrator'), await waits('coordinator')]).toEqual([1, 0]);
  });

  it('the helper is suspended, and is signed out at once', async () => {
    const { page } = atDesk;
    await page.goto(`${place.base}/co/people/${helper.memberId}`);
    await page.getByRole('button', { name: 'Sospendi' }).click();
    await page.getByLabel('La ragione, che resta scritta').fill('Si guarda una segnalazione');
    await page.getByRole('button', { name: 'Sospendi' }).click();
    await page.getByText('Sospensione · Si guarda una segnalazione').waitFor();
    await atHelper.page.goto(`${place.base}/v/home`);
    await atHelper.page.waitForURL(/\/login/);
  });

  it('the visit to come stands flagged in the queue, and matching knows the helper no more', async () => {
    await rows('the visit to come, flagged', FLAGGED, 'helper-suspended');
    expect(await queueOf('at-risk')).toMatchObject([{ detail: 'helper-suspended' }]);
    await atQueue('at-risk');
    await atDesk.page.locator('.queue-row a').first().click();
    await atDesk.page.getByText('Persona sospesa').first().waitFor();
    const requestId = await ask(installation.people.day(5));
    await rows('a request without a helper', UNMATCHED, requestId);
    expect((await queueOf('new')).filter((item) => item.requestId === requestId)).toEqual([]);
  });

  it('the household reads who looked at what is known of it, and not who reads its report', async () => {
    const { page } = atFamily;
    await page.goto(`${place.base}/settings`);
    await page.getByText('Chi ha letto i tuoi dati').tap();
    const readers = page.getByRole('listitem').filter({ hasText: 'Lo sportello di' });
    await readers.first().waitFor();
    const section = page.locator('section[aria-labelledby="data"]');
    const more = section.getByRole('button', { name: 'Mostra altri' });
    while (await more.isVisible()) {
      const before = await section.getByRole('listitem').count();
      await more.tap();
      await section.getByRole('listitem').nth(before).waitFor();
    }
    for (const action of ['Prima visita annotata', 'Letta una richiesta'])
      await section.getByText(action).first().waitFor();
    expect(await page.getByText('Letta una segnalazione').count()).toBe(0);
  });

  it('without a fault in any of the three browsers', () => {
    const unexpected = (faults: readonly string[]) =>
      faults.filter((fault) => !/status of 40[14]/.test(fault));
    for (const { faults } of [atFamily, atHelper, atDesk]) expect(unexpected(faults)).toEqual([]);
  });
});
