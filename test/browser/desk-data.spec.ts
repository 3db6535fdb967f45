import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import type { MemberActor } from '#database';
import { QUEUE_KINDS } from '#reporting';
import { buildBusyDesk, type BusyDesk } from '../builders/desk.scene.js';
import { BrowserPlace, DESKTOP, PHONE, viewsFor, type OpenedPage, type View } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let owner: Client;
let desk: MemberActor;
let busy: BusyDesk;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  owner = new Client({ connectionString: installation.url });
  owner.on('error', () => undefined);
  await owner.connect();
  desk = await installation.people.administrator();
  busy = await buildBusyDesk(installation.uow, owner, installation.people);
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await owner?.end();
  await installation?.close();
});

const show = (path: string, view: View = DESKTOP) => place.show(path, view, desk);
const one = async (text: string, id: string) => (await owner.query(text, [id])).rows[0];

/** Ends a visit to a screen that must have had no fault. */
async function leave({ context, faults }: OpenedPage): Promise<void> {
  expect(faults).toEqual([]);
  await context.close();
}

describe('each part of the queue, with something in it', () => {
  it.each(QUEUE_KINDS)('%s shows its rows, and what is open of them, without a fault', async (kind) => {
    const index = QUEUE_KINDS.indexOf(kind);
    const [view] = viewsFor(index).slice(index % 3);
    const listed = await place.look(`/co/queue?kind=${kind}`, view!, desk, '.queue-row a');
    const client = await installation.as(desk);
    const { body } = await client.get('/v1/queue').query({ kind }).expect(200);
    const path = `/co/queue?kind=${kind}&item=${body.items[0].id}`;
    const opened = await place.look(path, view!, desk, '.detail h2');
    expect({ view, listed, opened }).toEqual({ view, listed: [], opened: [] });
  });
});

describe('each screen of the desk, with something on it', () => {
  const SCREENS: readonly (readonly [path: string, something: string])[] = [
    ['/co/needs', 'ul.tiles li.card h3'],
    ['/co/people', '.queue-row a'],
    ['/co/people/{family}', '#requests-of ~ ul .queue-row'],
    ['/co/cases/{request}', 'li.card .marks .mark'],
    ['/co/calendar', '.agenda li.card a'],
    ['/co/hours', 'li.card dl'],
    ['/co/stats', '.picture svg text'],
    ['/co/messages', '.queue-row'],
    ['/co/runs', 'li.card .facts dd'],
    ['/co/audit', 'tbody tr'],
    ['/co/accounts', '.queue-row .mark'],
    ['/co/duty', '.lines .row'],
    ['/co/joining', 'article'],
    ['/co/referrals', 'article'],
    ['/co/identities', 'article'],
    ['/co/incidents', 'li.card'],
    ['/co/register', '.lines .row'],
    ['/co/sessions', 'article'],
  ];

  it.each(SCREENS.map(([path, something], index) => ({ path, something, index })))(
    '$path has no fault in any view',
    async ({ path, something, index }) => {
      const address = path
        .replace('{family}', busy.family.memberId)
        .replace('{request}', busy.ids['requests']!);
      for (const view of viewsFor(index)) {
        const faults = await place.look(address, view, desk, something);
        expect({ view, faults }).toEqual({ view, faults: [] });
      }
    },
  );
});

