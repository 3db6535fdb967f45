import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let colleague: MemberActor;
let helpers: readonly BuiltHelper[];
let family: BuiltFamily;

const NAMES = ['Bruno', 'Carla', 'Dario'] as const;

beforeAll(async () => {
  installation = await openInstallation();
  const { people } = installation;
  place = await BrowserPlace.open(installation);
  coordinator = await people.coordinator();
  colleague = (await people.member(['coordinator'])).actor;
  family = await people.family({ givenName: 'Ada' });
  helpers = await Promise.all(
    NAMES.map((givenName) =>
      people.helper({ regime: 'volunteer', categoryIds: [people.facts.categories.babysitting], givenName }),
    ),
  );
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

async function ask(daysAhead: number, startTime: string, endTime: string): Promise<string> {
  const { people } = installation;
  const client = await installation.as(family.actor);
  const { body } = await client
    .post('/v1/requests')
    .send({
      householdId: family.householdId,
      categoryId: people.facts.categories.babysitting,
      dependantIds: family.dependantIds,
      schedule: { frequency: 'once', firstDay: people.day(daysAhead), startTime, endTime },
      regimes: ['volunteer'],
      open: true,
    })
    .expect(201);
  return body.id;
}

/** A family's wish on this day, and the proposal that matching makes of it. */
async function askedFor(daysAhead: number): Promise<string> {
  const requestId = await ask(daysAhead, '17:00', '19:00');
  const desk = await installation.as(coordinator);
  const proposal = await until('a proposal', async () => {
    const answer = await desk.get('/v1/proposals').query({ requestId }).expect(200);
    return answer.body.items[0];
  });
  return proposal.id;
}

async function stateOf(proposalId: string): Promise<string> {
  const { body } = await (await installation.as(coordinator)).get(`/v1/proposals/${proposalId}`).expect(200);
  return body.state;
}

describe('the desk’s screens', () => {
  const SCREENS = [
    '/co/queue',
    '/co/needs',
    '/co/people',
    '/co/calendar',
    '/co/hours',
    '/co/stats',
    '/co/messages',
    '/co/runs',
    '/co/settings',
    '/co/more',
    '/co/duty',
    '/co/identities',
    '/co/incidents',
    '/co/register',
    '/co/accounts',
    '/co/referrals',
    '/co/joining',
    '/co/sessions',
    '/co/what-if',
  ];

  it.each(SCREENS)('%s has no fault in any view', async (path) => {
    for (const view of viewsFor(SCREENS.indexOf(path))) {
      const faults = await place.look(path, view, coordinator);
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });

  it('a family’s page and asking in its name have no fault in any view', async () => {
    for (const path of [`/co/people/${family.memberId}`, `/co/ask/${family.memberId}`]) {
      for (const view of viewsFor(1)) {
        const faults = await place.look(path, view, coordinator, 'h2, fieldset');
        expect({ path, view, faults }).toEqual({ path, view, faults: [] });
      }
    }
  });

  it('a helper’s page shows their checks in every view', async () => {
    for (const view of viewsFor(0)) {
      const faults = await place.look(`/co/people/${helpers[0]!.memberId}`, view, coordinator);
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });

  it('the needs say whom to look for, and what would do for a visit nobody can serve', async () => {
    await ask(5, '05:00', '06:00');
    const desk = await installation.as(coordinator);
    await until('somebody to look for', async () => {
      const { body } = await desk.get('/v1/recruiting-list').expect(200);
      return body.items.length > 0;
    });
    for (const view of viewsFor(2)) {
      const faults = await place.look('/co/needs', view, coordinator, 'li.card h4');
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
    const { page, context } = await place.show('/co/needs', PHONE, coordinator);
    await page.getByText(/Una persona in più per/).waitFor();
    await page.getByText(/Senza tempo a quell’ora/).waitFor();
    await context.close();
  });

  it('are not for a family, who is led home', async () => {
    const { page, context } = await place.show('/co/queue', PHONE, family.actor);
    await page.waitForURL(`${place.base}/home`);
    await context.close();
  });
});

describe('the desk on the phone', () => {
  it('asks in a family’s name only after the notice was read, and the case says how and in which language', async () => {
    const caller = await installation.people.family({ givenName: 'Rosa' });
    const { page, context, faults } = await place.show(`/co/ask/${caller.memberId}`, DESKTOP, coordinator);
    await page.getByRole('radio', { name: 'Babysitting' }).check();
    await page.getByLabel('In che lingua?').selectOption('ar');
    await page.getByRole('button', { name: 'Invia la richiesta' }).click();
    await page.getByRole('alert').getByText('Leggi prima l’informativa').waitFor();
    await page.getByLabel('Ho letto').check();
    await page.getByRole('button', { name: 'Invia la richiesta' }).click();
    await page.waitForURL(`${place.base}/co/people/${caller.memberId}`);
    const desk = await installation.as(coordinator);
    const { body } = await desk.get('/v1/requests').query({ householdId: caller.householdId }).expect(200);
    const asked = await desk.get(`/v1/requests/${body.items[0].id}`).expect(200);
    expect(asked.body).toMatchObject({
      channel: 'phone',
      onBehalfOf: caller.memberId,
      state: 'open',
      spokenLanguage: 'ar',
    });
    expect(asked.body.noticeReadAt).not.toBeNull();
    const member = await desk.get(`/v1/members/${caller.memberId}`).expect(200);
    expect(member.body.language).toBe('ar');
    const proposal = await until('a proposal', async () => {
      const answer = await desk.get('/v1/proposals').query({ requestId: asked.body.id }).expect(200);
      return answer.body.items[0];
    });
    await page.goto(`${place.base}/co/queue?item=new.${proposal.id}`);
    await page.getByText('Il caso: note e telefonate').click();
    await page.getByText('arabo', { exact: true }).waitFor();
    await page.getByText('Informativa letta a voce').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('puts a colleague on duty and takes them off again', async () => {
    const { page, context, faults } = await place.show('/co/duty', PHONE, coordinator);
    await page.getByRole('button', { name: 'Metti in turno' }).tap();
    await page.getByRole('alert').getByText('Scegli chi è di turno').waitFor();
    await page.getByLabel('Chi', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Metti in turno' }).tap();
    await page.getByText('08:00\u2060–\u206020:00').waitFor();
    await page.getByRole('button', { name: /^Togli/ }).tap();
    await page.getByText('Nessuno è di turno').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('compares the plan of other weights with today’s', async () => {
    const { page, context, faults } = await place.show('/co/what-if', DESKTOP, coordinator);
    await page.getByRole('spinbutton').nth(1).fill('0');
    await page.getByRole('button', { name: 'Confronta' }).click();
    await page.getByRole('row', { name: /Visite coperte/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('a run of the engine', () => {
  it('is asked again while its questions are kept, and gives the same plan', async () => {
    const { uow, people } = installation;
    await askedFor(9);
    const { page, context, faults } = await place.show('/co/runs', DESKTOP, coordinator);
    const again = page.getByRole('button', { name: 'Rifai e confronta' });
    await again.first().click();
    await page.getByText(/^Stesso piano: \d+ domand/).waitFor();
    await uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE matching_run SET snapshot = NULL WHERE community_id = $1', [people.id]),
    );
    await again.first().click();
    await page.getByRole('alert').getByText('Ciò che questo calcolo ha visto non c’è più').waitFor();
    await again.first().waitFor({ state: 'detached' });
    expect(faults.filter((fault) => !fault.includes('409 (Conflict)'))).toEqual([]);
    await context.close();
  });
});

describe('a proposal in the queue', () => {
  it('shows its reasons without a fault in any view', async () => {
    const id = await askedFor(4);
    for (const view of viewsFor(1)) {
      const faults = await place.look(`/co/queue?item=new.${id}`, view, coordinator, '.terms');
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
  });

  it('is approved by the keyboard alone, and called back within ten seconds', async () => {
    const id = await askedFor(6);
    const { page, context, faults } = await place.show('/co/queue?kind=new', DESKTOP, coordinator);
    await page.locator(`[data-row="new.${id}"]`).waitFor();
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press('j');
      await page.waitForURL(/item=new/);
      if (page.url().includes(id)) break;
    }
    await page.locator('.terms').waitFor();
    await page.keyboard.press('a');
    await page.getByText('Approvato:').waitFor();
    expect(await stateOf(id)).toBe('approved');
    await page.getByRole('button', { name: 'Annulla' }).waitFor();
    await page.keyboard.press('z');
    await page.getByText('Annullato: non è partito nessun messaggio.').waitFor();
    expect(await stateOf(id)).not.toBe('approved');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('asks for the reason of a refusal, and keeps it', async () => {
    const id = await askedFor(8);
    const { page, context } = await place.show(`/co/queue?item=new.${id}`, PHONE, coordinator);
    await page.getByRole('button', { name: 'Rifiuta' }).click();
    await page.getByLabel('Perché no?').fill('La famiglia conosce un’altra persona');
    await page.getByRole('button', { name: 'Rifiuta questa proposta' }).click();
    await until('the refusal', async () => (await stateOf(id)) === 'rejected');
    await context.close();
  });

  it('decided by a colleague meanwhile is told, not decided twice', async () => {
    const id = await askedFor(10);
    const mine = await place.show(`/co/queue?item=new.${id}`, DESKTOP, coordinator);
    // This page is behind: no news reaches it.
    await mine.page.route('**/v1/events', (route) => route.abort());
    await mine.page.reload();
    await mine.page.locator('.terms').waitFor();
    const theirs = await place.show(`/co/queue?item=new.${id}`, DESKTOP, colleague);
    await theirs.page.getByRole('button', { name: 'Approva' }).click();
    await theirs.page.getByText('Approvato:').waitFor();
    await mine.page.getByRole('button', { name: 'Approva' }).click();
    await mine.page.getByText('1 non approvata').waitFor();
    await Promise.all([mine.context.close(), theirs.context.close()]);
  });

  it('that a colleague decides goes from the screen of whoever reads it, and that is told', async () => {
    const id = await askedFor(11);
    const { page, context } = await place.show(`/co/queue?item=new.${id}`, DESKTOP, coordinator);
    await page.locator('.terms').waitFor();
    const desk = await installation.as(colleague);
    const { headers } = await desk.get(`/v1/proposals/${id}`).expect(200);
    await desk.post(`/v1/proposals/${id}/approve`).set('if-match', headers['etag']!).send({}).expect(200);
    await page.getByText('Qualcuno se ne è già occupato').waitFor();
    await context.close();
  });

  it('does not hear the letters once they are switched off', async () => {
    const id = await askedFor(12);
    const { page, context } = await place.show(`/co/queue?item=new.${id}`, DESKTOP, coordinator);
    await page.getByLabel('Tasti rapidi').uncheck();
    await page.locator('h1').focus();
    await page.keyboard.press('r');
    expect(await page.getByLabel('Perché no?').count()).toBe(0);
    await page.getByLabel('Tasti rapidi').check();
    await page.locator('h1').focus();
    await page.keyboard.press('r');
    await page.getByLabel('Perché no?').waitFor();
    await context.close();
  });
});
