import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NotifyService } from '#notifications';
import type { RequestCasesService, RequestsService, RequestStepsService } from '#requests';
import type { CommunityPeople } from '../builders/people.builder.js';
import { FIRST_PAGE, RequestScene } from '../builders/requests.scene.js';
import type { TestWorld } from '../builders/test-world.js';

const scene = new RequestScene();
const { asking, visitRows, eventsOf, giveSeat } = scene;

let world: TestWorld;
let people: CommunityPeople;
let requests: RequestsService;
let steps: RequestStepsService;
let cases: RequestCasesService;

beforeAll(async () => {
  ({ world, people, requests, steps, cases } = await scene.open());
}, 120_000);
afterAll(() => scene.close());

describe('the case', () => {
  test('asking back pauses, shows the family the question, and an answer goes on', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const request = await requests.createRequest(family.actor, asking(family));
    await expect(steps.askInfo(family.actor, request.id, 'Perché?')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await steps.askInfo(coordinator, request.id, 'Quale classe?');
    expect(await cases.readRequest(family.actor, request.id)).toMatchObject({
      state: 'needs-info',
      question: 'Quale classe?',
    });
    expect(await steps.answerInfo(family.actor, request.id, 'La terza')).toMatchObject({
      state: 'open',
      question: null,
    });
    expect(
      (await cases.listNotes(coordinator, request.id, FIRST_PAGE)).items.map(({ text }) => text),
    ).toEqual(['Quale classe?', 'La terza']);
    await expect(cases.listNotes(family.actor, request.id, FIRST_PAGE)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('withdrawing cancels the coming visits and says so once', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    expect(await requests.withdrawRequest(family.actor, request.id, 'Risolto')).toMatchObject({
      state: 'withdrawn',
      coverage: { visits: 0 },
    });
    expect(await eventsOf(request.id)).toEqual(['request.opened', 'request.withdrawn']);
    await expect(requests.withdrawRequest(family.actor, request.id)).rejects.toMatchObject({
      code: 'transition-not-allowed',
    });
  });

  test('giving up keeps the visits that somebody comes to', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family));
    const [first] = await visitRows(request.id);
    await giveSeat(request.id, first!.id);
    expect(
      await steps.giveUpRequest(await people.coordinator(), request.id, 'Nessuno in zona'),
    ).toMatchObject({ state: 'unmet', coverage: { visits: 1, covered: 1 } });
  });

  test('owner, cover and call-back day are set by the desk, and only coordinators own cases', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const request = await requests.createRequest(family.actor, asking(family));
    const administrator = await people.administrator();
    const set = await cases.setCase(coordinator, request.id, request.version, {
      ownerId: coordinator.memberId,
      coverId: administrator.memberId,
      callBackOn: '2026-10-09',
    });
    expect(set).toMatchObject({
      coverId: administrator.memberId,
      callBackOn: '2026-10-09',
      version: request.version + 1,
    });
    await expect(
      cases.setCase(coordinator, request.id, set.version, { ownerId: family.memberId }),
    ).rejects.toMatchObject({ code: 'unknown-reference' });
  });

  test('a day to call back is refused for a case that is over, of which nobody would be reminded', async () => {
    const family = await people.family();
    const coordinator = await people.coordinator();
    const { id, version } = await requests.createRequest(family.actor, asking(family));
    const facts = { ownerId: coordinator.memberId, callBackOn: '2026-10-09' };
    await cases.setCase(coordinator, id, version, facts);
    const over = await requests.withdrawRequest(family.actor, id, 'Non serve più');
    await expect(
      cases.setCase(coordinator, id, over.version, { ...facts, callBackOn: '2026-10-10' }),
    ).rejects.toMatchObject({ code: 'request-over' });
    const same = await cases.setCase(coordinator, id, over.version, facts);
    await expect(
      cases.setCase(coordinator, id, same.version, { ownerId: coordinator.memberId }),
    ).resolves.toMatchObject({ callBackOn: null });
  });

  test('every list page and every read leaves one audit record that names the household', async () => {
    const family = await people.family();
    const request = await requests.createRequest(family.actor, asking(family, { open: false }));
    const coordinator = await people.coordinator();
    await cases.listRequests(coordinator, { householdId: family.householdId }, FIRST_PAGE);
    await cases.readRequest(coordinator, request.id);
    const rows = await world.uow.run(people.facts.system, (tx) =>
      tx.sql<{ action: string }>(
        `SELECT action FROM audit_record WHERE actor_member_id = $1 AND subject_ids @> ARRAY[$2::uuid] ORDER BY id`,
        [coordinator.memberId, family.householdId],
      ),
    );
    expect(rows.map(({ action }) => action)).toEqual(['request.list', 'request.read']);
  });

  test('a coordinator who does not own the case reads no exact address', async () => {
    const family = await people.family();
    const wishes = { zoneId: people.facts.zones.station, address: 'Via Segreta 9' };
    const request = await requests.createRequest(family.actor, asking(family, wishes));
    expect((await cases.readRequest(family.actor, request.id)).address).toBe('Via Segreta 9');
    const administrator = await people.administrator();
    expect((await cases.readRequest(administrator, request.id)).address).toBeNull();
  });
});

