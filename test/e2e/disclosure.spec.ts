import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import type TestAgent from 'supertest/lib/agent.js';
import { ReferralService } from '#members';
import type { MemberActor } from '#database';
import { buildEveryRecord } from '../builders/records.builder.js';
import type { BuiltFamily, BuiltHelper } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { walkReads, type Mark, type Reading, type Sighting, type Walk } from '../support/disclosure-walk.js';
import { operationsOf, readDocument, resolve, type Schema } from '../support/openapi-reading.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

const SNAPSHOT = `${process.cwd()}/test/e2e/disclosure.snapshot.json`;
const FIELDS = `${process.cwd()}/test/e2e/disclosure.fields.json`;
/** Ids, days and instants give themselves away by their example. */
const ID = /^(\d{4}-\d{2}-\d{2}.*|[0-9a-f]{8}-[0-9a-f-]{27})$/;
const HOW_TO_UPDATE =
  'Who is told what is another than test/e2e/disclosure.snapshot.json says. If that is wanted, write it anew with ' +
  '`UPDATE_SNAPSHOTS=1 npm test -- test/e2e/disclosure.spec.ts` and read the diff.';

const STAGES = ['proposed', 'asked', 'guardian-asked', 'confirmed', 'protected', 'over'] as const;
type Stage = (typeof STAGES)[number];

const ALWAYS: readonly Stage[] = STAGES;
/** From the confirmation to the end of the last visit, the household protected meanwhile or not. */
const WHILE_CONFIRMED: readonly Stage[] = ['confirmed', 'protected'];

/**
 * Written by hand from the rules of disclosure, whatever the routes: the most that anybody may ever be told, and when.
 * A viewer or a kind that does not stand here is told nothing.
 */
const MOST: Readonly<Record<string, Readonly<Record<string, readonly Stage[]>>>> = {
  'family.givenName': {
    guardian: ALWAYS,
    adult: ALWAYS,
    helper: ['asked', 'guardian-asked', ...WHILE_CONFIRMED],
    coordinator: ALWAYS,
    administrator: ALWAYS,
    'own coordinator': ALWAYS,
    'referred coordinator': ALWAYS,
  },
  'family.familyName': desk('guardian', 'referred coordinator'),
  'family.email': desk('guardian', 'referred coordinator'),
  'family.phone': { ...desk('guardian', 'referred coordinator'), helper: WHILE_CONFIRMED },
  'family.address': {
    ...desk('guardian', 'adult'),
    helper: ['confirmed'],
    'referred coordinator': STAGES.filter((stage) => stage !== 'protected'),
  },
  'family.meetingPoint': {
    guardian: ['protected'],
    adult: ['protected'],
    helper: ['protected'],
    'referred coordinator': ['protected'],
    coordinator: ['protected'],
    'own coordinator': ['protected'],
    administrator: ['protected'],
  },
  'family.nickname': { ...desk('guardian'), helper: WHILE_CONFIRMED },
  'family.note': { ...desk('guardian'), helper: WHILE_CONFIRMED },
  'family.dropOff': { ...desk('guardian'), helper: ['confirmed'] },
  'family.careCard': { guardian: ALWAYS, helper: WHILE_CONFIRMED },
  'helper.givenName': {
    ...desk('helper'),
    guardian: ['asked', 'guardian-asked', ...WHILE_CONFIRMED, 'over'],
  },
  'helper.familyName': desk('helper'),
  'helper.email': desk('helper'),
  'helper.phone': { ...desk('helper'), guardian: WHILE_CONFIRMED },
};

function desk(...more: readonly string[]): Record<string, readonly Stage[]> {
  const who = ['coordinator', 'administrator', 'own coordinator', ...more];
  return Object.fromEntries(who.map((viewer) => [viewer, ALWAYS]));
}

let installation: TestInstallation;
let owner: Client;
let family: BuiltFamily;
let helper: BuiltHelper;
let walk: Walk;
const sightings: Sighting[] = [];
const readings: Reading[] = [];

beforeAll(async () => {
  installation = await openInstallation();
  owner = new Client({ connectionString: installation.url });
  owner.on('error', () => undefined);
  await owner.connect();
  walk = await prepare();
  await goThroughLife();
}, 300_000);

