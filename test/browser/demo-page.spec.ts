import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Demonstration } from '../../apps/api/src/demo/demonstration.js';
import { BrowserPlace, faultsOf, viewsFor } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const TEXT = {
  channel: 'sms',
  recipients: ['+393331234567'],
  subject: '',
  text: 'Puoi giovedì alle 16? Rispondi 1 sì, 2 no. Sportello +390382000000',
} as const;

let installation: TestInstallation;
let place: BrowserPlace;

const demonstration: Demonstration = {
  community: 'Comunità di prova',
  timeZone: 'Europe/Rome',
  roles: [],
  mails: () => [
    ...installation.mails.messages().map((mail) => ({ channel: 'e-mail' as const, ...mail })),
    { ...TEXT, receivedAt: new Date('2026-10-01T08:00:00Z') },
  ],
  now: () => installation.clock.now(),
  advance: async (minutes) => {
    installation.clock.advanceMinutes(minutes);
    return installation.clock.now();
  },
};

beforeAll(async () => {
  installation = await openInstallation({ environment: { DEMO: 'true' }, demonstration });
  place = await BrowserPlace.open(installation);
  const { personId } = (await installation.people.family()).actor;
  Object.assign(demonstration, {
    roles: [{ key: 'family', label: 'A family', givenName: 'Ada', personId }],
  });
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('the demonstration’s page', () => {
  it.each([0, 1, 2])('has no fault in any view (%i)', async (turn) => {
    for (const view of viewsFor(turn)) {
      const shown = await place.show('/demo', view);
      await shown.page.locator('#mail-list summary').first().click();
      expect({ view, faults: await faultsOf(shown) }).toEqual({ view, faults: [] });
      await shown.context.close();
    }
  });

  it('lets one be somebody with one press, inside the application', async () => {
    const { page, context, faults } = await place.show('/demo');
    await page.getByRole('button', { name: 'Una famiglia Ada' }).click();
    await page.waitForURL(`${place.base}/home`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('moves the clock, and shows where it stands on the community’s', async () => {
    installation.clock.moveTo(new Date('2026-10-05T06:30:00Z'));
    const { page, context } = await place.show('/demo');
    await page.getByText('lunedì 5 ottobre 2026 · 08:30').waitFor();
    await page.getByRole('button', { name: 'Domattina alle 10' }).click();
    await page.getByText('lunedì 5 ottobre 2026 · 10:00').waitFor();
    await page.getByRole('button', { name: 'Domattina alle 10' }).click();
    await page.getByText('martedì 6 ottobre 2026 · 10:00').waitFor();
    await page.getByRole('button', { name: '1 settimana avanti' }).click();
    await page.getByText('martedì 13 ottobre 2026 · 10:00').waitFor();
    await context.close();
  });

  it('shows a mail and lets one go on as who got it', async () => {
    const family = await installation.people.family();
    await installation.anonymous().post('/v1/sign-in').send({ email: family.email, language: 'it' });
    const { page, context } = await place.show('/demo#mail');
    const mail = page.locator('#mail-list li', { hasText: family.email });
    await mail.locator('summary').click();
    await mail.getByText('Vale una volta, per 10 minuti').waitFor();
    await mail.getByRole('button', { name: 'Entra come questa persona' }).click();
    await page.waitForURL(`${place.base}/home`);
    const me = await page.request.get(`${place.base}/v1/me`);
    expect(await me.json()).toMatchObject({ memberId: family.memberId });
    await context.close();
  });

  it('answers a text message with the digits that it asks for, and no other', async () => {
    const { page, context } = await place.show('/demo#mail');
    const text = page.locator('#mail-list li', { hasText: 'SMS a +393331234567' });
    await text.locator('summary').click();
    expect(await text.getByRole('button').allTextContents()).toEqual(['Rispondi 1', 'Rispondi 2']);
    const answered = page.waitForResponse((it) => it.url().endsWith('/demo/sms'));
    await text.getByRole('button', { name: 'Rispondi 1' }).click();
    expect((await answered).request().postDataJSON()).toEqual({ from: '+393331234567', text: '1' });
    expect((await answered).status()).toBe(200);
    await context.close();
  });
});
