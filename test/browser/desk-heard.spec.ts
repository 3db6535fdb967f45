import { AssignmentsService, HoursService, SeatsService } from '#assignments';
import type { MemberActor } from '#database';
import { searchReplacements } from '#matching';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { approve, buildRequest, endOf, type AskedFor } from '../builders/approval.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { BrowserPlace, DESKTOP, faultsOf, PHONE, viewsFor } from '../support/browser.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let coordinator: MemberActor;
let family: BuiltFamily;
let helper: BuiltHelper;

const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  const { people } = installation;
  coordinator = await people.coordinator();
  family = await people.family({ givenName: 'Marta' });
  helper = await people.helper({ givenName: 'Anna' });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

const assignments = () => new AssignmentsService(installation.uow);
const system = <T>(work: Parameters<typeof installation.uow.run<T>>[1]) =>
  installation.uow.run(installation.people.facts.system, work);

interface Made {
  readonly asked: AskedFor;
  readonly assignmentId: string;
  readonly seatIds: readonly string[];
}

async function approved(hours: number, children = true): Promise<Made> {
  const { people, uow } = installation;
  const dependantIds = children ? family.dependantIds : [];
  const asked = await buildRequest(uow, people, { family, starts: [at(hours)], dependantIds });
  const made = await approve(uow, people, { helper, family, asked, regime: 'volunteer' });
  return { asked, assignmentId: made.assignmentId, seatIds: made.seatIds };
}

const stateOf = async (
  table: 'assignment' | 'time_entry' | 'seat' | 'replacement_ask' | 'request',
  id: string,
) =>
  (await system((tx) => tx.sql<{ state: string }>(`SELECT state FROM ${table} WHERE id = $1`, [id])))[0]!
    .state;
const spoken = async () =>
  (
    await system((tx) =>
      tx.sql<{ reason: string }>(
        `SELECT reason FROM audit_record WHERE action LIKE '%.speak-for' AND on_behalf_of IS NOT NULL ORDER BY id`,
        [],
      ),
    )
  ).at(-1)?.reason;
/** A request of which the desk wants to know more. */
async function askedBack(question: string): Promise<string> {
  const { people, uow } = installation;
  const { requestId } = await buildRequest(uow, people, {
    family,
    starts: [at(120)],
    dependantIds: family.dependantIds,
  });
  const agent = await installation.as(coordinator);
  await agent.post(`/v1/requests/${requestId}/ask-info`).send({ question }).expect(200);
  return requestId;
}
const gone = (button: Locator) => button.waitFor({ state: 'detached' });

