import { newId } from '#platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import type { CDPSession, Page } from 'playwright-core';
import { buildCommunity } from '../builders/community.builder.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor, type OpenedPage } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;

/** What the service calls itself must be known before it listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resume) => server.once('listening', resume));
  const { port } = server.address() as AddressInfo;
  await new Promise((resume) => server.close(resume));
  return port;
}

/** Browsers make passkeys for names alone, never for a numbered address. */
beforeAll(async () => {
  const port = await freePort();
  installation = await openInstallation({
    environment: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
  });
  place = await BrowserPlace.open(installation, `http://localhost:${port}`);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** A finger on a sensor, in the browser: what is asked for is unlocked at once. */
async function withSensor({ page }: OpenedPage): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

async function signInByMail(page: Page, email: string): Promise<void> {
  const codes = () =>
    installation.mails
      .messages()
      .filter(({ recipients }) => recipients.includes(email))
      .flatMap(({ subject }) => /\b\d{8}\b/.exec(subject)?.[0] ?? []);
  const before = new Set(codes());
  await page.goto(`${place.base}/login?next=/settings`);
  await page.locator('#address').fill(email);
  await page.locator('#ask button').click();
  const code = await until('the sign-in mail', async () => codes().find((one) => !before.has(one)));
  await page.locator('#code').fill(code);
  await page.locator('#with-code button').click();
}

const inside = (page: Page) => page.waitForURL(`${place.base}/settings`);
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: installation.clock.machineNow().getTime(),
  });

