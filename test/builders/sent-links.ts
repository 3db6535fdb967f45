import { AssignmentsService, HoursService } from '#assignments';
import { DeliveryService, NotifyService } from '#notifications';
import { newId } from '#platform';
import type { BrowserPlace } from '../support/browser.js';
import { until, type TestInstallation } from '../support/test-installation.js';
import { approve, buildRequest, endOf } from './approval.builder.js';

/** Paths of links that people are sent, each good until it is used. */
export interface SentLinks {
  readonly hours: string;
  readonly unsubscribe: string;
  readonly invitation: string;
  readonly 'sign-in': string;
}

/** Has each kind of link sent by real mail, after a visit that begins at `first`, and reads it there. */
export async function sentLinks(
  installation: TestInstallation,
  place: BrowserPlace,
  first: Date,
): Promise<SentLinks> {
  return { ...(await lastingLinks(installation, first)), 'sign-in': await signIn(installation, place) };
}

/** Those of them that are good for days. */
export async function lastingLinks(
  installation: TestInstallation,
  first: Date,
): Promise<Omit<SentLinks, 'sign-in'>> {
  const about = await toldOfHours(installation, first);
  return {
    hours: await linkIn(installation, about, /https?:\/\/\S+\/c\/[\w-]+/),
    unsubscribe: await linkIn(installation, about, /https?:\/\/[^\s<>]+\/u\/[\w.-]+/),
    invitation: await invitation(installation),
  };
}

/** A helper declared an hour. @returns the address of the family that has a mail about it */
async function toldOfHours({ api, uow, people, clock }: TestInstallation, first: Date): Promise<string> {
  const family = await people.family({ givenName: 'Sara' });
  const helper = await people.helper({ regime: 'timebank', givenName: 'Anna' });
  const asked = await buildRequest(uow, people, { family, starts: [first] });
  const made = await approve(uow, people, { helper, family, asked, regime: 'timebank' });
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  clock.moveTo(endOf(first, 65));
  const { id } = await new HoursService(uow).declare(helper.actor, made.seatIds[0]!, 60);
  await uow.run(people.facts.system, (tx) =>
    new NotifyService().react(tx, 'notifications.hours-to-confirm', {
      outboxId: newId(),
      subjectId: id,
      values: {},
    }),
  );
  await api.get(DeliveryService, { strict: false }).deliverDue(people.id);
  return family.email;
}

async function invitation(installation: TestInstallation): Promise<string> {
  const desk = await installation.as(await installation.people.coordinator());
  const { body } = await desk
    .post('/v1/invitations')
    .send({ kind: 'join', role: 'family', language: 'it', days: 7, mostUses: 5 })
    .expect(201);
  return new URL(body.link).pathname;
}

async function signIn(installation: TestInstallation, place: BrowserPlace): Promise<string> {
  const { email } = await installation.people.family();
  const { page, context } = await place.show('/login');
  await page.locator('#address').fill(email);
  await page.locator('#ask button').click();
  const link = await linkIn(installation, email, /https?:\/\/\S+\/login\?token=[\w-]+/);
  await context.close();
  return link;
}

/** The first link of a kind in what was sent to an address, in the text or in a header of the mail. */
const linkIn = ({ mails }: TestInstallation, email: string, where: RegExp) =>
  until('the link', async () => {
    for (const { recipients, text, headerLines } of mails.messages()) {
      const url = recipients.includes(email)
        ? where.exec(`${text} ${headerLines.join(' ')}`)?.[0]
        : undefined;
      if (url) return new URL(url).pathname + new URL(url).search;
    }
    return undefined;
  });
