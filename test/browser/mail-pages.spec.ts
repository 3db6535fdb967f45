import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sentLinks, type SentLinks } from '../builders/sent-links.js';
import { FIRST } from '../builders/visits.scene.js';
import { BrowserPlace, faultsOf, viewsFor, type View } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
/** Addresses of links in mails, each good until it is used. */
let paths: SentLinks;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
  paths = await sentLinks(installation, place, FIRST);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** Of a page that is in the language of who was written to, until another is chosen on it. */
const inLanguage = (path: string, { language }: View) => `${path}?lang=${language}`;

describe('a page behind a link of a mail has no fault in any view', () => {
  const GOOD = ['hours', 'unsubscribe', 'invitation', 'sign-in'] as const;

  it.each(GOOD)('before anything is done: %s', async (which) => {
    for (const view of viewsFor(GOOD.indexOf(which))) {
      const chosen = which === 'hours' || which === 'unsubscribe';
      const opened = await place.show(chosen ? inLanguage(paths[which], view) : paths[which], view);
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      expect(await opened.page.locator('html').getAttribute('lang')).toBe(view.language);
      expect(await opened.page.locator('main .button:visible').count()).toBeGreaterThan(0);
      await opened.context.close();
    }
  });

  it.each(['unsubscribe', 'hours'] as const)(
    'once it is done, and when it is opened again: %s',
    async (which) => {
      for (const view of viewsFor(1)) {
        const opened = await place.show(inLanguage(paths[which], view), view);
        const button = opened.page.locator('main form .button');
        if ((await button.count()) > 0) await button.click();
        await opened.page.locator('main form').waitFor({ state: 'detached' });
        expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
        expect(await opened.page.locator('html').getAttribute('lang')).toBe(view.language);
        await opened.context.close();
      }
    },
  );
});
