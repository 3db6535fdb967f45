import { flagUncovered } from '#assignments';
import type { MemberActor } from '#database';
import { InsuranceService, MemberService, OrganisationChangeService, RegisterService } from '#members';
import { NotifyService } from '#notifications';
import { newId } from '#platform';
import { QueueService } from '#reporting';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { openWorld, START, type TestWorld } from '../builders/test-world.js';
import { codeOf } from '../support/refusals.js';

let world: TestWorld;
let people: CommunityPeople;
let desk: MemberActor;
let former: string;
let next: string;
let helper: BuiltHelper;

const HOUR_MS = 3_600_000;
const page = { limit: 50, after: undefined };
/** 24:00 of the first day in Rome. */
const MIDNIGHT = new Date('2026-10-05T22:00:00Z');

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  world.clock.moveTo(START);
  people = await buildCommunity(world.uow, world.codec, world.clock);
  desk = await people.coordinator();
  former = people.facts.organisationId;
  next = await anOrganisation('Parrocchia');
  helper = await people.helper({ organisationId: former });
});

const system = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);
const register = () => new RegisterService(world.uow, world.codec);

async function anOrganisation(name: string): Promise<string> {
  const id = newId();
  await system((tx) =>
    tx.sql(
      'INSERT INTO organisation (community_id, id, name, kind, created_at) VALUES ($1, $2, $3, $4, $5)',
      [tx.communityId, id, name, 'association', tx.now],
    ),
  );
  return id;
}

const memberOf = ({ memberId }: Pick<BuiltHelper, 'memberId'>) =>
  new MemberService(world.uow, world.codec).readMember(desk, memberId);
async function move(
  to: string | null,
  by: MemberActor = desk,
  who: Pick<BuiltHelper, 'memberId'> = helper,
  version?: number,
) {
  return new OrganisationChangeService(world.uow, world.codec).change(
    by,
    who.memberId,
    version ?? (await memberOf(who)).version!,
    { organisationId: to, reason: 'They give time with the parish now' },
  );
}

/** As if they had been written into the register long ago, and were covered since. */
const registered = async (occasionalUntil?: string) => {
  await register().enter(desk, { memberId: helper.memberId, occasionalUntil });
  world.clock.moveTo(new Date(START.getTime() + 24 * HOUR_MS));
};
const linesOf = async (organisationId: string) =>
  (await register().listEntries(desk, organisationId, page)).items
    .filter(({ memberId }) => memberId === helper.memberId)
    .map(({ kind, occasional, coveredFrom, coveredUntil }) => ({
      kind,
      occasional,
      from: coveredFrom?.toISOString() ?? null,
      until: coveredUntil?.toISOString() ?? null,
    }));
const coverOf = async () => {
  const [row] = await system((tx) =>
    tx.sql<{ from: Date | null; until: Date | null }>(
      'SELECT insured_from AS from, insured_until AS until FROM member WHERE id = $1',
      [helper.memberId],
    ),
  );
  return [row!.from?.toISOString() ?? null, row!.until?.toISOString() ?? null];
};

async function visitAt(startsAt: Date) {
  const family = await people.family();
  const asked = await buildRequest(world.uow, people, { family, starts: [startsAt] });
  await approve(world.uow, people, { helper, family, asked, regime: 'volunteer' });
  return asked.visitIds[0]!;
}
const after = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);
const flagsOf = async (visitId: string) =>
  (await system((tx) => tx.sql<{ flags: string[] }>('SELECT flags FROM visit WHERE id = $1', [visitId])))[0]!
    .flags;
/** What the relay has done when somebody's cover changed. */
const flag = () => system((tx) => flagUncovered(tx, { memberId: helper.memberId }));