describe('a coordinator’s second step', () => {
  it('is a passkey made on the way in; the next time it is enough by itself', async () => {
    const { email } = await installation.people.member(['coordinator']);
    const opened = await place.show('/login', DESKTOP);
    await withSensor(opened);
    const { page } = opened;
    await signInByMail(page, email);
    await page.getByRole('button', { name: 'Crea una passkey' }).click();
    await page.getByRole('heading', { name: 'I tuoi codici di recupero' }).waitFor();
    expect(await page.locator('#code-list li').count()).toBe(10);
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Li ho salvati, avanti' }).click();
    await inside(page);
    await page.getByRole('heading', { name: 'Secondo passaggio per entrare' }).waitFor();

    await page.context().clearCookies({ name: 'intreccio-session' });
    await page.goto(`${place.base}/login?next=/settings`);
    await page.getByRole('button', { name: 'Entra con una passkey' }).click();
    await inside(page);

    await page.context().clearCookies({ name: 'intreccio-session' });
    await signInByMail(page, email);
    await page.getByRole('button', { name: 'Usa la mia passkey' }).click();
    await inside(page);
    await page.context().close();
  });

  it('is an authenticator, whose picture and key are shown, or one of the codes kept', async () => {
    const { email } = await installation.people.member(['administrator']);
    const opened = await place.show('/login', PHONE);
    const { page } = opened;
    await signInByMail(page, email);
    await page.getByRole('button', { name: 'Usa un’app di autenticazione' }).click();
    await page.getByRole('img', { name: 'Codice QR' }).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    const secret = await page.locator('#secret').innerText();
    await page.locator('#enrolled-code').fill(codeOf(secret));
    await page.locator('#enrol-code button').click();
    const kept = await page.locator('#code-list li').first().innerText();
    await page.getByRole('button', { name: 'Li ho salvati, avanti' }).click();
    await inside(page);

    await page.context().clearCookies({ name: 'intreccio-session' });
    await signInByMail(page, email);
    await page.locator('#factor-code').fill('12345');
    await page.locator('#second-code button').click();
    await page.getByRole('alert').getByText('Il codice ha 6 cifre').waitFor();
    installation.clock.advanceMinutes(1);
    await page.locator('#factor-code').fill(codeOf(secret));
    await page.locator('#second-code button').click();
    await inside(page);

    await page.context().clearCookies({ name: 'intreccio-session' });
    await signInByMail(page, email);
    await page.getByText('Hai perso il telefono o la chiave?').click();
    await page.locator('#recovery-code').fill(kept);
    await page.locator('#second-recovery button').click();
    await inside(page);
    await page.getByText('Ne restano 9.').waitFor();
    await page.context().close();
  });

  it('is asked for by every screen, and reloading the page does not lose the way', async () => {
    const { email } = await installation.people.member(['auditor']);
    const { page, context } = await place.show('/login', PHONE);
    await signInByMail(page, email);
    await page.getByRole('heading', { name: 'Imposta il secondo passaggio' }).waitFor();
    await page.goto(`${place.base}/co/stats`);
    await page.waitForURL(/\/login\?step=second&next=%2Fco%2Fstats/);
    await page.getByRole('heading', { name: 'Imposta il secondo passaggio' }).waitFor();
    await page.getByRole('button', { name: 'Esci' }).click();
    await page.waitForURL(`${place.base}/login`);
    await context.close();
  });

  it('has no fault in any view', async () => {
    const { email } = await installation.people.member(['coordinator']);
    for (const view of viewsFor(0)) {
      installation.clock.advanceMinutes(15);
      const opened = await place.show('/login', view);
      await signInByMail(opened.page, email);
      await opened.page.locator('#enrol h2').waitFor();
      await opened.page.locator('#enrol-app').click();
      await opened.page.locator('#qr svg').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
  });
});

describe('a family where the community asks it of everybody', () => {
  it('is told why, makes a passkey on the way in, and comes home with it the next time', async () => {
    const { people, uow, codec, clock } = installation;
    const strict = await buildCommunity(uow, codec, clock);
    await uow.run(strict.facts.system, (tx) =>
      tx.sql(
        `INSERT INTO community_policy (community_id, id, key, value, valid_from, created_at) VALUES ($1, $2, 'everybodySecondFactor', 'true', $3, $4)`,
        [tx.communityId, newId(), people.day(0), tx.now],
      ),
    );
    const { email } = await strict.member(['family']);
    const opened = await place.show('/login', PHONE);
    await withSensor(opened);
    const { page } = opened;
    await signInByMail(page, email);
    await page.getByText('Per proteggere i dati delle famiglie').waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Crea una passkey' }).click();
    await page.getByRole('button', { name: 'Li ho salvati, avanti' }).click();
    await inside(page);

    await page.context().clearCookies({ name: 'intreccio-session' });
    await page.goto(`${place.base}/login?next=/settings`);
    await page.getByRole('button', { name: 'Entra con una passkey' }).click();
    await inside(page);
    await page.context().close();
  });
});

describe('one’s own second factors', () => {
  it('are added, renewed and removed in the settings, after a proof', async () => {
    const { actor } = await installation.people.member(['family']);
    const opened = await place.show('/settings', PHONE, actor);
    await withSensor(opened);
    const { page } = opened;
    await page.getByRole('button', { name: 'Aggiungi una passkey' }).click();
    await page.getByText('Chrome su Linux').first().waitFor();
    await page.getByRole('button', { name: 'Crea codici nuovi' }).click();
    await page.locator('.codes li').first().waitFor();
    expect(await page.locator('.codes li').count()).toBe(10);
    expect(await faultsOf(opened)).toEqual([]);

    installation.clock.advanceMinutes(20);
    await page.reload();
    await page.getByRole('heading', { name: 'Sei tu?' }).waitFor();
    await page.getByRole('button', { name: 'Usa la mia passkey' }).click();
    await page.getByRole('button', { name: 'Togli' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Togli' }).click();
    await page.getByText('Ancora nessuna.').waitFor();
    await page.context().close();
  });

  it('without one, a code that is typed in place proves it, and the other sessions end', async () => {
    const { actor, email } = await installation.people.member(['family']);
    for (let device = 1; device <= 2; device += 1) await installation.as(actor);
    const opened = await place.show('/login', PHONE);
    const { page } = opened;
    await signInByMail(page, email);
    await inside(page);
    installation.clock.advanceMinutes(20);
    await page.reload();
    await page.getByRole('link', { name: 'Prima dimostra che sei tu' }).first().click();
    const codes = () =>
      installation.mails
        .messages()
        .filter(({ recipients }) => recipients.includes(email))
        .flatMap(({ subject }) => /\b\d{8}\b/.exec(subject)?.[0] ?? []);
    const before = new Set(codes());
    await page.getByRole('button', { name: 'Mandami un codice' }).click();
    const code = await until('the code', async () => codes().find((one) => !before.has(one)));
    await page.locator('#proof-code').fill(code);
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Conferma' }).click();
    await page.getByRole('button', { name: 'Fai uscire tutti gli altri' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Fai uscire tutti gli altri' }).click();
    await until(
      'the end of the others',
      async () => (await page.locator('[aria-labelledby=sessions] li').count()) === 1,
    );
    expect(await faultsOf(opened)).toEqual([]);
    await page.context().close();
  });

  it('a phone is added beside the e-mail address, by a code that comes to it', async () => {
    const { actor } = await installation.people.member(['family']);
    const opened = await place.show('/settings', PHONE, actor);
    const { page } = opened;
    await page.getByRole('button', { name: 'Entra anche col telefono' }).click();
    await page.getByLabel('Il numero del cellulare').fill('333 555 0101');
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Mandami un codice' }).click();
    const text = await until('the code', async () => installation.sms.messages()[0]?.text);
    await page.locator('#code-phone').fill(/\b\d{8}\b/.exec(text)![0]);
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('button', { name: 'Conferma' }).click();
    await page.getByText('+39 333 555 0101').first().waitFor();
    await page.getByRole('button', { name: 'Cambia numero' }).waitFor();
    await page.getByRole('button', { name: 'Togli' }).first().click();
    await page.getByRole('dialog').getByText('Non entri più con questa e-mail').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Togli' }).click();
    await page.getByRole('button', { name: 'Aggiungi un’e-mail' }).waitFor();
    expect(await faultsOf(opened)).toEqual([]);
    await page.context().close();
  });

  it('are taken away by an administrator on the person’s page, with a reason', async () => {
    const { actor } = await installation.people.member(['helper']);
    const administrator = await installation.people.administrator();
    const opened = await place.show(`/co/people/${actor.memberId}`, DESKTOP, administrator);
    const { page } = opened;
    await page.getByRole('button', { name: 'Azzera il secondo passaggio' }).click();
    await page.getByLabel('Come sai che è davvero').fill('Richiamata al numero che conosciamo');
    expect(await faultsOf(opened)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Azzera il secondo passaggio' }).click();
    await page.getByText('lo diciamo alla persona per mail').waitFor();
    await page.context().close();
  });
});