describe('an answer heard at the desk', () => {
  it('of a helper, then of a guardian, is written down from the queue', async () => {
    const { assignmentId } = await approved(80);
    for (const view of viewsFor(2)) {
      const opened = await place.show(`/co/queue?item=waiting-reply.${assignmentId}`, view, coordinator);
      await opened.page.locator('#detail > section > .acts > button').first().click();
      await opened.page.locator('#detail .inset select').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const path = `/co/queue?item=waiting-reply.${assignmentId}`;
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Scrivi una risposta a voce' }).click();
    await page.getByLabel('Allo sportello').check();
    await page.getByLabel('In che lingua?').selectOption('ar');
    await page.getByRole('button', { name: 'Dice sì' }).click();
    await gone(page.getByRole('button', { name: 'Dice sì' }));
    expect([await stateOf('assignment', assignmentId), await spoken()]).toEqual([
      'awaiting-guardian',
      'For the helper, at the desk, in ar',
    ]);
    await page.goto(place.base + path);
    await page.getByRole('button', { name: 'Scrivi una risposta a voce' }).click();
    await page.locator('.hintbox').getByText('Anna').waitFor();
    await page.getByRole('button', { name: 'Dice no' }).click();
    await gone(page.getByRole('button', { name: 'Dice no' }));
    expect([await stateOf('assignment', assignmentId), await spoken()]).toEqual([
      'refused',
      'For the family, on the phone, in it',
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is written down from the case, with the guardian who gives it', async () => {
    const { people } = installation;
    const { actor: second } = await people.member(['family'], { givenName: 'Omar' });
    await system((tx) =>
      tx.sql(
        `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, true, $4)`,
        [tx.communityId, family.householdId, second.memberId, tx.now],
      ),
    );
    const { asked, assignmentId } = await approved(100);
    await assignments().accept(helper.actor, assignmentId);
    const path = `/co/cases/${asked.requestId}`;
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    await page.getByRole('button', { name: 'Scrivi una risposta a voce' }).tap();
    await page.getByLabel('Chi risponde?').selectOption({ label: 'Omar' });
    await page.getByText(/^Omar riceve un messaggio/).waitFor();
    await page.getByRole('button', { name: 'Dice sì' }).tap();
    await gone(page.getByRole('button', { name: 'Dice sì' }));
    expect(await stateOf('assignment', assignmentId)).toBe('confirmed');
    const [record] = await system((tx) =>
      tx.sql(
        `SELECT on_behalf_of AS for FROM audit_record WHERE action = 'assignment.speak-for' ORDER BY id DESC LIMIT 1`,
        [],
      ),
    );
    expect(record).toEqual({ for: second.memberId });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('of hours is written down from the case for one side, from the queue for the other', async () => {
    const { asked, assignmentId, seatIds } = await approved(2, false);
    await assignments().accept(helper.actor, assignmentId);
    await system((tx) =>
      tx.sql(`UPDATE seat SET state = 'done', done_presumed = true WHERE id = $1`, [seatIds[0]]),
    );
    installation.clock.moveTo(endOf(at(2), 65));
    const { page, context, faults } = await place.show(`/co/cases/${asked.requestId}`, PHONE, coordinator);
    await page.getByRole('button', { name: 'Scrivi quanto è durato' }).first().tap();
    await page.getByLabel('Minuti che dice').fill('50');
    await page.getByRole('button', { name: 'Scrivi quanto è durato' }).tap();
    await page.getByRole('button', { name: 'Scrivi che cosa dice l’altra parte' }).tap();
    await page.getByText('Queste ore le hai scritte tu').waitFor();
    const [entry] = await system((tx) =>
      tx.sql<{ id: string; side: string; minutes: number }>(
        'SELECT id, declared_side AS side, declared_minutes AS minutes FROM time_entry WHERE seat_id = $1',
        [seatIds[0]],
      ),
    );
    expect(entry).toMatchObject({ side: 'helper', minutes: 50 });
    expect(faults).toEqual([]);
    await context.close();

    const other = (await installation.people.member(['coordinator'])).actor;
    const queue = await place.show(`/co/queue?item=hours-to-confirm.${entry!.id}`, DESKTOP, other);
    await queue.page.getByRole('button', { name: 'Scrivi che cosa dice l’altra parte' }).click();
    await queue.page.getByRole('button', { name: 'Scrivi questi minuti' }).click();
    await gone(queue.page.getByRole('button', { name: 'Scrivi questi minuti' }));
    expect(await stateOf('time_entry', entry!.id)).toBe('confirmed');
    expect(queue.faults).toEqual([]);
    await queue.context.close();
    installation.clock.moveTo(START);
  });

  it('of a family that was asked back is written down from the queue, with what was asked', async () => {
    const requestId = await askedBack('Quale classe?');
    const path = `/co/queue?item=waiting-reply.${requestId}`;
    for (const view of viewsFor(2)) {
      const opened = await place.show(path, view, coordinator);
      await opened.page.locator('#detail > section > .acts > button').first().click();
      await opened.page.locator('#detail .inset textarea').waitFor();
      expect({ view, faults: await faultsOf(opened) }).toEqual({ view, faults: [] });
      await opened.context.close();
    }
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Scrivi una risposta a voce' }).click();
    await page.locator('.hintbox').getByText('Quale classe?').waitFor();
    await page.getByLabel('In che lingua?').selectOption('ar');
    await page.getByLabel('La risposta').fill('La terza');
    await page.getByRole('button', { name: 'Scrivi questa risposta' }).click();
    await gone(page.getByRole('button', { name: 'Scrivi questa risposta' }));
    expect([await stateOf('request', requestId), await spoken()]).toEqual([
      'open',
      'For the family, on the phone, in ar',
    ]);
    const agent = await installation.as(coordinator);
    const { body } = await agent.get(`/v1/requests/${requestId}/notes`).expect(200);
    expect((body as { items: { text: string }[] }).items.map(({ text }) => text)).toEqual([
      'Quale classe?',
      'La terza',
    ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('of a family that was asked back is written down from the case', async () => {
    const requestId = await askedBack('A che piano?');
    const path = `/co/cases/${requestId}`;
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    await page.getByRole('button', { name: 'Scrivi una risposta a voce' }).tap();
    await page.getByLabel('La risposta').fill('Al secondo');
    await page.getByRole('button', { name: 'Scrivi questa risposta' }).tap();
    await gone(page.getByRole('button', { name: 'Scrivi questa risposta' }));
    expect(await stateOf('request', requestId)).toBe('open');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('that hours are not right opens a dispute with the reason that was heard', async () => {
    const { assignmentId, seatIds } = await approved(4, false);
    await assignments().accept(helper.actor, assignmentId);
    installation.clock.moveTo(endOf(at(4), 65));
    const { id } = await new HoursService(installation.uow).declare(helper.actor, seatIds[0]!, 60);
    const path = `/co/queue?item=hours-to-confirm.${id}`;
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    await page.getByRole('button', { name: 'Scrivi che cosa dice l’altra parte' }).click();
    await page.getByRole('button', { name: 'Dice che non è giusto' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Mezz’ora soltanto');
    await dialog.getByRole('button', { name: 'Scrivi che non è giusto' }).click();
    await gone(dialog);
    expect(await stateOf('time_entry', id)).toBe('disputed');
    expect(faults).toEqual([]);
    await context.close();
    installation.clock.moveTo(START);
  });

  it('of somebody asked to take a place is written down from the queue', async () => {
    const { assignmentId, seatIds } = await approved(30, false);
    const another = await installation.people.helper({ givenName: 'Bruno' });
    await assignments().accept(helper.actor, assignmentId);
    await new SeatsService(installation.uow).seekReplacement(coordinator, seatIds[0]!, 'Ill');
    await system((tx) => searchReplacements(tx, 10));
    const [ask] = await system((tx) =>
      tx.sql<{ id: string }>('SELECT id FROM replacement_ask WHERE seat_id = $1 AND helper_id = $2', [
        seatIds[0],
        another.memberId,
      ]),
    );
    const path = `/co/queue?item=replacement.${seatIds[0]}`;
    const { page, context, faults } = await place.show(path, DESKTOP, coordinator);
    const line = page.locator('li.reading', { has: page.getByRole('link', { name: /^Bruno/ }) });
    await line.getByRole('button', { name: 'Scrivi una risposta a voce' }).click();
    await line.getByRole('button', { name: 'Dice sì' }).click();
    await gone(line);
    expect(await stateOf('replacement_ask', ask!.id)).toBe('accepted');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('of a guardian to help of another kind for this once is written down from the case', async () => {
    const { asked, assignmentId, seatIds } = await approved(40, false);
    await assignments().accept(helper.actor, assignmentId);
    await new SeatsService(installation.uow).seekReplacement(coordinator, seatIds[0]!, 'Ill');
    await system((tx) => tx.sql(`UPDATE seat SET regime_asked = 'timebank' WHERE id = $1`, [seatIds[0]]));
    const path = `/co/cases/${asked.requestId}`;
    const { page, context, faults } = await place.show(path, PHONE, coordinator);
    const line = page.locator('li.reading', { hasText: 'aiuto diverso' }).first();
    await line.getByRole('button', { name: 'Scrivi una risposta a voce' }).first().tap();
    await line.getByRole('button', { name: 'Dice sì' }).tap();
    await gone(line.getByText('aiuto diverso'));
    const [seat] = await system((tx) =>
      tx.sql('SELECT agreed_regime AS agreed FROM seat WHERE id = $1', [seatIds[0]]),
    );
    expect(seat).toEqual({ agreed: 'timebank' });
    expect(faults).toEqual([]);
    await context.close();
  });
});