describe('a helper who goes over to another organisation', () => {
  test('leaves one register and stands in the other, covered there from 24:00 on', async () => {
    await registered();
    const seen = await move(next);
    expect(seen.organisationId).toBe(next);
    const midnight = new Date(MIDNIGHT.getTime() + 24 * HOUR_MS).toISOString();
    expect(await linesOf(former)).toMatchObject([{ kind: 'entered' }, { kind: 'left' }]);
    expect(await linesOf(next)).toEqual([
      { kind: 'entered', occasional: false, from: midnight, until: null },
    ]);
    expect(await coverOf()).toEqual([midnight, null]);
    for (const organisationId of [former, next])
      expect(await register().verify(desk, organisationId)).toEqual({ intact: true, firstBroken: null });
  });

  test('keeps the last of their days as an occasional one, and none after it', async () => {
    await registered(people.day(10));
    await move(next);
    expect(await linesOf(next)).toMatchObject([{ occasional: true, until: '2026-10-15T22:00:00.000Z' }]);
    world.clock.moveTo(new Date(START.getTime() + 10 * 24 * HOUR_MS));
    await move(former);
    expect((await linesOf(next)).map(({ kind }) => kind)).toEqual(['entered', 'left']);
    expect((await linesOf(former)).map(({ kind }) => kind)).toEqual(['entered', 'left']);
  });

  test('who stands in no register goes over without one', async () => {
    await move(next);
    expect([await linesOf(former), await linesOf(next)]).toEqual([[], []]);
  });

  test('has coming visits flagged that the other’s insurance does not cover, in the queue; back, they are lifted', async () => {
    await registered();
    const visitId = await visitAt(after(72));
    const insurances = new InsuranceService(world.uow);
    const admin = await people.administrator();
    await insurances.record(admin, { organisationId: next, insurer: 'Prova', firstDay: people.day(20) });
    await move(next);
    await flag();
    const queue = async () =>
      (await new QueueService(world.uow, world.codec).list(desk, { kinds: ['at-risk'] })).items.map(
        ({ subjectId, detail }) => ({ subjectId, detail }),
      );
    expect([await flagsOf(visitId), await queue()]).toEqual([
      ['not-covered'],
      [{ subjectId: visitId, detail: 'not-covered' }],
    ]);
    await move(former);
    await flag();
    expect(await flagsOf(visitId)).toEqual([]);
  });

  test('goes over once nobody counts on them today any more', async () => {
    await registered();
    const startsAt = after(30);
    await visitAt(startsAt);
    expect(await codeOf(move(next))).toBe('comes-today');
    world.clock.moveTo(new Date(startsAt.getTime() + HOUR_MS - 60_000));
    expect(await codeOf(move(next))).toBe('comes-today');
    world.clock.moveTo(new Date(startsAt.getTime() + HOUR_MS));
    expect(await codeOf(move(next))).toBe('no error');
  });

  test('with a visit tomorrow goes over today', async () => {
    await registered();
    await visitAt(new Date(MIDNIGHT.getTime() + 24 * HOUR_MS));
    expect(await codeOf(move(next))).toBe('no error');
  });

  test('is told whose they are, and the act is on record with its reason', async () => {
    await move(next);
    const rows = await system(async (tx) => {
      const [event] = await tx.sql<{ id: string }>(
        `SELECT id FROM outbox WHERE community_id = $1 AND topic = 'member.organisation-changed'`,
        [people.id],
      );
      await new NotifyService().react(tx, 'notifications.organisation-changed', {
        outboxId: event!.id,
        subjectId: helper.memberId,
        values: {},
      });
      return tx.sql(
        `SELECT member_id AS to, message_values ->> 'organisation' AS whose FROM notification WHERE community_id = $1`,
        [people.id],
      );
    });
    expect(rows).toEqual([{ to: helper.memberId, whose: 'Parrocchia' }]);
    const records = await system((tx) =>
      tx.sql(
        `SELECT actor_member_id AS actor, reason FROM audit_record
         WHERE community_id = $1 AND action = 'member.change-organisation'`,
        [people.id],
      ),
    );
    expect(records).toEqual([{ actor: desk.memberId, reason: 'They give time with the parish now' }]);
  });
});

describe('who moves somebody', () => {
  test('reaches both organisations: the community’s desk and administrators', async () => {
    const [ofFormer, ofNext] = [
      (await people.member(['coordinator'], { organisationId: former })).actor,
      (await people.member(['coordinator'], { organisationId: next })).actor,
    ];
    expect(await codeOf(move(next, ofFormer))).toBe('forbidden');
    expect(await codeOf(move(next, ofNext))).toBe('not-found');
    expect(await codeOf(move(next, helper.actor))).toBe('not-your-own');
    expect(await codeOf(move(newId()))).toBe('unknown-organisation');
    expect(await codeOf(move(next, await people.administrator()))).toBe('no error');
    expect(await codeOf(move(null, ofNext))).toBe('no error');
    expect(await codeOf(move(former, ofFormer))).toBe('no error');
  });

  test('moves nobody of the desk, whose reach it would change, and nobody on an old version', async () => {
    const other = (await people.member(['coordinator'], { organisationId: former })).actor;
    expect(await codeOf(move(next, await people.administrator(), other))).toBe('sits-at-desk');
    const { version } = await memberOf(helper);
    await move(next);
    expect(await codeOf(move(former, desk, helper, version))).toBe('stale-version');
  });
});
