import type { Tx } from '#database';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type TestAgent from 'supertest/lib/agent.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let people: CommunityPeople;
let administrator: TestAgent;
let coordinator: TestAgent;

interface Organisation {
  readonly id: string;
  readonly version: number;
}
interface Place {
  readonly id: string;
  readonly version: number;
  readonly zones: readonly { readonly id: string; readonly name: string }[];
}

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
});
afterAll(() => installation.close());

beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  administrator = await installation.as(await people.administrator());
  coordinator = await installation.as(await people.coordinator());
});

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const etag = (version: number) => `"v${version}"`;
const codeOf = (answer: { readonly status: number; readonly body: { readonly code?: string } }) =>
  `${answer.status} ${answer.body.code}`;

async function organisation(name = 'Ente Nuovo'): Promise<Organisation> {
  return (await administrator.post('/v1/organisations').send({ name, kind: 'school' }).expect(201)).body;
}
async function place(name = 'Nuovo Comune'): Promise<Place> {
  const { body } = await administrator.post('/v1/municipalities').send({ name }).expect(201);
  const zone = { name: 'Piazza', lat: 45, lng: 9 };
  return (await administrator.post(`/v1/municipalities/${body.id}/zones`).send(zone).expect(201)).body;
}
const actionsOn = (id: string) =>
  run((tx) =>
    tx.sql<{ action: string }>(
      'SELECT action FROM audit_record WHERE community_id = $1 AND $2 = ANY (subject_ids) ORDER BY id',
      [people.id, id],
    ),
  ).then((rows) => rows.map(({ action }) => action));

describe('an organisation', () => {
  const edit = (client: TestAgent, { id, version }: Organisation, change: object) =>
    client.patch(`/v1/organisations/${id}`).set('if-match', etag(version)).send(change);
  const enter = (organisationId: string) =>
    administrator.post('/v1/members').send({
      givenName: 'Ada',
      familyName: newId().slice(-9),
      roles: ['family'],
      language: 'it',
      organisationId,
    });

  test('is corrected under the version read, by administrators alone', async () => {
    const made = await organisation();
    const change = { name: 'Ente Giusto', contact: '0382 123456' };
    expect((await edit(coordinator, made, change)).status).toBe(403);
    const { body } = await edit(administrator, made, change).expect(200);
    expect(body).toMatchObject({ ...change, kind: 'school', closedAt: null, version: made.version + 1 });
    expect(codeOf(await edit(administrator, made, change))).toBe('412 stale-version');
    await administrator.patch(`/v1/organisations/${made.id}`).send(change).expect(428);
    const { body: again } = await edit(administrator, body, { contact: null }).expect(200);
    expect(again).toMatchObject({ name: 'Ente Giusto', contact: null });
    const other = await organisation('Altro Ente');
    expect(codeOf(await edit(administrator, other, { name: 'Ente Giusto' }))).toBe('409 name-taken');
    expect(codeOf(await edit(administrator, { id: newId(), version: 1 }, change))).toBe('404 not-found');
    await expect(actionsOn(made.id)).resolves.toContain('organisation.edit');
  });

  test('that has ended takes nobody new, keeps whom it has, and can begin again', async () => {
    const made = await organisation();
    await enter(made.id).expect(201);
    const { body: ended } = await edit(administrator, made, { closed: true }).expect(200);
    expect(ended.closedAt.slice(0, 10)).toBe(START.toISOString().slice(0, 10));
    expect(codeOf(await enter(made.id))).toBe('409 organisation-closed');
    installation.clock.moveTo(new Date(START.getTime() + 86_400_000));
    administrator = await installation.as(await people.administrator());
    const { body: still } = await edit(administrator, ended, { closed: true, contact: 'x' }).expect(200);
    expect(still.closedAt).toBe(ended.closedAt);
    const { body: open } = await edit(administrator, still, { closed: false }).expect(200);
    expect(open.closedAt).toBeNull();
    await enter(made.id).expect(201);
  });

  test('is removed while nothing belongs to it, else it is said what does', async () => {
    const remove = (client: TestAgent, { id, version }: Organisation) =>
      client.delete(`/v1/organisations/${id}`).set('if-match', etag(version));
    const made = await organisation();
    expect((await remove(coordinator, made)).status).toBe(403);
    expect(codeOf(await remove(administrator, { ...made, version: made.version + 1 }))).toBe(
      '412 stale-version',
    );
    const used = await organisation('Usato');
    await enter(used.id).expect(201);
    const refused = await remove(administrator, used);
    expect(codeOf(refused)).toBe('409 still-used');
    expect(refused.body.facts).toEqual({ by: ['member'] });
    await remove(administrator, made).expect(204);
    expect(codeOf(await remove(administrator, made))).toBe('404 not-found');
    const { body } = await administrator.get('/v1/organisations').expect(200);
    const ids = (body.items as Organisation[]).map(({ id }) => id);
    expect([ids.includes(used.id), ids.includes(made.id)]).toEqual([true, false]);
  });
});