describe('the answer of a family that the desk hears', () => {
  const BY_PHONE = { channel: 'phone', spokenLanguage: 'ar' } as const;
  const askedBack = async () => {
    const family = await people.family();
    const desk = await people.coordinator();
    const { id } = await requests.createRequest(family.actor, asking(family));
    await steps.askInfo(desk, id, 'Quale classe?');
    return { family, desk, id };
  };
  const read = <Row extends object>(sql: string, id: string) =>
    world.uow.run(people.facts.system, (tx) => tx.sql<Row>(sql, [people.id, id]));
  const recordsOf = (id: string) =>
    read(
      `SELECT action, actor_member_id AS actor, on_behalf_of AS for, reason FROM audit_record
       WHERE community_id = $1 AND action = 'request.speak-for' AND $2 = ANY (subject_ids)`,
      id,
    );
  const stateOf = async (id: string) =>
    (await read<{ state: string }>('SELECT state FROM request WHERE community_id = $1 AND id = $2', id))[0]!
      .state;

  test('is written down for them: whose it is on record, told to them, and the search goes on', async () => {
    const { family, desk, id } = await askedBack();
    expect(await steps.answerInfo(desk, id, 'La terza', BY_PHONE)).toMatchObject({
      state: 'open',
      question: null,
    });
    const { items } = await cases.listNotes(desk, id, FIRST_PAGE);
    expect(items.at(-1)).toMatchObject({ text: 'La terza', authorId: desk.memberId });
    expect(await recordsOf(id)).toEqual([
      {
        action: 'request.speak-for',
        actor: desk.memberId,
        for: family.memberId,
        reason: 'For the family, on the phone, in ar',
      },
    ]);
    const [step] = await read(
      `SELECT actor_member_id AS actor, on_behalf_of AS for FROM transition
       WHERE community_id = $1 AND subject_id = $2 AND name = 'answer-info'`,
      id,
    );
    expect(step).toEqual({ actor: desk.memberId, for: family.memberId });
    await world.uow.run(people.facts.system, async (tx) => {
      const [event] = await tx.sql<{
        id: string;
        payload: { subjectId: string; values: Record<string, string> };
      }>(
        `SELECT id, payload FROM outbox WHERE topic = 'answer.recorded' AND payload -> 'values' ->> 'about' = $1`,
        [id],
      );
      await new NotifyService().react(tx, 'notifications.answer-recorded', {
        outboxId: event!.id,
        ...event!.payload,
      });
    });
    expect(
      await read(
        `SELECT message_id AS message FROM notification
         WHERE community_id = $1 AND member_id = $2 AND message_id LIKE 'answer-recorded%'`,
        family.memberId,
      ),
    ).toEqual([{ message: 'answer-recorded-question' }]);
  });

  test('says how it was heard, in which language and from a guardian of theirs, or is none', async () => {
    const { desk, id } = await askedBack();
    const stranger = await people.family();
    const { channel, spokenLanguage } = BY_PHONE;
    for (const [heard, code] of [
      [{}, 'channel-missing'],
      [{ channel }, 'channel-missing'],
      [{ spokenLanguage }, 'channel-missing'],
      [{ ...BY_PHONE, guardianId: stranger.memberId }, 'guardian-not-asked'],
    ] as const) {
      await expect(steps.answerInfo(desk, id, 'La terza', heard)).rejects.toMatchObject({ code });
    }
    await expect(steps.answerInfo(desk, id, 'La terza', BY_PHONE, 1)).rejects.toMatchObject({
      code: 'stale-version',
    });
    expect([await stateOf(id), await recordsOf(id)]).toEqual(['needs-info', []]);
  });

  test('is nobody’s own: a guardian answers as themselves, one who sits at the desk too', async () => {
    const { family, id } = await askedBack();
    const atDesk = { ...family.actor, roles: [...family.actor.roles, 'coordinator' as const] };
    for (const actor of [family.actor, atDesk]) {
      await expect(steps.answerInfo(actor, id, 'La terza', BY_PHONE)).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    expect((await steps.answerInfo(atDesk, id, 'La terza')).state).toBe('open');
    expect(await recordsOf(id)).toEqual([]);
  });
});
