import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssignmentsService } from '#assignments';
import { approve, buildRequest } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, PHONE, type OpenedPage } from '../support/browser.js';
import { keptOnDevice } from '../support/kept-on-device.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let line: TcpProxy;
let place: BrowserPlace;
let family: BuiltFamily;
let helper: BuiltHelper;
let requestId: string;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  installation = await openInstallation();
  const { people, uow, clock } = installation;
  family = await people.family({ givenName: 'Ada' });
  helper = await people.helper({
    regime: 'timebank',
    categoryIds: [people.facts.categories.errands],
    givenName: 'Bruno',
  });
  const asked = await buildRequest(uow, people, {
    family,
    starts: [new Date(clock.now().getTime() + 3 * DAY_MS)],
  });
  requestId = asked.requestId;
  const made = await approve(uow, people, { helper, family, asked });
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  const url = await installation.api.getUrl();
  line = await startTcpProxy(url);
  place = await BrowserPlace.open(installation, line.through(url).replace(/\/$/, ''));
}, 120_000);

afterAll(async () => {
  await place?.close();
  await line?.close();
  await installation?.close();
});

/** The service worker asks by itself, so the line is cut and not only the page. */
async function lose({ context }: OpenedPage): Promise<void> {
  line.wire('refusing');
  line.cut();
  await context.setOffline(true);
}

async function find({ context }: OpenedPage): Promise<void> {
  line.wire('good');
  await context.setOffline(false);
}

/** What the two homes read, under the names it is kept by. */
const READ = {
  '/home': ['/v1/requests?limit=50', '/v1/visits?limit=50&side=family'],
  '/v/home': ['/v1/seats?limit=100'],
} as const;
const READ_BY_BOTH = [
  '/app-shell',
  '/v1/me?',
  '/v1/community?',
  '/v1/categories?limit=100',
  '/v1/municipalities?limit=100',
  '/v1/assignments?current=true&limit=50',
  '/v1/time-entries?limit=50&list=mine',
] as const;

const allKept = (path: keyof typeof READ) => `Promise.all([
  ...${JSON.stringify([...READ_BY_BOTH, ...READ[path]])},
  ...performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/assets/')),
].map((name) => caches.match(name))).then((all) => all.every(Boolean))`;

