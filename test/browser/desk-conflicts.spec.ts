import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, PHONE, type OpenedPage } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let administrator: MemberActor;
let helper: BuiltHelper;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  administrator = await installation.people.administrator();
  helper = await installation.people.helper({ givenName: 'Anna' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

/** A page that hears nothing of what others do meanwhile. */
async function deaf(path: string, actor = administrator): Promise<OpenedPage> {
  const opened = await place.show('/privacy', PHONE, actor);
  await opened.page.close();
  await opened.context.addInitScript('delete Navigator.prototype.serviceWorker');
  await opened.context.route('**/v1/events', (route) => route.abort());
  const page = await opened.context.newPage();
  await page.goto(place.base + path);
  return { ...opened, page };
}

const elsewhere = () => installation.as(administrator);

describe('what an administrator chose while somebody else changed the same', () => {
  it('stays among the roles of a member, which are shown as they are now, and is taken the second time', async () => {
    const { page, context } = await deaf(`/co/people/${helper.memberId}`);
    const form = page.locator('form', { has: page.getByRole('heading', { name: 'Che cosa fa' }) });
    await form.getByLabel('Revisione').check();
    const client = await elsewhere();
    const { body } = await client.get(`/v1/members/${helper.memberId}`).expect(200);
    await client
      .put(`/v1/members/${helper.memberId}/roles`)
      .set('If-Match', `"v${body.version}"`)
      .send({ roles: ['family', 'helper'] })
      .expect(200);
    await form.getByRole('button', { name: 'Salva' }).tap();
    await form.getByRole('alert').getByText('Nel frattempo qualcosa è cambiato').waitFor();
    await form.getByText(/^Adesso: .*Famiglia/).waitFor();
    expect(await form.getByLabel('Revisione').isChecked()).toBe(true);
    await form.getByRole('button', { name: 'Salva' }).tap();
    await form.locator('button[type="submit"][disabled]').waitFor();
    const { body: after } = await client.get(`/v1/members/${helper.memberId}`).expect(200);
    expect(after.roles).toEqual(['auditor', 'family', 'helper']);
    await context.close();
  });

  it('stays in what a guardian sees, above it how that is now, and is taken the second time', async () => {
    const { people } = installation;
    const family = await people.family({ dependants: [{ nickname: 'Lu' }, { nickname: 'Bea' }] });
    const { actor: second } = await people.member(['family'], { givenName: 'Omar' });
    const [lu, bea] = family.dependantIds;
    const path = `/v1/households/${family.householdId}`;
    const client = await elsewhere();
    const limit = async (limitedTo: readonly string[] | null) => {
      const { body } = await client.get(path).expect(200);
      await client
        .put(`${path}/guardians/${second.memberId}/sight`)
        .set('If-Match', `"v${body.version}"`)
        .send({ limitedTo })
        .expect(200);
    };
    await client.post(`${path}/guardians`).send({ memberId: second.memberId }).expect(200);
    const { page, context } = await deaf(`/co/people/${family.memberId}`);
    const line = page.locator('li', { has: page.getByRole('link', { name: /^Omar/ }) });
    await line.getByText('Che cosa vede').first().tap();
    await line.getByLabel('Solo le proprie richieste').check();
    await line.getByLabel('Bea').check();
    await limit([lu!]);
    await line.getByRole('button', { name: 'Salva' }).tap();
    await line.getByRole('alert').getByText('Nel frattempo qualcosa è cambiato').waitFor();
    await line.getByText(/quelle per: Lu$/).waitFor();
    expect(await line.getByLabel('Bea').isChecked()).toBe(true);
    expect(await line.getByLabel('Lu').isChecked()).toBe(false);
    await line.getByRole('button', { name: 'Salva' }).tap();
    await line.getByText(/quelle per: Bea$/).waitFor();
    const { body } = await client.get(path).expect(200);
    const adults = body.adults as readonly { memberId: string; limitedTo: readonly string[] | null }[];
    expect(adults.find(({ memberId }) => memberId === second.memberId)!.limitedTo).toEqual([bea]);
    await context.close();
  });

  it('stays in the weights one tries; a plan compared with those of before is not shown as today’s', async () => {
    const { page, context } = await deaf('/co/what-if');
    const [first, second] = [page.getByRole('spinbutton').nth(1), page.getByRole('spinbutton').nth(2)];
    await first.fill('0');
    const client = await elsewhere();
    const { body } = await client.get('/v1/score-weights').expect(200);
    const name = Object.keys(body.weights)[2]!;
    const others = { ...body.weights, [name]: body.weights[name] + 7 };
    await client.put('/v1/score-weights').send(others).expect(200);
    const compare = page.getByRole('button', { name: 'Confronta' });
    await compare.tap();
    await page.getByText(`Oggi: ${others[name]}`).first().waitFor();
    expect([await first.inputValue(), await second.inputValue()]).toEqual(['0', String(others[name])]);
    await page.getByRole('row', { name: /Visite coperte/ }).waitFor({ state: 'detached' });
    await compare.tap();
    await page.getByRole('row', { name: /Visite coperte/ }).waitFor();
    await context.close();
  });
});

describe('the button that adds to a list', () => {
  it.each(['light', 'forced'] as const)('stands in line with the page (%s colours)', async (colours) => {
    const family = await installation.people.family();
    // On a phone it may stand below its title, in letters that are wider.
    const view = { ...DESKTOP, colours };
    const { page, context } = await place.show(`/co/people/${family.memberId}`, view, administrator);
    const add = page.getByRole('button', { name: 'Aggiungi un genitore' }).first();
    await add.waitFor();
    const [button, section] = await Promise.all([
      add.boundingBox(),
      page.locator('section', { has: add }).last().boundingBox(),
    ]);
    const over = button!.x + button!.width - (section!.x + section!.width);
    // Without a frame its words stand in line, with one the frame does.
    expect(Math.round(over)).toBe(colours === 'forced' ? 0 : 16);
    await context.close();
  });
});
