import { PolicyService } from '#communities';
import type { MemberActor } from '#database';
import { SharedAccountsService } from '#ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BuiltFamily } from '../builders/people.builder.js';
import { BrowserPlace, DESKTOP, PHONE, quiet, viewsFor, type OpenedPage } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let family: BuiltFamily;
let accountId: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { uow, people } = installation;
  coordinator = await people.coordinator();
  family = await people.family({ givenName: 'Giulia' });
  const group = { kind: 'group', name: 'Nonni di quartiere' } as const;
  accountId = (await new SharedAccountsService(uow).open(coordinator, group)).id;
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const letPay = async () =>
  new PolicyService(installation.uow).setPolicy(await installation.people.administrator(), {
    key: 'sharedAccountsPay',
    value: true,
    validFrom: installation.people.day(0),
  });
/** The desk's form with the time bank chosen. */
async function askForHours(): Promise<OpenedPage> {
  const opened = await place.show(`/co/ask/${family.memberId}`, DESKTOP, coordinator);
  const { page } = opened;
  await page.getByRole('radio', { name: 'Babysitting' }).check();
  await page.getByRole('radio', { name: 'Banca del tempo' }).check();
  await page.getByLabel('Ho letto').check();
  return opened;
}
async function send({ page }: OpenedPage): Promise<Record<string, unknown>> {
  await page.getByRole('button', { name: 'Invia la richiesta' }).click();
  await page.waitForURL(`${place.base}/co/people/${family.memberId}`);
  const desk = await installation.as(coordinator);
  const { body } = await desk.get('/v1/requests').query({ householdId: family.householdId }).expect(200);
  return (await desk.get(`/v1/requests/${body.items[0].id}`).expect(200)).body;
}

describe('the desk that asks for a family with hours', () => {
  it('is not asked who pays where only the family can', async () => {
    const opened = await askForHours();
    await quiet(opened.page);
    expect(await opened.page.getByText('Chi paga con le ore').count()).toBe(0);
    expect(await send(opened)).toMatchObject({ payerMemberId: family.memberId, payerAccountId: null });
    expect(opened.faults).toEqual([]);
    await opened.context.close();
  });

  it('has an account pay that it leads; the family reads which, and may pay itself', async () => {
    await letPay();
    const opened = await askForHours();
    await opened.page.getByRole('radio', { name: 'Le ore di Giulia', checked: true }).waitFor();
    await opened.page.getByRole('radio', { name: 'Nonni di quartiere' }).check();
    const request = await send(opened);
    expect(request).toMatchObject({ payerMemberId: null, payerAccountId: accountId });
    expect(opened.faults).toEqual([]);
    await opened.context.close();
    const path = `/requests/${String(request['id'])}`;
    for (const view of viewsFor(2)) {
      const faults = await place.look(path, view, family.actor, '#payer');
      expect({ view, faults }).toEqual({ view, faults: [] });
    }
    const { page, context, faults } = await place.show(path, PHONE, family.actor);
    await page.getByText('Paga: Nonni di quartiere.').waitFor();
    await page.getByRole('button', { name: 'Pago io' }).tap();
    await page.getByText('Paghi con le tue ore.').waitFor();
    expect(await page.getByRole('button', { name: 'Pago io' }).count()).toBe(0);
    const client = await installation.as(family.actor);
    expect((await client.get(`/v1${path}`).expect(200)).body).toMatchObject({
      payerMemberId: family.memberId,
      payerAccountId: null,
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('names a guardian who pays to the other one', async () => {
    const { people } = installation;
    const { actor } = await people.member(['family'], { givenName: 'Paolo' });
    const desk = await installation.as(coordinator);
    await desk.post(`/v1/households/${family.householdId}/guardians`).send({ memberId: actor.memberId });
    const { body } = await desk.get('/v1/requests').query({ householdId: family.householdId }).expect(200);
    const { page, context } = await place.show(`/requests/${body.items[0].id}`, PHONE, actor);
    await page.getByText('Paga: Giulia.').waitFor();
    await page.getByRole('button', { name: 'Pago io' }).waitFor();
    await context.close();
  });
});

describe('who leads a shared account', () => {
  it('reads what moved it', async () => {
    const client = await installation.as(family.actor);
    await client
      .post('/v1/donations')
      .set('idempotency-key', 'for-the-group')
      .send({ toAccountId: accountId, minutes: 60, reason: 'Per la festa' })
      .expect(200);
    const { page, context, faults } = await place.show('/co/accounts', DESKTOP, coordinator);
    const shared = page.locator('section').filter({ hasText: 'Conti di gruppi e organizzazioni' });
    await shared.getByRole('button', { name: 'Movimenti' }).click();
    await page.getByText(/Per la festa/).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('pays a member from it with a reason, where it may pay', async () => {
    const { page, context, faults } = await place.show('/co/accounts', PHONE, coordinator);
    const shared = page.locator('section').filter({ hasText: 'Conti di gruppi e organizzazioni' });
    await shared.getByRole('button', { name: 'Paga da questo conto' }).tap();
    const form = page.getByRole('form', { name: 'Paga dal conto Nonni di quartiere' });
    await form.getByLabel('A chi').fill('giul');
    await form.getByRole('radio', { name: /^Giulia/ }).check();
    await form.getByLabel('Minuti').fill('30');
    await form.getByLabel('La ragione, che resta scritta').fill('Per la spesa');
    await form.getByRole('button', { name: 'Paga 30 min' }).tap();
    await page.getByText('Fatto: 30 min.').waitFor();
    await shared.getByRole('button', { name: 'Movimenti' }).tap();
    await page.getByText(/Per la spesa/).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
