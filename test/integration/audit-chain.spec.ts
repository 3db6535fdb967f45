import { AuditService, keepHeads, MemberService } from '#members';
import { newId } from '#platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { lostHeads, readHeads } from '../../apps/cli/src/kept-heads.js';
import { brokenPromises } from '../../apps/cli/src/promises.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;
let owner: Client;
let people: CommunityPeople;
let otherCommunityId: string;

beforeAll(async () => {
  world = await openWorld();
  owner = new Client({ connectionString: world.url });
  await owner.connect();
  otherCommunityId = (await buildCommunity(world.uow, world.codec, world.clock)).id;
});
afterAll(async () => {
  await owner.end();
  await world.close();
});
beforeEach(async () => {
  people = await buildCommunity(world.uow, world.codec, world.clock);
});

const system = <T>(work: Parameters<typeof world.uow.run<T>>[1]) => world.uow.run(people.facts.system, work);
const seal = () => system((tx) => tx.sql('SELECT seal_audit(1000)'));

/** Three sealed records; the one in the middle has a value in every column that may have one, or in none of them. */
async function threeRecords(middle: 'full' | 'bare'): Promise<void> {
  const { memberId } = await people.helper();
  // What building the member left on record is in the way of the numbers.
  await owner.query('DELETE FROM audit_record WHERE community_id = $1', [people.id]);
  const append = (actor: string | null, behalf: string | null, reason: string | null) =>
    system((tx) =>
      tx.sql(`SELECT append_audit($1, $2, $3, 'household.read', 'household', $4, $5, $6)`, [
        newId(),
        actor,
        behalf,
        [newId()],
        reason,
        tx.now,
      ]),
    );
  await append(memberId, null, null);
  await (middle === 'full' ? append(memberId, newId(), 'telefonata') : append(null, null, null));
  await append(memberId, null, null);
  await seal();
}

/** What `verify` finds after the owner's change, which is taken back. */
async function foundAfter(change: string, values: readonly unknown[] = []): Promise<number | null> {
  await owner.query('BEGIN');
  try {
    await owner.query(`SELECT set_config('app.community', $1, true)`, [people.id]);
    const { rowCount } = await owner.query(change, [people.id, ...values]);
    expect(rowCount).toBe(1);
    const { rows } = await owner.query<{ broken: number | null }>('SELECT verify_audit() AS broken');
    return rows[0]!.broken;
  } finally {
    await owner.query('ROLLBACK');
  }
}

const changeTo = (assignments: string, values?: readonly unknown[]) =>
  foundAfter(`UPDATE audit_record SET ${assignments} WHERE community_id = $1 AND seal_number = 2`, values);

/** Another value of each type; nulls are tried by themselves. */
const ANOTHER: Readonly<Record<string, string>> = {
  text: `coalesce(%, '') || 'x'`,
  uuid: `gen_random_uuid()`,
  ARRAY: `% || gen_random_uuid()`,
  'timestamp with time zone': `% + interval '1 millisecond'`,
  bigint: '% + 1000',
  bytea: String.raw`coalesce(%, '\x'::bytea) || '\x00'`,
  smallint: 'CASE WHEN % IS NULL THEN 2 END',
};

