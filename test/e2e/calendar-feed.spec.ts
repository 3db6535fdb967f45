import { AssignmentsService } from '#assignments';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const FIRST = new Date('2026-10-12T14:00:00Z');

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let base: string;
let assignmentId: string;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  base = await installation.api.getUrl();
});
afterAll(() => installation.close());
beforeEach(async () => {
  const { uow, codec, clock } = installation;
  clock.moveTo(START);
  people = await buildCommunity(uow, codec, clock);
  family = await people.family({ givenName: 'Sara' });
  helper = await people.helper({ regime: 'timebank', givenName: 'Anna' });
  const asked = await buildRequest(uow, people, {
    family,
    starts: [FIRST],
    dependantIds: family.dependantIds,
  });
  const made = await approve(uow, people, { helper, family, asked });
  assignmentId = made.assignmentId;
});

async function feedOf(who: BuiltFamily | BuiltHelper): Promise<string> {
  const client = await installation.as(who.actor);
  const { body } = await client.post('/v1/me/calendar-feed').expect(201);
  return new URL(body.url).pathname;
}

async function confirm(): Promise<void> {
  const assignments = new AssignmentsService(installation.uow);
  await assignments.accept(helper.actor, assignmentId);
  await assignments.guardianYes(family.actor, assignmentId);
}

const read = async (path: string) => {
  const answer = await fetch(base + path);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

describe('a member’s calendar', () => {
  test('shows what is confirmed and nothing before, to family and helper, without who and where exactly', async () => {
    const [mine, theirs] = [await feedOf(helper), await feedOf(family)];
    expect((await read(mine)).text).not.toContain('BEGIN:VEVENT');
    await confirm();
    const own = await read(mine);
    expect([own.status, own.type]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(own.text).toContain('DTSTART:20261012T140000Z');
    expect(own.text).toContain('LOCATION:Città');
    const home = await read(theirs);
    expect(home.text).toContain('viene Anna');
    expect(own.text + home.text).not.toMatch(/Pulce|Via di Prova|Sara|Cognome|@example/);
  });

  test('is read by nobody once it is closed, renewed, or its member is suspended', async () => {
    const first = await feedOf(helper);
    const second = await feedOf(helper);
    expect((await read(first)).status).toBe(404);
    expect((await read(second)).status).toBe(200);
    const state = (state: string) =>
      installation.uow.run(people.facts.system, (tx) =>
        tx.sql('UPDATE member SET state = $2 WHERE id = $1', [helper.memberId, state]),
      );
    await state('suspended');
    expect((await read(second)).status).toBe(404);
    await state('active');
    const client = await installation.as(helper.actor);
    expect((await client.get('/v1/me/calendar-feed').expect(200)).body.active).toBe(true);
    await client.delete('/v1/me/calendar-feed').expect(204);
    await client.delete('/v1/me/calendar-feed').expect(204);
    expect((await read(second)).status).toBe(404);
    expect((await client.get('/v1/me/calendar-feed').expect(200)).body).toEqual({
      active: false,
      createdAt: null,
    });
  });

  test('has an address that nobody guesses, and that stands nowhere in the database', async () => {
    const path = await feedOf(helper);
    const token = path.slice('/calendar/'.length, -'.ics'.length);
    for (const wrong of [`${path}x`, path.replace('.ics', 'A.ics'), '/calendar/x.ics', '/calendar/%00.ics']) {
      expect([wrong, (await read(wrong)).status]).toEqual([wrong, 404]);
    }
    const rows = await installation.uow.run(people.facts.system, (tx) =>
      tx.sql<{ row: string }>('SELECT f::text AS row FROM calendar_feed f'),
    );
    expect(rows[0]!.row).not.toContain(Buffer.from(token, 'base64url').subarray(16).toString('hex'));
  });

  test('is for families and helpers', async () => {
    const desk = await installation.as(await people.coordinator());
    await desk.post('/v1/me/calendar-feed').expect(403);
  });
});