describe('without a network', () => {
  it.each([
    ['helper', '/v/home', 'Via di Prova'],
    ['family', '/home', 'Viene Bruno'],
  ] as const)(
    'a %s who opened %s once reads the next visit, also a day later, until they sign out',
    async (who, path, named) => {
      const opened = await place.show(path, PHONE, who === 'helper' ? helper.actor : family.actor);
      const { page, context } = opened;
      await page.getByText(named).first().waitFor();
      await until('all is kept', () => page.evaluate<boolean>(allKept(path)));
      await lose(opened);
      try {
        await page.reload();
        await page.getByText('Sei senza rete').waitFor();
        await page.getByText(named).first().waitFor();
        await page.clock.setFixedTime(new Date(Date.now() + DAY_MS));
        await page.reload();
        await page.getByText(named).first().waitFor();
      } finally {
        await find(opened);
      }
      await page.goto(`${place.base}/settings`);
      await page.getByRole('button', { name: 'Esci' }).tap();
      await page.waitForURL(`${place.base}/`);
      expect(await page.evaluate('caches.has("intreccio-data-2")')).toBe(false);
      expect(await keptOnDevice(page)).toMatchObject({ answers: {}, keys: [] });
      await context.close();
    },
  );

  it('an agenda that could not be read is not said to be empty', async () => {
    const opened = await place.show('/v/home', PHONE, helper.actor);
    const { page, context } = opened;
    await page.getByText('Via di Prova').waitFor();
    await until('all is kept', () => page.evaluate<boolean>(allKept('/v/home')));
    await page.evaluate(
      `caches.open('intreccio-data-2').then((kept) => kept.delete('/v1/assignments?current=true&limit=50'))`,
    );
    await lose(opened);
    try {
      await page.reload();
      await page.getByRole('button', { name: 'Riprova' }).first().waitFor();
      expect(await page.getByText('Nessuna visita').count()).toBe(0);
    } finally {
      await find(opened);
    }
    await context.close();
  });

  it('a request that was begun is sent when the line is back', async () => {
    const opened = await place.show('/ask/what', PHONE, family.actor);
    const { page, context } = opened;
    await page.getByRole('radio', { name: 'Commissioni' }).check();
    for (const title of ['Quando?', 'Dove?', 'È tutto giusto?']) {
      await page.getByRole('button', { name: 'Avanti' }).tap();
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await page.getByLabel('Cosa deve sapere').fill('Il cane è buono');
    await lose(opened);
    try {
      await page.getByRole('button', { name: 'Invia la richiesta' }).tap();
      await page.getByRole('alert').getByText('Il servizio non risponde').waitFor();
    } finally {
      await find(opened);
    }
    await page.reload();
    expect(await page.getByLabel('Cosa deve sapere').inputValue()).toBe('Il cane è buono');
    await page.getByRole('button', { name: 'Invia la richiesta' }).tap();
    await page.getByRole('heading', { name: 'Richiesta inviata' }).waitFor();
    expect(await page.evaluate("localStorage.getItem('intreccio.ask')")).toBeNull();
    await context.close();
  });
});

describe('what is kept for times without a network', () => {
  it('has no name, no address and no phone in it for who copies the storage, and keys without bytes', async () => {
    const opened = await place.show('/v/home', PHONE, helper.actor);
    const { page, context } = opened;
    await page.getByText('Via di Prova').waitFor();
    await until('all is kept', () => page.evaluate<boolean>(allKept('/v/home')));
    const kept = await keptOnDevice(page);
    const told = JSON.stringify(kept.answers);
    // The agenda is there: what the keys open says who and where.
    for (const word of ['"Via di Prova 1"', '"Ada"', '"deskPhone":"+39 0382 000000"']) {
      expect(told).toContain(word);
      expect(kept.raw).not.toContain(word);
    }
    expect(kept.raw).not.toMatch(/givenName|familyName|address|contact|phone|0382/i);
    expect(kept.keyBytes).toBe(false);
    expect(kept.keys).toHaveLength(1);
    await context.close();
  });

  it('takes nothing from who has no room for it: what cannot be kept is shown all the same', async () => {
    const opened = await place.show('/v/home', PHONE, helper.actor);
    const { page, context } = opened;
    await page.getByText('Via di Prova').waitFor();
    await until('all is kept', () => page.evaluate<boolean>(allKept('/v/home')));
    const devTools = await context.newCDPSession(page);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin: place.base, quotaSize: 1 });
    await page.reload();
    await page.getByText('Via di Prova').waitFor();
    await until('nothing from before stands for it', () =>
      page.evaluate<boolean>(`caches.match('${READ['/v/home'][0]}').then((kept) => !kept)`),
    );
    await context.close();
  });

  it('is of no use any more when its keys are destroyed, though every answer is still there', async () => {
    const opened = await place.show('/v/home', PHONE, helper.actor);
    const { page, context } = opened;
    await page.getByText('Via di Prova').waitFor();
    await until('all is kept', () => page.evaluate<boolean>(allKept('/v/home')));
    await page.evaluate(
      `new Promise((done) => { indexedDB.deleteDatabase('intreccio-keys').onsuccess = () => done(); })`,
    );
    await lose(opened);
    try {
      await page.reload();
      await page.getByRole('button', { name: 'Riprova' }).first().waitFor();
      expect(await page.getByText('Via di Prova').count()).toBe(0);
      expect(await page.evaluate('caches.has("intreccio-data-2")')).toBe(true);
    } finally {
      await find(opened);
    }
    await context.close();
  });

  it('that an earlier version kept as it was read is let go of', async () => {
    const { page, context } = await place.show('/privacy', PHONE, helper.actor);
    await page.evaluate(`navigator.serviceWorker.getRegistrations()
      .then((all) => Promise.all(all.map((one) => one.unregister())))
      .then(() => caches.open('intreccio-data-1'))
      .then((cache) => cache.put('/v1/me?', new Response('{"familyName":"Bianchi"}')))`);
    await page.goto(`${place.base}/v/home`);
    await until('it is gone', () =>
      page.evaluate<boolean>(`caches.has('intreccio-data-1').then((has) => !has)`),
    );
    await context.close();
  });

  it('of a request that was begun says nothing, and comes back as it was', async () => {
    const { page, context } = await place.show('/ask/what', PHONE, family.actor);
    await page.getByRole('radio', { name: 'Commissioni' }).check();
    for (const title of ['Quando?', 'Dove?', 'È tutto giusto?']) {
      await page.getByRole('button', { name: 'Avanti' }).tap();
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await page.getByLabel('Cosa deve sapere').fill('La chiave sta dal vicino');
    await until('it is kept', async () =>
      (await keptOnDevice(page)).keys.some((key) => key.startsWith('draft-')),
    );
    expect((await keptOnDevice(page)).raw).not.toMatch(/chiave|categoryId|startTime/);
    await page.reload();
    expect(await page.getByLabel('Cosa deve sapere').inputValue()).toBe('La chiave sta dal vicino');
    await page.goto(`${place.base}/settings`);
    await page.getByRole('button', { name: 'Esci' }).tap();
    await page.waitForURL(`${place.base}/`);
    expect(await keptOnDevice(page)).toMatchObject({
      keys: [],
      raw: expect.not.stringContaining('intreccio.ask'),
    });
    await context.close();
  });
});

