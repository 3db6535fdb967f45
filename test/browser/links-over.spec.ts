import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addMinutes } from '#platform';
import { sentLinks, type SentLinks } from '../builders/sent-links.js';
import { BrowserPlace, faultsOf, type View } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
/** Addresses of links, each good when it was sent. */
let paths: SentLinks & { readonly cut: string };

const FIRST = new Date('2026-10-12T14:00:00Z');
const DAY_MINUTES = 1_440;
const DESK = '+39 0382 000000';

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
  const sent = await sentLinks(installation, place, FIRST);
  paths = { ...sent, cut: sent.hours.slice(0, -4) };
  installation.clock.moveTo(addMinutes(installation.clock.now(), 15 * DAY_MINUTES));
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** What is said in each language: that it is over, or what to do. */
const SAID = {
  hours: {
    it: 'Questo link non serve più',
    en: 'This link is of no more use',
    ar: 'هذا الرابط لم يعد صالحا',
  },
  cut: {
    it: 'Questo link non serve più',
    en: 'This link is of no more use',
    ar: 'هذا الرابط لم يعد صالحا',
  },
  invitation: {
    it: 'Chiedine uno nuovo a chi te l’ha dato, o chiamaci',
    en: 'Ask who gave it to you for a new one, or call us',
    ar: 'اطلب دعوة جديدة ممن أعطاك إياها أو اتصل بنا',
  },
  'sign-in': {
    it: 'Chiedi un nuovo codice',
    en: 'Ask for a new code',
    ar: 'اطلب رمزا جديدا',
  },
} as const;
/** That a link is of no use is told by a status too, which the browser writes down. */
const unexpected = (faults: readonly string[]) => faults.filter((fault) => !/status of 4\d\d/.test(fault));

const VIEWS = (['it', 'en', 'ar'] as const).map((language): View => ({
  language,
  width: 390,
  colours: 'light',
}));

describe('a link that is over', () => {
  it.each(['hours', 'cut', 'invitation'] as const)(
    'of %s says so, what to do, and whom to call, in every language',
    async (which) => {
      for (const view of VIEWS) {
        // What is about somebody's hours is in the language of who was written to, until another is chosen.
        const lang = which === 'hours' ? `?lang=${view.language}` : '';
        const opened = await place.show(paths[which] + lang, view);
        const said = opened.page.locator('main').getByText(SAID[which][view.language]).first();
        await said.waitFor();
        expect(await opened.page.getByText(DESK).first().isVisible()).toBe(true);
        expect({ view, faults: unexpected(await faultsOf(opened)) }).toEqual({ view, faults: [] });
        await opened.context.close();
      }
    },
  );

  it('to sign in says so when it is pressed, and sends another, in every language', async () => {
    for (const view of VIEWS) {
      const opened = await place.show(paths['sign-in'], view);
      await opened.page.locator('main button:visible').first().click();
      await opened.page.getByText(SAID['sign-in'][view.language]).first().waitFor();
      expect(await opened.page.locator('#address').isVisible()).toBe(true);
      expect({ view, faults: unexpected(await faultsOf(opened)) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
  });
});