describe('the chain of the record of reads', () => {
  it.each(['full', 'bare'] as const)(
    'names the record of which any one column was changed, whether it was %s',
    async (middle) => {
      await threeRecords(middle);
      const { rows: columns } = await owner.query<{ name: string; type: string; optional: boolean }>(
        `SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS optional FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = 'audit_record' ORDER BY ordinal_position`,
      );
      expect(columns.length).toBeGreaterThan(10);
      const unnoticed: string[] = [];
      for (const { name, type, optional } of columns) {
        const value =
          name === 'community_id' ? `'${otherCommunityId}'` : ANOTHER[type]!.replaceAll('%', name);
        if ((await changeTo(`${name} = ${value}`)) !== 2) unnoticed.push(`${name} = ${value}`);
        const { rows } = await owner.query<{ filled: boolean }>(
          `SELECT ${name} IS NOT NULL AS filled FROM audit_record WHERE community_id = $1 AND seal_number = 2`,
          [people.id],
        );
        if (!optional || !rows[0]!.filled) continue;
        if ((await changeTo(`${name} = NULL`)) !== 2) unnoticed.push(`${name} = NULL`);
      }
      expect(unnoticed).toEqual([]);
    },
  );

  it('tells null from empty, one column from the next, and one list of ids from another', async () => {
    await threeRecords('full');
    for (const change of [
      'actor_member_id = on_behalf_of, on_behalf_of = actor_member_id',
      `action = action || '|' || subject_kind, subject_kind = ''`,
      `action = '', subject_kind = action || subject_kind`,
      `subject_ids = '{}'`,
      'subject_ids = ARRAY[NULL, subject_ids[1]]',
      `reason = ''`,
    ])
      expect([change, await changeTo(change)]).toEqual([change, 2]);
    await threeRecords('bare');
    expect(
      await foundAfter(
        `UPDATE audit_record SET actor_member_id = NULL, on_behalf_of = actor_member_id
         WHERE community_id = $1 AND seal_number = 3`,
      ),
    ).toBe(3);
  });

  it('finds a record that was taken out, put in between, or numbered before the first', async () => {
    await threeRecords('full');
    const middle = 'community_id = $1 AND seal_number = 2';
    expect(await foundAfter(`DELETE FROM audit_record WHERE ${middle}`)).toBe(2);
    expect(await foundAfter(`UPDATE audit_record SET seal_number = 0 WHERE ${middle}`)).toBe(1);
    expect(
      await foundAfter(
        `INSERT INTO audit_record SELECT community_id, gen_random_uuid(), actor_member_id, on_behalf_of, action, subject_kind,
           subject_ids, reason, at, 0, seal_hash FROM audit_record WHERE ${middle}`,
      ),
    ).toBe(1);
  });

  it('holds for records of the first form and those sealed after them, and finds changes in both', async () => {
    const administrator = await people.administrator();
    await threeRecords('full');
    // As the first form sealed them.
    await owner.query(`DELETE FROM audit_record WHERE community_id = $1 AND seal_number = 3`, [people.id]);
    await owner.query(
      String.raw`UPDATE audit_record a SET seal_hash = sha256(audit_bytes(a, '\x00')), seal_format = NULL WHERE community_id = $1 AND seal_number = 1`,
      [people.id],
    );
    await owner.query(
      `UPDATE audit_record a SET seal_hash = sha256(audit_bytes(a, f.seal_hash)), seal_format = NULL, reason_salt = NULL, reason_hash = NULL
       FROM audit_record f WHERE a.community_id = $1 AND a.seal_number = 2 AND f.community_id = $1 AND f.seal_number = 1`,
      [people.id],
    );
    await system((tx) => tx.audit({ action: 'household.read', kind: 'household', ids: [newId()] }));
    await seal();
    const audit = new AuditService(world.uow);
    expect(await audit.verifyChain(administrator)).toEqual({ intact: true, firstBroken: null });
    const { rows } = await owner.query(
      'SELECT seal_format FROM audit_record WHERE community_id = $1 ORDER BY seal_number',
      [people.id],
    );
    expect(rows.map((row: { seal_format: number | null }) => row.seal_format)).toEqual([null, null, 2]);
    expect(await changeTo(`action = 'nothing'`)).toBe(2);
    expect(
      await foundAfter(
        `UPDATE audit_record SET action = 'nothing' WHERE community_id = $1 AND seal_number = 3`,
      ),
    ).toBe(3);
  });

  it('never goes back to the first form, not even with a hash that fits it', async () => {
    await threeRecords('bare');
    expect(
      await foundAfter(
        `UPDATE audit_record a SET seal_hash = sha256(audit_bytes(a, f.seal_hash)), seal_format = NULL
         FROM audit_record f WHERE a.community_id = $1 AND a.seal_number = 3 AND f.community_id = $1 AND f.seal_number = 2`,
      ),
    ).toBe(3);
  });

  it('lets a reason be erased, before it was sealed and after, and holds', async () => {
    const { memberId } = await people.helper();
    const tell = () =>
      system((tx) =>
        tx.audit({ action: 'member.read', kind: 'member', ids: [memberId], reason: 'Zia Pina' }),
      );
    const erase = () => system((tx) => tx.sql('SELECT erase_audit_reasons($1, NULL)', [[memberId]]));
    await tell();
    await seal();
    await erase();
    await tell();
    await erase();
    await seal();
    const { rows } = await owner.query(
      `SELECT count(*)::int AS records, count(reason)::int AS reasons, count(reason_salt)::int AS salts
       FROM audit_record WHERE community_id = $1 AND action = 'member.read'`,
      [people.id],
    );
    expect(rows).toEqual([{ records: 2, reasons: 0, salts: 0 }]);
    expect(await brokenPromises(owner, people.id)).toEqual([]);
  });

  it('is looked at stretch by stretch, and each begins where the one before it ended', async () => {
    await threeRecords('full');
    const stretch = (after: number, most: number) =>
      system((tx) => tx.sql('SELECT broken, last FROM check_audit($1, $2)', [after, most]));
    expect(await stretch(0, 2)).toEqual([{ broken: null, last: 2 }]);
    expect(await stretch(2, 2)).toEqual([{ broken: null, last: 3 }]);
    expect(await stretch(3, 2)).toEqual([{ broken: null, last: null }]);
    expect(await stretch(4, 2)).toEqual([{ broken: 4, last: null }]);
  });

  it('holds after what people do, and tells administrators of an altered record', async () => {
    const [coordinator, administrator] = [await people.coordinator(), await people.administrator()];
    await new MemberService(world.uow, world.codec).readMember(coordinator, administrator.memberId);
    const audit = new AuditService(world.uow);
    await seal();
    expect(await audit.verifyChain(administrator)).toEqual({ intact: true, firstBroken: null });
    await owner.query(
      `UPDATE audit_record SET action = 'nothing' WHERE seal_number = 2 AND community_id = $1`,
      [people.id],
    );
    expect(await audit.verifyChain(administrator)).toEqual({ intact: false, firstBroken: 2 });
  });
});

