import { newId } from '#platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { runVerify } from '../../apps/cli/src/verify-command.js';
import { approve, buildRequest } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { CommunityPeople } from '../builders/people.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

describe('the verify command', () => {
  let world: TestWorld;
  let owner: pg.Client;
  let people: CommunityPeople;
  let communityId: string;
  const said: string[] = [];

  beforeAll(async () => {
    world = await openWorld();
    people = await buildCommunity(world.uow, world.codec, world.clock);
    communityId = people.id;
    owner = new pg.Client({ connectionString: world.url });
    await owner.connect();
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await owner.end();
    await world.close();
  });

  const verify = async (url = world.url, masterKey = Buffer.alloc(32, 7)) => {
    said.length = 0;
    const { DATABASE_URL, SECRET_KEY } = process.env;
    Object.assign(process.env, { DATABASE_URL: url, SECRET_KEY: masterKey.toString('base64') });
    try {
      return { code: await runVerify(), text: said.join('') };
    } finally {
      for (const [name, value] of Object.entries({ DATABASE_URL, SECRET_KEY })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  };

  it('says that every promise is kept', async () => {
    await world.uow.run({ communityId, memberId: undefined, personId: undefined, roles: [] }, async (tx) => {
      await tx.audit({ action: 'household.read', kind: 'household', ids: [newId()] });
      await tx.audit({ action: 'household.read', kind: 'household', ids: [newId()] });
      await tx.sql('SELECT seal_audit(10)');
    });
    expect(await verify()).toMatchObject({ code: 0, text: expect.stringContaining('every promise kept') });
  });

  it('says whose data keys do not open with the master key, and who has none', async () => {
    const { text, code } = await verify(world.url, Buffer.alloc(32, 8));
    expect([code, text]).toEqual([
      1,
      expect.stringContaining('NOT every data key opens with SECRET_KEY (1)'),
    ]);
    const { rows } = await owner.query('DELETE FROM community_key WHERE community_id = $1 RETURNING *', [
      communityId,
    ]);
    expect((await verify()).text).toContain('NOT the community has a data key: migrate gives it one');
    const columns = Object.keys(rows[0] as object);
    await owner.query(
      `INSERT INTO community_key (${columns.join(', ')}) VALUES ($1, $2, $3, $4, $5)`,
      Object.values(rows[0] as object),
    );
    expect((await verify()).code).toBe(0);
  });

  it('refuses an account that may not see every community, rather than finding nothing wrong', async () => {
    const role = `reader_${newId().slice(-12)}`;
    await owner.query(
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
    const url = new URL(world.url);
    [url.username, url.password] = [role, 'x'];
    try {
      await expect(verify(url.href)).rejects.toThrow('BYPASSRLS');
      expect(said).toEqual([]);
    } finally {
      await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('finds a record of the audit that was altered behind its back', async () => {
    await owner.query(
      `UPDATE audit_record SET action = 'nothing.happened' WHERE community_id = $1 AND seal_number = 2`,
      [communityId],
    );
    expect(await verify()).toMatchObject({
      code: 1,
      text: expect.stringContaining('NOT the audit chain is unbroken (2)'),
    });
  });

  it('finds hours that are still held for a seat that was given up', async () => {
    const [family, helper] = [await people.family(), await people.helper({ regime: 'timebank' })];
    const starts = [new Date(world.clock.now().getTime() + 7 * 86_400_000)];
    const asked = await buildRequest(world.uow, people, { family, starts });
    const { seatIds } = await approve(world.uow, people, { helper, family, asked });
    expect((await verify()).text).not.toContain('live hold');
    await owner.query(`UPDATE seat SET state = 'cancelled-early', active = false WHERE id = $1`, [
      seatIds[0],
    ]);
    expect(await verify()).toMatchObject({
      code: 1,
      text: expect.stringContaining('NOT every live hold is of a seat that takes place (1)'),
    });
  });

  it('finds a balance that no entry explains', async () => {
    await owner.query(
      `INSERT INTO account (community_id, id, kind, name, balance_minutes, created_at) VALUES ($1, $2, 'group', 'Gruppo', 60, now())`,
      [communityId, newId()],
    );
    const { code, text } = await verify();
    expect(code).toBe(1);
    expect(text).toContain('NOT the ledger sums to zero (60)');
    expect(text).toContain('NOT every balance is the sum of its entries (1)');
  });
});
