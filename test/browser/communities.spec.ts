import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, CommunityPeople } from '../builders/people.builder.js';
import { keptOnDevice } from '../support/kept-on-device.js';
import { BrowserPlace, PHONE, quiet, type OpenedPage } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let family: BuiltFamily;
let abroad: CommunityPeople;
let shown: OpenedPage;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people, clock } = installation;
  family = await people.family({ givenName: 'Giulia' });
  abroad = await buildCommunity(uow, people.codec, clock);
  await uow.run(abroad.facts.system, (tx) =>
    tx.sql(`UPDATE community SET name = 'Banca del tempo' WHERE id = $1`, [abroad.id]),
  );
  await abroad.memberToo(family.email, ['helper'], 'Giulia');
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

describe('a member of one community', () => {
  it('is asked nothing about communities', async () => {
    const { actor } = await installation.people.family();
    shown = await place.show('/settings', PHONE, actor);
    await shown.page.getByRole('radio', { name: 'Italiano' }).waitFor();
    await quiet(shown.page);
    expect(await shown.page.getByText('Comunità').count()).toBe(0);
    await shown.context.close();
  });
});

describe('a member of two communities', () => {
  /** The community of whom the device keeps for times without a network, and what it keeps of requests. */
  const kept = async () => {
    const { answers } = await keptOnDevice(shown.page);
    const [, me] = Object.entries(answers).find(([name]) => name.startsWith('/v1/me?')) ?? [];
    return {
      community: (me as { communityId: string } | undefined)?.communityId ?? null,
      requests: Object.keys(answers).filter((name) => name.startsWith('/v1/requests?')).length,
    };
  };

  it('reads in which one they are, and goes on in the other in every tab, where nothing of the first is left', async () => {
    shown = await place.show('/home', PHONE, family.actor);
    const { page, context } = shown;
    await page.evaluate('navigator.serviceWorker.ready');
    await page.reload();
    await quiet(page);
    expect(await kept()).toEqual({ community: installation.people.id, requests: 1 });
    const other = await context.newPage();
    await other.goto(`${place.base}/ask/what`);
    await other.getByRole('radio', { name: 'Babysitting' }).check();
    await page.getByText('Comunità: Distretto di prova.').waitFor();
    await page.getByRole('link', { name: 'Cambia' }).tap();
    await page.getByRole('button', { name: 'Vai qui Banca del tempo' }).tap();
    await page.waitForURL(`${place.base}/v/home`);
    await other.waitForURL(`${place.base}/v/home`);
    await page.getByText('Comunità: Banca del tempo.').waitFor();
    await quiet(page);
    expect(await kept()).toEqual({ community: abroad.id, requests: 0 });
    expect(await page.evaluate('localStorage.getItem("intreccio.ask")')).toBeNull();
    expect(shown.faults).toEqual([]);
  });

  it('finds the one they are in without a network, and comes back with a draft that is empty', async () => {
    const { page, context } = shown;
    await context.setOffline(true);
    await page.reload();
    await page.getByText('Sei senza rete').waitFor();
    expect(new URL(page.url()).pathname).toBe('/v/home');
    await context.setOffline(false);
    await page.goto(`${place.base}/settings`);
    await page.getByRole('button', { name: 'Vai qui Distretto di prova' }).tap();
    await page.waitForURL(`${place.base}/home`);
    await page.goto(`${place.base}/ask/what`);
    await page.getByRole('radio', { name: 'Babysitting', checked: false }).waitFor();
    await context.close();
  });
});
