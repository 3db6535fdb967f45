import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import type { BuiltFamily } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor, type OpenedPage } from '../support/browser.js';
import { CLIENT, startIdentityProvider, type IdentityProvider } from '../support/identity-provider.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let idp: IdentityProvider;
let installation: TestInstallation;
let place: BrowserPlace;
let desk: MemberActor;

/** A port that nobody uses: our own address must be known before the installation is there. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  idp = await startIdentityProvider([`${own}/login/with/city`]);
  const entry = { id: 'city', name: { it: 'il Comune', en: 'the city', ar: 'البلدية' }, issuer: idp.issuer };
  const issuers = [{ ...entry, clientId: CLIENT.id, clientSecret: CLIENT.secret }];
  installation = await openInstallation({
    environment: { PORT: String(port), PUBLIC_URL: own, OIDC_ISSUERS: JSON.stringify(issuers) },
  });
  place = await BrowserPlace.open(installation);
  desk = await installation.people.coordinator();
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
  await idp?.close();
});

/** A family that has an identity at the provider, under their verified address. */
async function newFamily(): Promise<BuiltFamily> {
  const family = await installation.people.family({ givenName: 'Marta' });
  const claims = { email: family.email, email_verified: true, given_name: 'Marta', family_name: 'Bianchi' };
  idp.account = { sub: newId(), claims };
  return family;
}

async function throughProvider(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Entra con il Comune' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function confirmAtDesk(): Promise<void> {
  const opened = await place.show('/co/queue?kind=identity-link', DESKTOP, desk);
  const { page, context } = opened;
  await page.locator('.queue-row a').first().click();
  await page.waitForURL(/[?&]item=/);
  await page.getByRole('link', { name: 'Guarda e decidi' }).click();
  await page.waitForURL(`${place.base}/co/identities`);
  const card = page.getByRole('article').first();
  await card.getByText('Marta Bianchi').waitFor();
  await card.getByRole('button', { name: 'È la stessa persona' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'È la stessa persona' }).press('Enter');
  await page.getByText('Nessuno aspetta').waitFor();
  expect(opened.faults).toEqual([]);
  await context.close();
}

/** The way over the provider is meant, and a refusal is written down by the browser. */
const unexpected = (faults: readonly string[]) =>
  faults.filter((fault) => !fault.startsWith('foreign request') && !fault.includes('status of 4'));

describe('signing in with a service', () => {
  it('tells what happens next, waits for the desk, and goes straight in from its yes on', async () => {
    await newFamily();
    const opened = await place.show('/login');
    const { page, context } = opened;
    await throughProvider(page);
    await page.getByText('Non sei ancora dentro').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(unexpected(await faultsOf(opened))).toEqual([]);
    await page.getByRole('link', { name: 'Torna alla pagina di accesso' }).click();
    await confirmAtDesk();
    // The provider still knows who sits there.
    await page.getByRole('button', { name: 'Entra con il Comune' }).click();
    await page.waitForURL(`${place.base}/home`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await context.close();
  });

  it('leads back to the screen one wanted, and to no other site', async () => {
    const family = await newFamily();
    const first = await place.show('/login');
    await throughProvider(first.page);
    await first.page.getByText('Non sei ancora dentro').waitFor();
    await confirmAtDesk();
    for (const [wanted, shown] of [
      ['%2Finbox', '/inbox'],
      ['%2F%2Fevil.example', '/home'],
      ['https%3A%2F%2Fevil.example', '/home'],
      ['javascript%3Aalert(1)', '/home'],
    ]) {
      // Left open without its cookie, the application would lead to the sign-in page by itself, and back.
      await first.page.goto('about:blank');
      await first.context.clearCookies();
      await first.page.goto(`${place.base}/login?next=${wanted}`);
      await throughProvider(first.page);
      await first.page.waitForURL(`${place.base}${shown}`);
    }
    const client = await installation.as(family.actor);
    expect((await client.get('/v1/me/sessions').expect(200)).body.length).toBeGreaterThan(4);
    await first.context.close();
  });

  it('says kindly that somebody turned back, and that an old address is of no use', async () => {
    const { page, context } = await place.show('/login');
    let state: string | null = null;
    page.on('request', (request) => (state ??= new URL(request.url()).searchParams.get('state')));
    await page.getByRole('button', { name: 'Entra con il Comune' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const back = `${place.base}/login/with/city?state=${String(state)}`;
    await page.goto(`${back}&error=access_denied&iss=${encodeURIComponent(idp.issuer)}`);
    await page.getByRole('alert').getByText('Hai interrotto l’accesso').waitFor();
    await page.goto(`${back}&code=something`);
    await page.getByRole('alert').getByText('Ricomincia dalla pagina di accesso').waitFor();
    await context.close();
  });

  it('can be added and taken away in the settings', async () => {
    const family = await newFamily();
    const { page, context } = await place.show('/settings', PHONE, family.actor);
    await page.evaluate(`localStorage.setItem('intreccio.inside', 'yes')`);
    await page.getByRole('button', { name: 'Aggiungi il Comune' }).click();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Abbiamo chiesto allo sportello').waitFor();
    await page.getByRole('link', { name: 'Continua' }).click();
    await page.waitForURL(`${place.base}/settings`);
    const section = page.getByRole('region', { name: 'Altri modi di entrare' });
    await section.getByText('Da confermare').waitFor();
    await section.getByRole('button', { name: 'Togli' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Togli' }).click();
    await section.getByText('Da confermare').waitFor({ state: 'detached' });
    await context.close();
  });
});

describe('the screens of services to sign in with', () => {
  const look = async (opened: OpenedPage, until: string) => {
    await opened.page.locator(until).first().waitFor();
    return unexpected(await faultsOf(opened));
  };

  const SCREENS = [
    ['/login', 'nobody', '#provider-buttons button'],
    ['/login/with/city', 'nobody', '#problem:not([hidden])'],
    ['/settings', 'family', '#identity-links'],
    ['/co/identities', 'desk', 'article'],
  ] as const;
  let family: BuiltFamily;

  beforeAll(async () => {
    family = await newFamily();
    const { page, context } = await place.show('/login');
    await throughProvider(page);
    await page.getByText('Non sei ancora dentro').waitFor();
    await context.close();
  }, 60_000);

  it.each(SCREENS)(
    '%s of %s has no fault in any view',
    async (path, who, until) => {
      const actor = { nobody: undefined, family: family.actor, desk }[who];
      for (const view of viewsFor(SCREENS.findIndex(([one]) => one === path))) {
        const opened = await place.show(path, view, actor);
        const faults = await look(opened, until);
        expect({ path, view, faults }).toEqual({ path, view, faults: [] });
        await opened.context.close();
      }
    },
    180_000,
  );
});
