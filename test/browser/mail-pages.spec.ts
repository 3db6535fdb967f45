import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssignmentsService, HoursService } from '#assignments';
import { DeliveryService, NotifyService } from '#notifications';
import { newId } from '#platform';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import { FIRST } from '../builders/visits.scene.js';
import { BrowserPlace, faultsOf, viewsFor, type View } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
/** Addresses of links in mails, each good until it is used. */
const paths = {} as Record<'hours' | 'unsubscribe' | 'invitation' | 'sign-in', string>;

const linkIn = (email: string, where: RegExp) =>
  until('the link', async () => {
    for (const { recipients, text, headerLines } of installation.mails.messages()) {
      const url = recipients.includes(email)
        ? where.exec(`${text} ${headerLines.join(' ')}`)?.[0]
        : undefined;
      if (url) return new URL(url).pathname + new URL(url).search;
    }
    return undefined;
  });

/** The links in the mail about an hour that a helper declared: to confirm it, and to have no more such mails. */
async function hoursMail(): Promise<void> {
  const { uow, people, clock } = installation;
  const family = await people.family();
  const helper = await people.helper({ regime: 'timebank', givenName: 'Anna' });
  const asked = await buildRequest(uow, people, { family, starts: [FIRST] });
  const made = await approve(uow, people, { helper, family, asked, regime: 'timebank' });
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  clock.moveTo(endOf(FIRST, 65));
  const { id } = await new HoursService(uow).declare(helper.actor, made.seatIds[0]!, 60);
  await uow.run(people.facts.system, (tx) =>
    new NotifyService().react(tx, 'notifications.hours-to-confirm', {
      outboxId: newId(),
      subjectId: id,
      values: {},
    }),
  );
  await installation.api.get(DeliveryService, { strict: false }).deliverDue(people.id);
  paths.hours = await linkIn(family.email, /https?:\/\/\S+\/c\/[\w-]+/);
  paths.unsubscribe = await linkIn(family.email, /https?:\/\/[^\s<>]+\/u\/[\w.-]+/);
}

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
  await hoursMail();
  const desk = await installation.as(await installation.people.coordinator());
  const { body } = await desk
    .post('/v1/invitations')
    .send({ kind: 'join', role: 'family', language: 'it', days: 7, mostUses: 5 })
    .expect(201);
  paths.invitation = new URL(body.link).pathname;
  const { email } = await installation.people.family();
  const { page, context } = await place.show('/login');
  await page.locator('#address').fill(email);
  await page.locator('#ask button').click();
  paths['sign-in'] = await linkIn(email, /https?:\/\/\S+\/login\?token=[\w-]+/);
  await context.close();
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
