import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AssignmentsService, HoursService } from '#assignments';
import { DeliveryService, NotifyService } from '#notifications';
import { addMinutes, newId } from '#platform';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import { BrowserPlace, faultsOf, type View } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
/** Addresses of links, each good when it was sent. */
const paths = {} as Record<'hours' | 'cut' | 'invitation' | 'sign-in', string>;

const FIRST = new Date('2026-10-12T14:00:00Z');
const DAY_MINUTES = 1_440;
const DESK = '+39 0382 000000';

const linkTo = (email: string, where: RegExp) =>
  until('the link', async () => {
    const { text = '' } =
      installation.mails
        .messages()
        .find(({ recipients, text: t }) => recipients.includes(email) && where.test(t)) ?? {};
    const url = where.exec(text)?.[0];
    return url && new URL(url).pathname + new URL(url).search;
  });

/** The link in the mail about an hour that a helper declared. */
async function hoursLink(): Promise<string> {
  const { uow, people, clock } = installation;
  const family = await people.family({ givenName: 'Sara' });
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
  return linkTo(family.email, /https?:\/\/\S+\/c\/[\w-]+/);
}

async function invitationLink(): Promise<string> {
  const desk = await installation.as(await installation.people.coordinator());
  const { body } = await desk
    .post('/v1/invitations')
    .send({ kind: 'join', role: 'family', language: 'it', days: 7, mostUses: 5 })
    .expect(201);
  return new URL(body.link).pathname;
}

async function signInLink(): Promise<string> {
  const { email } = await installation.people.family();
  const { page, context } = await place.show('/login');
  await page.locator('#address').fill(email);
  await page.locator('#ask button').click();
  const path = await linkTo(email, /https?:\/\/\S+\/login\?token=[\w-]+/);
  await context.close();
  return path;
}

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
  paths.hours = await hoursLink();
  paths.cut = paths.hours.slice(0, -4);
  paths.invitation = await invitationLink();
  paths['sign-in'] = await signInLink();
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
