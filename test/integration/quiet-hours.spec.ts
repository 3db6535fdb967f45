import type { Tx } from '#database';
import { DeliveryService, NotifyService, PreferenceService, type TopicName } from '#notifications';
import { newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildCase, type BuiltCase } from '../builders/case.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let deliveries: DeliveryService;
let preferences: PreferenceService;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  deliveries = installation.api.get(DeliveryService, { strict: false });
  preferences = installation.api.get(PreferenceService, { strict: false });
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
});
afterEach(() => installation.mails.clear());

const at = (instant: string) => installation.clock.moveTo(new Date(instant));
const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const react = (topic: TopicName, subjectId: string) =>
  run((tx) =>
    new NotifyService().react(tx, `notifications.${topic}`, { outboxId: newId(), subjectId, values: {} }),
  );
const sent = async () => (await deliveries.deliverDue(people.id)).sent;
const hours = (from: number, until: number) => ({ quietFromMinute: from * 60, quietUntilMinute: until * 60 });

async function aCase(startsAt = new Date('2026-10-08T15:00:00Z')): Promise<BuiltCase> {
  const family = await people.family({ givenName: 'Sara' });
  const helper = await people.helper({ givenName: 'Anna' });
  return buildCase(installation.uow, people, { family, helper, startsAt });
}

describe('quiet hours of one’s own', () => {
  test('that begin earlier and end later hold a mail back while the community’s do not', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { quietHours: hours(18, 10) });
    at('2026-10-05T16:30:00Z');
    await react('helper-asked', built.assignmentId);
    expect(await sent()).toBe(0);
    at('2026-10-06T07:59:00Z');
    expect(await sent()).toBe(0);
    at('2026-10-06T08:00:01Z');
    expect(await sent()).toBe(1);
  });

  test('that end earlier let a mail leave while the community’s still hold everybody else’s', async () => {
    const early = await aCase();
    const usual = await aCase(new Date('2026-10-09T15:00:00Z'));
    await preferences.changeOwn(early.helper.actor, [], { quietHours: hours(22, 6) });
    at('2026-10-05T21:00:00Z');
    await react('helper-asked', early.assignmentId);
    await react('helper-asked', usual.assignmentId);
    at('2026-10-06T03:59:00Z');
    expect(await sent()).toBe(0);
    at('2026-10-06T04:00:01Z');
    expect(await sent()).toBe(1);
    expect(installation.mails.messages()[0]!.recipients).toEqual([early.helper.email]);
  });

  test('of equal ends are none: the night is no reason to wait', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { quietHours: hours(0, 0) });
    at('2026-10-05T23:00:00Z');
    await react('helper-asked', built.assignmentId);
    expect(await sent()).toBe(1);
  });

  test('do not hold back what is about safety, nor what is about today', async () => {
    const built = await aCase(new Date('2026-10-05T18:00:00Z'));
    for (const { actor } of [built.helper, built.family]) {
      await preferences.changeOwn(actor, [], { quietHours: hours(12, 11) });
    }
    at('2026-10-05T16:00:00Z');
    await react('seat-late', built.seatId);
    expect(await sent()).toBe(2);
    await react('helper-asked', built.assignmentId);
    expect(await sent()).toBe(1);
  });

  test('set meanwhile hold back what was due already', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    await preferences.changeOwn(built.helper.actor, [], { quietHours: hours(6, 23) });
    at('2026-10-05T12:00:00Z');
    expect(await sent()).toBe(0);
    await preferences.changeOwn(built.helper.actor, [], { quietHours: null });
    expect(await sent()).toBe(1);
  });

  test('give a digest its morning', async () => {
    const built = await aCase();
    await preferences.changeOwn(built.helper.actor, [], { rhythm: 'daily', quietHours: hours(20, 10) });
    await react('hours-confirmed', built.timeEntryId);
    at('2026-10-06T07:59:00Z');
    expect(await sent()).toBe(0);
    at('2026-10-06T08:00:01Z');
    expect(await sent()).toBe(1);
  });
});

describe('in the settings', () => {
  const PATH = '/v1/me/notification-preferences';

  test('they are the community’s until a member sets their own, and again when taken back', async () => {
    const client = await installation.as((await people.helper()).actor);
    const before = await client.get(PATH).expect(200);
    expect(before.body).toMatchObject({ quietHours: null, communityQuietHours: hours(21, 8) });
    const set = await client
      .put(PATH)
      .send({ preferences: [], quietHours: hours(22, 7) })
      .expect(200);
    expect(set.body).toMatchObject({ quietHours: hours(22, 7), rhythm: 'at-once' });
    const other = await client.put(PATH).send({ preferences: [], rhythm: 'daily' }).expect(200);
    expect(other.body).toMatchObject({ quietHours: hours(22, 7), rhythm: 'daily' });
    const gone = await client.put(PATH).send({ preferences: [], quietHours: null }).expect(200);
    expect(gone.body).toMatchObject({ quietHours: null, rhythm: 'daily' });
  });

  test.each([{ quietFromMinute: 1_440 }, { quietUntilMinute: -1 }, { quietFromMinute: 90.5 }])(
    'a time that no day has is refused: %j',
    async (wrong) => {
      const client = await installation.as((await people.helper()).actor);
      await client
        .put(PATH)
        .send({ preferences: [], quietHours: { ...hours(22, 7), ...wrong } })
        .expect(400);
      await client
        .put(PATH)
        .send({ preferences: [], quietHours: { ...hours(22, 7), quietFromMinute: 1_439 } })
        .expect(200);
    },
  );
});