describe('a session that ends while the application is open', () => {
  it('leads to the sign-in page, which comes back; a draft stays', async () => {
    const { page, context } = await place.show('/ask/what', PHONE, family.actor);
    await page.getByRole('radio', { name: 'Babysitting' }).check();
    await context.clearCookies();
    await page.locator('a[href="/inbox"]').first().click();
    await page.waitForURL(`${place.base}/login?next=%2Finbox`);
    expect(await page.evaluate("localStorage.getItem('intreccio.ask')")).toMatch(/^[\w+/=]{100,}$/);
    const { keys } = await keptOnDevice(page);
    expect(keys.map((name) => name.replace(/\d+$/, ''))).toEqual(['draft-']);
    await context.close();
  });
});

describe('a request that somebody else changes while one writes', () => {
  const MINE = 'Parole mie';
  let editedId: string;

  beforeAll(async () => {
    const { people, uow, clock } = installation;
    const asked = await buildRequest(uow, people, {
      family,
      starts: [new Date(clock.now().getTime() + 5 * DAY_MS)],
    });
    editedId = asked.requestId;
    await uow.run(people.facts.system, (tx) =>
      tx.sql('UPDATE request SET start_minute = 960, end_minute = 1020 WHERE id = $1', [editedId]),
    );
  });

  const changeElsewhere = async (note: string) => {
    const other = await installation.as(family.actor);
    const { body } = await other.get(`/v1/requests/${editedId}`).expect(200);
    const { version } = body as { version: number };
    await other
      .patch(`/v1/requests/${editedId}`)
      .set('If-Match', `"v${version}"`)
      .send({ note })
      .expect((answer) => expect(answer.status).toBeLessThan(300));
  };
  const path = () => `/requests/${editedId}/edit`;

  it('is read anew without taking away what one wrote', async () => {
    const { page, context } = await place.show(path(), PHONE, family.actor);
    const note = page.getByLabel('Cosa deve sapere');
    await note.fill(MINE);
    const again = page.waitForResponse(
      (answer) => answer.url().endsWith(`/v1/requests/${editedId}`) && answer.request().method() === 'GET',
    );
    await changeElsewhere('Altre parole');
    await (await again).finished();
    // It is drawn by now, whatever it is drawn as.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    expect(await note.inputValue()).toBe(MINE);
    await context.close();
  });

  it('is read and sent again by itself while the service is busy', async () => {
    const context = await place.withoutWorker(family.actor);
    const busy = { status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable"}' };
    const sent = new Map<string, number>();
    await context.route(`**/v1/requests/${editedId}`, async (route) => {
      const method = route.request().method();
      const times = (sent.get(method) ?? 0) + 1;
      sent.set(method, times);
      return times < 3 ? route.fulfill(busy) : route.continue();
    });
    const page = await context.newPage();
    await page.goto(place.base + path());
    await page.getByLabel('Cosa deve sapere').fill('Il cane è buono');
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.waitForURL(`${place.base}/requests/${editedId}`);
    await page.getByText('Il cane è buono').waitFor();
    expect(sent.get('PATCH')).toBe(3);
    await context.close();
  });

  it('says so when one sends too late, shows how it is now, and takes it the second time', async () => {
    const context = await place.withoutWorker(family.actor);
    await context.route('**/v1/events', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(place.base + path());
    const note = page.getByLabel('Cosa deve sapere');
    await note.fill(MINE);
    await changeElsewhere('Ancora altre');
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByRole('alert').getByText('Nel frattempo qualcosa è cambiato').waitFor();
    await page.getByText(/Adesso: .*Ancora altre/).waitFor();
    expect(await note.inputValue()).toBe(MINE);
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.waitForURL(`${place.base}/requests/${editedId}`);
    await page.getByText(MINE).waitFor();
    await context.close();
  });
});

describe('when the service answers with a fault', () => {
  it.each([
    [
      'family',
      ['/home', '/ask/what', '/household', '/hours', '/balance', '/inbox', '/settings', '/requests/{id}'],
    ],
    ['helper', ['/v/home', '/v/availability', '/v/offers', '/v/checks', '/hours']],
  ] as const)('every main screen of a %s says so and offers another try', async (who, paths) => {
    const context = await place.withoutWorker(who === 'helper' ? helper.actor : family.actor);
    await context.route('**/v1/**', (route) =>
      /\/v1\/(me|community|events)$/.test(route.request().url())
        ? route.continue()
        : route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: '{"code":"internal"}',
          }),
    );
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(place.base + path.replace('{id}', requestId));
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.getByRole('button', { name: 'Riprova' }).first().waitFor();
      expect({ path, empty: await page.locator('.empty').allInnerTexts() }).toEqual({ path, empty: [] });
    }
    await context.close();
  });
});