describe('a municipality and its zones', () => {
  const path = ({ id }: Place, zoneId?: string) =>
    `/v1/municipalities/${id}${zoneId ? `/zones/${zoneId}` : ''}`;
  const rename = (client: TestAgent, made: Place, name: string, zoneId?: string) =>
    client.patch(path(made, zoneId)).set('if-match', etag(made.version)).send({ name });
  const remove = (client: TestAgent, made: Place, zoneId?: string) =>
    client.delete(path(made, zoneId)).set('if-match', etag(made.version));

  test('have their names corrected under one version, by administrators alone', async () => {
    const made = await place();
    const zoneId = made.zones[0]!.id;
    expect((await rename(coordinator, made, 'X')).status).toBe(403);
    expect((await rename(coordinator, made, 'X', zoneId)).status).toBe(403);
    const { body: once } = await rename(administrator, made, 'Comune Giusto').expect(200);
    expect(once).toMatchObject({ name: 'Comune Giusto', version: made.version + 1 });
    expect(codeOf(await rename(administrator, made, 'Altro', zoneId))).toBe('412 stale-version');
    const { body: twice } = await rename(administrator, once, 'Piazza Nuova', zoneId).expect(200);
    expect(twice.zones).toEqual([expect.objectContaining({ id: zoneId, name: 'Piazza Nuova' })]);
    const other = await place('Altro Comune');
    expect(codeOf(await rename(administrator, other, 'Comune Giusto'))).toBe('409 name-taken');
    expect(codeOf(await rename(administrator, other, 'X', zoneId))).toBe('404 not-found');
    await expect(actionsOn(made.id)).resolves.toEqual(['municipality.edit']);
    await expect(actionsOn(zoneId)).resolves.toEqual(['zone.edit']);
  });

  test('go when nothing points to them: the zone with its minutes by road, then the municipality', async () => {
    const made = await place();
    const zoneId = made.zones[0]!.id;
    const pair = { minutes: 9, kilometres: 3 };
    const { centre } = people.facts.zones;
    await administrator
      .put('/v1/road-minutes')
      .send({
        pairs: [
          { ...pair, fromZoneId: zoneId, toZoneId: centre },
          { ...pair, fromZoneId: centre, toZoneId: zoneId },
        ],
      })
      .expect(200);
    expect((await remove(coordinator, made, zoneId)).status).toBe(403);
    const early = await remove(administrator, made);
    expect([codeOf(early), early.body.facts]).toEqual(['409 still-used', { by: ['zone'] }]);
    const { body: empty } = await remove(administrator, made, zoneId).expect(200);
    expect(empty.zones).toEqual([]);
    expect(codeOf(await remove(administrator, made))).toBe('412 stale-version');
    await remove(administrator, empty).expect(204);
    expect(codeOf(await remove(administrator, empty))).toBe('404 not-found');
  });

  test('stay while a family lives there or an offer names them, and say so', async () => {
    const made = await place();
    const zoneId = made.zones[0]!.id;
    const family = await people.family();
    const helper = await people.helper();
    await run((tx) =>
      tx.sql('UPDATE household SET zone_id = $3 WHERE community_id = $1 AND id = $2', [
        people.id,
        family.householdId,
        zoneId,
      ]),
    );
    const refused = await remove(administrator, made, zoneId);
    expect([codeOf(refused), refused.body.facts]).toEqual(['409 still-used', { by: ['household'] }]);
    await run(async (tx) => {
      await tx.sql('UPDATE household SET zone_id = $3 WHERE community_id = $1 AND id = $2', [
        people.id,
        family.householdId,
        family.zoneId,
      ]);
      await tx.sql('UPDATE offer SET municipality_ids = $3 WHERE community_id = $1 AND member_id = $2', [
        people.id,
        helper.memberId,
        [made.id],
      ]);
    });
    const { body: empty } = await remove(administrator, made, zoneId).expect(200);
    const named = await remove(administrator, empty);
    expect([codeOf(named), named.body.facts]).toEqual(['409 still-used', { by: ['offer'] }]);
  });
});