describe('the heads that are kept of the chains', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heads-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const kept = async (...lines: unknown[]) => {
    const file = join(folder, 'heads.jsonl');
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return readHeads(file);
  };

  it('stand in the database once each, and nobody changes them there', async () => {
    await threeRecords('full');
    const heads = await system(keepHeads);
    expect(heads).toEqual([
      { chain: 'audit', organisation: null, number: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...heads.slice(1),
    ]);
    expect(await system(keepHeads)).toEqual(heads);
    const { rows } = await owner.query(
      'SELECT number FROM chain_head WHERE community_id = $1 AND chain = $2',
      [people.id, 'audit'],
    );
    expect(rows).toHaveLength(1);
    await expect(
      owner.query('UPDATE chain_head SET number = number + 1 WHERE community_id = $1', [people.id]),
    ).rejects.toMatchObject({ code: '23001' });
  });

  it('show a chain that was cut, and one that was written anew from the first link on', async () => {
    await threeRecords('full');
    const [head] = await system(keepHeads);
    const lines = await kept({ level: 30, community: people.id, ...head, msg: 'head of a chain' });
    expect(await lostHeads(owner, people.id, lines)).toEqual([]);
    await owner.query(
      `UPDATE audit_record SET seal_number = NULL, seal_hash = NULL, action = CASE seal_number WHEN 2 THEN 'nothing' ELSE action END
       WHERE community_id = $1`,
      [people.id],
    );
    expect(await lostHeads(owner, people.id, lines)).toEqual(lines);
    await seal();
    // The chain holds again by itself.
    const broken = await brokenPromises(owner, people.id);
    expect(broken).toEqual([{ what: 'every chain goes on from the heads that were kept of it', count: 1 }]);
    expect(await lostHeads(owner, people.id, lines)).toEqual(lines);
  });

  it('are read from lines of audit-heads or of the log, and from nothing else', async () => {
    const line = {
      community: newId(),
      chain: 'register',
      organisation: newId(),
      number: 7,
      hash: 'ab'.repeat(32),
    };
    expect(await kept(line, { ...line, chain: 'audit', organisation: undefined })).toEqual([
      line,
      { ...line, chain: 'audit', organisation: null },
    ]);
    for (const wrong of [
      null,
      7,
      {},
      { ...line, chain: 'other' },
      { ...line, hash: 'ab' },
      { ...line, number: '7' },
    ])
      await expect(kept(line, wrong)).rejects.toThrow('Line 2 of');
  });
});