describe('something done on a screen of the desk', () => {
  it('queue: a case to call back is taken by who reads it', async () => {
    const opened = await show('/co/queue?kind=call-back');
    const { page } = opened;
    await page.locator('.queue-row a').first().click();
    await page.getByText('Il caso: note e telefonate').click();
    await page.getByRole('button', { name: 'Me ne occupo io' }).click();
    await page.getByText('Questo caso è tuo.').waitFor();
    await leave(opened);
  });

  it('people: somebody is found by the beginning of their name, and opened', async () => {
    const opened = await show('/co/people', PHONE);
    const { page } = opened;
    await page.getByLabel('Cerca una persona').fill('dar');
    await page.getByRole('link', { name: /^Dario/ }).tap();
    await page.getByRole('heading', { level: 1, name: /^Dario/ }).waitFor();
    await leave(opened);
  });

  it('hours: a dispute is settled with a reason, and the hours count', async () => {
    const opened = await show('/co/hours', PHONE);
    const { page } = opened;
    const card = page.getByRole('listitem').filter({ hasText: 'È durata meno' });
    await card.getByRole('link', { name: 'Carla' }).waitFor();
    await card.getByRole('button', { name: 'Apri e decidi' }).tap();
    await card.getByLabel('Minuti che decidi').fill('60');
    await card.getByLabel('Perché').fill('Lo dicono tutti e due');
    await card.getByRole('button', { name: 'Decidi', exact: true }).tap();
    await card.waitFor({ state: 'detached' });
    await page.getByText('Deciso dallo sportello: Lo dicono tutti e due').waitFor();
    expect(await one('SELECT state, minutes_given FROM time_entry WHERE id = $1', busy.disputed)).toEqual({
      state: 'settled',
      minutes_given: 60,
    });
    await leave(opened);
  });

  it('runs: each says how long it took and with what, and another is asked for', async () => {
    const opened = await show('/co/runs');
    const { page } = opened;
    const took = 'Durata: 2,6 secondi. Lettura dei dati 0,1 secondi, ricerca delle persone 0,1 secondi';
    await page.getByText(took).first().waitFor();
    await page.getByRole('button', { name: 'Calcola adesso' }).click();
    await page.getByText('Il calcolo parte tra poco.').waitFor();
    await leave(opened);
  });

  it('figures: need is shown for a thousand inhabitants, balances between their limits', async () => {
    const opened = await show('/co/stats');
    const { page } = opened;
    await page.getByRole('heading', { name: 'Città ha più visite scoperte: ' }).waitFor();
    await page.getByRole('button', { name: 'Ogni 1.000 abitanti' }).click();
    await page.getByRole('heading', { name: 'Città ha più visite scoperte ogni 1.000 abitanti: ' }).waitFor();
    const balances = page.locator('.figure').last();
    await balances.locator('.limit-line').nth(1).waitFor({ state: 'attached' });
    await balances.getByText('Massimo', { exact: true }).waitFor();
    await leave(opened);
  });

  it('figures: the counters are taken along as CSV', async () => {
    const opened = await show('/co/stats');
    const { page } = opened;
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Scarica i numeri qui sopra (CSV)' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^counters-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.split('\r\n')[0]).toBe('\ufeffDato,Valore');
    expect(text).toContain('richieste aperte,');
    await leave(opened);
  });

  it('audit: the chain is checked, and each record says in words what was read', async () => {
    const opened = await show('/co/audit');
    const { page } = opened;
    await page.getByRole('cell', { name: '1 persona' }).first().waitFor();
    await page.getByRole('button', { name: 'Controlla la catena' }).click();
    await page.getByText('La catena è intatta').waitFor();
    await leave(opened);
  });

  it('messages: one that did not arrive is sent again, one held back says why', async () => {
    const opened = await show('/co/messages', PHONE);
    const { page } = opened;
    await page.getByRole('button', { name: 'Riprova' }).tap();
    await page.getByText('Tutti i messaggi sono arrivati.').waitFor();
    const id = busy.ids['deliveries']!;
    await until('the delivery to wait again', async () => {
      const delivery = await one('SELECT state FROM delivery WHERE id = $1', id);
      return delivery.state === 'queued';
    });
    await one(`UPDATE delivery SET state = 'suppressed', failure = 'suspended' WHERE id = $1`, id);
    await page.getByRole('button', { name: 'Trattenuti' }).tap();
    await page.getByText('Non era più per questa persona: è sospesa').waitFor();
    await leave(opened);
  });
});
