import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MemberActor } from '#database';
import { newId } from '#platform';
import { buildRequest } from '../builders/approval.builder.js';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import type { BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let helper: BuiltHelper;
let built: BuiltCase;

const HOUR_MS = 3_600_000;
/** What is not there, and what is refused on purpose, the browser writes down. */
const unexpected = (faults: readonly string[]) => faults.filter((fault) => !/status of 4\d\d/.test(fault));

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people, uow } = installation;
  const { organisationId } = people.facts;
  coordinator = await people.coordinator();
  const family = await people.family({ givenName: 'Marta', organisationId });
  helper = await people.helper({ givenName: 'Anna', organisationId });
  built = await buildCase(uow, people, {
    family,
    helper,
    startsAt: new Date(START.getTime() + 72 * HOUR_MS),
  });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const set = (text: string, parameters: unknown[] = []) =>
  installation.uow.run(installation.people.facts.system, (tx) =>
    tx.sql<{ id: string }>(text, [tx.communityId, ...parameters]),
  );

describe('the desk', () => {
  it('proposes a family that agreed to it, who then waits with the others', async () => {
    for (const view of viewsFor(0)) {
      const opened = await place.show('/co/joining', view, coordinator);
      await opened.page.locator('main [aria-expanded="false"]').first().click();
      await opened.page.locator('#propose-given').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const { page, context, faults } = await place.show('/co/joining', PHONE, coordinator);
    await page.getByRole('button', { name: 'Segnala una famiglia' }).tap();
    await page.getByLabel('Nome', { exact: true }).fill('Fatima');
    await page.getByLabel('Cognome').fill('Haddad');
    await page.getByLabel('Come ti ha detto di sì?').selectOption('by-phone');
    await page.getByRole('button', { name: 'Metti tra chi aspetta' }).tap();
    expect(await page.getByRole('article', { name: 'Fatima Haddad' }).count()).toBe(0);
    await page.getByLabel('La persona è d’accordo').check();
    await page.getByRole('button', { name: 'Metti tra chi aspetta' }).tap();
    await page.getByRole('article', { name: 'Fatima Haddad' }).getByText('per telefono').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('sees when a helper is free', async () => {
    for (const view of viewsFor(1)) {
      const opened = await place.show(`/co/people/${helper.memberId}`, view, coordinator);
      await opened.page.locator('details.section summary').first().click();
      await opened.page.locator('details[open] .facts dt').first().waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
  });

  it('proposes somebody itself, is told which rule says no, and sets it aside with a reason', async () => {
    const { people, uow } = installation;
    const asked = await buildRequest(uow, people, {
      family: built.family,
      // At three in the night nobody is free.
      starts: [new Date(START.getTime() + 6 * 24 * HOUR_MS - 7 * HOUR_MS)],
      categoryId: people.facts.categories.homework,
    });
    await set(
      `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts) VALUES ($1, $2, $3, 1, 'availability', '{}')`,
      [asked.visitIds[0], built.runId],
    );
    const path = `/co/queue?kind=no-candidate&item=no-candidate.${asked.requestId}`;
    for (const view of viewsFor(2)) {
      const opened = await place.show(path, view, coordinator);
      await opened.page.locator('.detail details summary').first().click();
      await opened.page.locator('#by-hand').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const opened = await place.show(path, DESKTOP, coordinator);
    const { page, context } = opened;
    await page.getByText('Proponi tu una persona').click();
    await page.getByLabel('Chi potrebbe andare').fill('Anna');
    await page.getByRole('radio', { name: 'Anna' }).check();
    await page.getByRole('button', { name: 'Proponi', exact: true }).click();
    await page.getByRole('alert').getByText('Una regola non lo prevede').waitFor();
    await page.getByText('Nessuno libero a quell’ora').last().waitFor();
    await page.getByLabel('Perché va bene lo stesso?').fill('L’ha chiesto lei');
    await page.getByLabel('mi ha detto di sì').check();
    await page.getByRole('button', { name: 'Proponi lo stesso' }).click();
    await page.getByRole('link', { name: 'Aprila' }).click();
    await page.getByText('L’ha chiesto lei').waitFor();
    await page.getByRole('button', { name: 'Approva' }).waitFor();
    expect(unexpected(await faultsOf(opened))).toEqual([]);
    await context.close();
  });
});

describe('a proposal that concerns the only coordinator', () => {
  it('is decided by whom they name', async () => {
    const otherId = newId();
    await set(
      `INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, 'Altra', 'school', now())`,
      [otherId],
    );
    await set(`UPDATE member SET organisation_id = $2 WHERE community_id = $1 AND id = $3`, [
      otherId,
      coordinator.memberId,
    ]);
    await set(
      `INSERT INTO member_role (community_id, member_id, role, granted_at) VALUES ($1, $2, 'coordinator', now())`,
      [helper.memberId],
    );
    const [proposal] = await set('SELECT id FROM proposal WHERE community_id = $1 AND request_id = $2', [
      built.requestId,
    ]);
    const administrator = await installation.people.administrator();
    const path = `/co/queue?item=new.${proposal!.id}`;
    const sole = await place.show(path, PHONE, { ...helper.actor, roles: ['helper', 'coordinator'] });
    await sole.page.getByRole('button', { name: 'Approva' }).tap();
    await sole.page.getByLabel('Chi decide').waitFor();
    expect(unexpected(await faultsOf(sole))).toEqual([]);
    await sole.page.getByLabel('Chi decide').selectOption({ index: 1 });
    await sole.page.getByLabel('La ragione').fill('Sono la sola qui, e sono io chi va');
    await sole.page.getByRole('button', { name: 'Lascia decidere questa persona' }).tap();
    await sole.page.getByText('può decidere questa proposta').waitFor();
    await sole.context.close();

    const named = await place.show(path, PHONE, administrator);
    await named.page.getByRole('button', { name: 'Rifiuta' }).tap();
    await named.page.getByLabel('Perché no?').fill('Meglio un’altra persona');
    await named.page.getByRole('button', { name: 'Rifiuta questa proposta' }).tap();
    await until('the refusal', async () => {
      const [decided] = await set(
        `SELECT n.id FROM second_approver n JOIN proposal p ON p.community_id = n.community_id AND p.id = n.subject_id
         WHERE p.community_id = $1 AND p.id = $2 AND p.state = 'rejected' AND p.decided_by = $3 AND n.used_at IS NOT NULL`,
        [proposal!.id, administrator.memberId],
      );
      return decided;
    });
    expect(unexpected(await faultsOf(named))).toEqual([]);
    await named.context.close();
  });
});
