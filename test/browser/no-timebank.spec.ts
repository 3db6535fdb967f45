import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { BrowserPlace, faultsOf, quiet } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
const actors = {} as Record<'family' | 'helper' | 'coordinator', MemberActor>;

const MEMBERS = { language: 'it', width: 390, colours: 'light' } as const;
/** What only a time bank has words for. */
const TIMEBANK = /Banca del tempo|banca del tempo|Saldo|saldo|Movimenti/;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people } = installation;
  await new PolicyService(uow).setPolicy(await people.administrator(), {
    key: 'timebank',
    value: false,
    validFrom: people.day(0),
  });
  actors.family = (await people.family()).actor;
  actors.helper = (await people.helper()).actor;
  actors.coordinator = await people.coordinator();
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('where all help is a gift', () => {
  it.each([
    ['/home', 'family'],
    ['/ask/check', 'family'],
    ['/hours', 'family'],
    ['/v/home', 'helper'],
    ['/v/offers', 'helper'],
    ['/hours', 'helper'],
    ['/co/more', 'coordinator'],
    ['/co/stats', 'coordinator'],
  ] as const)(
    '%s of a %s says nothing of a time bank',
    async (path, who) => {
      const opened = await place.show(path, MEMBERS, actors[who]);
      const { page } = opened;
      await page.locator('h1').waitFor();
      await quiet(page);
      if (path === '/v/offers') {
        await page.getByRole('button', { name: 'Cambia' }).tap();
        await page.getByText('Quale aiuto?').waitFor();
      }
      expect(await page.locator('body').innerText()).not.toMatch(TIMEBANK);
      expect(await faultsOf(opened)).toEqual([]);
      await opened.context.close();
    },
    60_000,
  );

  it.each([
    ['/balance', 'family', '/home'],
    ['/balance', 'helper', '/v/home'],
    ['/co/accounts', 'coordinator', '/co/queue'],
  ] as const)('%s leads a %s to where they begin', async (path, who, home) => {
    const { page, context } = await place.show(path, MEMBERS, actors[who]);
    await page.waitForURL(place.base + home);
    await context.close();
  });

  it('offers and asks are gifts without being asked for', async () => {
    const { page, context } = await place.show('/v/offers', MEMBERS, actors.helper);
    await page.getByRole('button', { name: 'Cambia' }).tap();
    await page.getByRole('button', { name: 'Salva' }).tap();
    await page.getByRole('button', { name: 'Salva' }).waitFor({ state: 'detached' });
    const { body } = await (await installation.as(actors.helper)).get('/v1/offers').expect(200);
    expect(body.items).toMatchObject([{ regime: 'volunteer', version: 2 }]);
    await context.close();
  });
});