afterAll(async () => {
  await owner?.end();
  await installation?.close();
});

/** A family and a helper with marks of their own, everybody who might look, and a record for every route. */
async function prepare(): Promise<Walk> {
  const { people, uow } = installation;
  const { facts } = people;
  const every = await buildEveryRecord(uow, owner, people, new Date(START.getTime() + 50 * 3_600_000));
  const administrator = await people.administrator();
  family = await people.family({
    organisationId: facts.organisationId,
    givenName: 'Zafferana',
    dependants: [{ nickname: 'Zpulce' }],
  });
  helper = await people.helper({
    categoryIds: [facts.categories.transport],
    organisationId: facts.organisationId,
    givenName: 'Zaiuto',
  });
  const adult = (await people.member(['family'])).actor;
  const coordinatorOf = async (organisationId: string) =>
    (await people.member(['coordinator'], { organisationId })).actor;
  await owner.query(
    `INSERT INTO household_member (community_id, household_id, member_id, guardian, added_at) VALUES ($1, $2, $3, false, $4)`,
    [people.id, family.householdId, adult.memberId, START],
  );
  const desk = await installation.as(administrator);
  const edit = (path: string, body: object) => editAs(desk, path, body);
  await edit(`/v1/members/${family.memberId}`, { familyName: 'Zafcognome', phone: '+393470000001' });
  await edit(`/v1/members/${helper.memberId}`, { familyName: 'Zhelpcognome', phone: '+393470000002' });
  await edit(`/v1/households/${family.householdId}`, { address: 'Via Zaffiro 17' });
  const guardian = await installation.as(family.actor);
  await guardian
    .put(`/v1/dependants/${family.dependantIds[0]}/care-card`)
    .set('if-match', '"v0"')
    .send({
      emergencyName: 'Zurgenza',
      emergencyPhone: '+393470000003',
      instructions: 'Zallergia',
      consent: true,
    })
    .expect(200);
  const otherId = every.named['toOrganisationId'] as string;
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO organisation (community_id, id, name, kind, created_at)
     VALUES ($1, gen_random_uuid(), 'Terza di prova', 'school', $2) RETURNING id`,
    [people.id, START],
  );
  const referred = await coordinatorOf(otherId);
  await refer(administrator, referred, otherId);
  const ids = Object.fromEntries(Object.entries(every.ids).map(([kind, id]) => [kind, [id]]));
  return {
    installation,
    owner,
    marks: MARKS.map((mark) =>
      mark.kind === 'family.email'
        ? { ...mark, text: family.email }
        : mark.kind === 'helper.email'
          ? { ...mark, text: helper.email }
          : mark,
    ),
    viewers: {
      guardian: family.actor,
      adult,
      helper: helper.actor,
      'another helper': (await people.helper()).actor,
      'another family': (await people.family()).actor,
      coordinator: await people.coordinator(),
      'own coordinator': await coordinatorOf(facts.organisationId),
      'referred coordinator': referred,
      'foreign coordinator': await coordinatorOf(rows[0]!.id),
      administrator,
      auditor: await people.auditor(),
    },
    ids: {
      ...ids,
      households: [family.householdId],
      dependants: family.dependantIds,
      members: [family.memberId, helper.memberId, adult.memberId],
      helpers: [helper.memberId],
      offers: [helper.offerId],
    },
    subjectIds: [family.householdId, family.memberId, ...family.dependantIds],
  };
}

const MARKS: readonly Mark[] = [
  { kind: 'family.givenName', text: 'Zafferana' },
  { kind: 'family.familyName', text: 'Zafcognome' },
  { kind: 'family.email', text: '' },
  { kind: 'family.phone', text: '+393470000001' },
  { kind: 'family.phone', text: '+39 347 000 0001' },
  { kind: 'family.address', text: 'Via Zaffiro 17' },
  { kind: 'family.meetingPoint', text: 'Zbiblioteca' },
  { kind: 'family.nickname', text: 'Zpulce' },
  { kind: 'family.note', text: 'Znota' },
  { kind: 'family.dropOff', text: 'Via Zarrivo 3' },
  { kind: 'family.careCard', text: 'Zurgenza' },
  { kind: 'family.careCard', text: '+393470000003' },
  { kind: 'family.careCard', text: '+39 347 000 0003' },
  { kind: 'family.careCard', text: 'Zallergia' },
  { kind: 'helper.givenName', text: 'Zaiuto' },
  { kind: 'helper.familyName', text: 'Zhelpcognome' },
  { kind: 'helper.email', text: '' },
  { kind: 'helper.phone', text: '+393470000002' },
  { kind: 'helper.phone', text: '+39 347 000 0002' },
];

async function editAs(client: TestAgent, path: string, body: object): Promise<void> {
  const { headers } = await client.get(path).expect(200);
  await client
    .patch(path)
    .set('if-match', headers['etag'] as string)
    .send(body)
    .expect(200);
}

async function refer(administrator: MemberActor, referred: MemberActor, toOrganisationId: string) {
  const referrals = new ReferralService(installation.uow, installation.people.codec);
  const { id } = await referrals.create(administrator, {
    householdId: family.householdId,
    toOrganisationId,
    purpose: 'Prova',
    scope: 'read',
    until: installation.people.day(60),
  });
  await referrals.accept(referred, id);
}

/** From the open request to after the last visit; at each stage everybody looks everywhere. */
async function goThroughLife(): Promise<void> {
  const { people } = installation;
  const guardian = await installation.as(family.actor);
  const asHelper = await installation.as(helper.actor);
  const desk = await installation.as(await people.administrator());
  const { body: asked } = await guardian
    .post('/v1/requests')
    .send({
      householdId: family.householdId,
      categoryId: people.facts.categories.transport,
      dependantIds: family.dependantIds,
      dropOff: { zoneId: family.zoneId, address: 'Via Zarrivo 3' },
      schedule: { frequency: 'once', firstDay: people.day(3), startTime: '16:00', endTime: '17:00' },
      regimes: ['volunteer'],
      note: 'Znota',
      open: true,
    })
    .expect(201);
  const id = asked.id as string;
  const visits = await guardian.get(`/v1/requests/${id}/visits`).expect(200);
  add({ requests: id, visits: visits.body.items[0].id, history: id });
  const proposal = await until('a proposal', async () => {
    const { body } = await desk.get('/v1/proposals').query({ requestId: id }).expect(200);
    return body.items[0] as { id: string } | undefined;
  });
  add({ proposals: proposal.id });
  await look('proposed');
  const approved = await desk
    .post(`/v1/proposals/${proposal.id}/approve`)
    .set('if-match', '"v1"')
    .expect(200);
  const { assignmentId } = approved.body as { assignmentId: string };
  const assignment = await desk.get(`/v1/assignments/${assignmentId}`).expect(200);
  add({ assignments: assignmentId, seats: assignment.body.seats[0].id });
  await look('asked');
  await asHelper.post(`/v1/assignments/${assignmentId}/accept`).send({}).expect(200);
  await look('guardian-asked');
  await guardian.post(`/v1/assignments/${assignmentId}/guardian-yes`).send({}).expect(200);
  await look('confirmed');
  const home = `/v1/households/${family.householdId}`;
  await editAs(desk, home, { protected: true, meetingPoint: 'Zbiblioteca' });
  await look('protected');
  await editAs(desk, home, { protected: false, meetingPoint: null });
  installation.clock.advanceMinutes(5 * 1_440);
  await look('over');
}

function add(more: Readonly<Record<string, string>>): void {
  const ids = walk.ids as Record<string, readonly string[]>;
  for (const [kind, id] of Object.entries(more)) ids[kind] = [id];
}

async function look(stage: Stage): Promise<void> {
  const seen = await walkReads(walk, stage);
  sightings.push(...seen.sightings);
  readings.push(...seen.readings);
}

test('nobody is ever told more than the rules of disclosure say, by any route', () => {
  const over = sightings
    .filter(({ kind, viewer, stage }) => !MOST[kind]?.[viewer]?.includes(stage as Stage))
    .map(
      ({ kind, viewer, stage, route, field }) => `${viewer} sees ${kind} while ${stage}: ${route} ${field}`,
    );
  expect([...new Set(over)]).toEqual([]);
});

test('each is told what they need when they need it', () => {
  const sees = (viewer: string, kind: string) =>
    STAGES.filter((stage) =>
      sightings.some((it) => it.viewer === viewer && it.kind === kind && it.stage === stage),
    );
  const visits = ['confirmed', 'protected'];
  expect(sees('helper', 'family.address')).toEqual(['confirmed']);
  expect(sees('helper', 'family.dropOff')).toEqual(['confirmed']);
  expect(sees('helper', 'family.meetingPoint')).toEqual(['protected']);
  for (const kind of ['phone', 'note', 'careCard']) {
    expect([kind, sees('helper', `family.${kind}`)]).toEqual([kind, visits]);
  }
  expect(sees('guardian', 'helper.phone')).toEqual(visits);
  expect(sees('guardian', 'helper.givenName')).toContain('guardian-asked');
});

test('field by field, what is told is what was agreed (UPDATE_SNAPSHOTS=1 writes it anew)', async () => {
  const table: Record<string, Record<string, string>> = {};
  for (const { field, kind, viewer, stage } of sightings) {
    const row = (table[`${field} ${kind}`] ??= {});
    const stages = new Set((row[viewer] ?? '').split(' ').filter(Boolean)).add(stage);
    row[viewer] = STAGES.filter((it) => stages.has(it)).join(' ');
  }
  const written = Object.fromEntries(Object.entries(table).sort(([a], [b]) => a.localeCompare(b)));
  const agreed = await agreedOn(SNAPSHOT, written);
  const drift = [...new Set([...Object.keys(agreed), ...Object.keys(written)])].filter(
    (row) => JSON.stringify(agreed[row]) !== JSON.stringify(written[row]),
  );
  if (drift.length > 0) throw new Error([HOW_TO_UPDATE, ...drift].join('\n'));
});

test('every field of an answer that can hold words is judged: personal or plain', async () => {
  const known = JSON.parse(await readFile(FIELDS, 'utf8').catch(() => '{}')) as Record<string, string>;
  const now = Object.fromEntries(textFields().map((field) => [field, known[field] ?? 'unjudged']));
  const agreed = await agreedOn(FIELDS, now);
  expect(Object.keys(now).filter((field) => !(field in agreed))).toEqual([]);
  expect(Object.keys(agreed).filter((field) => !(field in now))).toEqual([]);
  expect(Object.values(agreed).filter((it) => it !== 'personal' && it !== 'plain')).toEqual([]);
  const told = new Set(sightings.map(({ field }) => field));
  expect([...told].filter((field) => agreed[field] === 'plain')).toEqual([]);
});

test('whoever is told something of a family leaves a record of it, by any route', () => {
  const unrecorded = readings.filter(({ recorded }) => !recorded);
  expect([...new Set(unrecorded.map(({ route, viewer }) => `${route} by ${viewer}`))]).toEqual([]);
  expect(readings.length).toBeGreaterThan(50);
});

async function agreedOn<T>(file: string, now: T): Promise<T> {
  if (process.env['UPDATE_SNAPSHOTS'] === '1') await writeFile(file, `${JSON.stringify(now, null, 2)}\n`);
  return JSON.parse(await readFile(file, 'utf8')) as T;
}

/** `Schema.field` of every answer's field that is text without a form: neither an id, a time nor one of a list. */
function textFields(): string[] {
  const document = readDocument(installation.api);
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (schema: Schema, name: string): void => {
    const own = /\/([^/]+)$/.exec(schema.$ref ?? schema.allOf?.[0]?.$ref ?? '')?.[1] ?? name;
    const inner = resolve(document, schema);
    if (inner.items) return look(inner.items, own);
    if (inner.properties) {
      if (seen.has(own)) return;
      seen.add(own);
      for (const [key, property] of Object.entries(inner.properties)) look(property, `${own}.${key}`);
      return;
    }
    if (own.endsWith('.nextCursor')) return;
    const isWords =
      (inner.type === undefined || inner.type === 'string' || inner.type === 'object') && !inner.enum;
    if (
      isWords &&
      !['uuid', 'date-time', 'date'].includes(inner.format ?? '') &&
      !ID.test(String(inner.example))
    )
      found.add(own);
  };
  for (const operation of operationsOf(document)) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const schema = content?.['application/json']?.schema;
      if (Number(status) < 300 && schema) look(schema, `${operation.method} ${operation.path}`);
    }
  }
  return [...found].sort();
}
