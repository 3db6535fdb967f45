import { AuditService, MemberService } from '#members';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { buildCommunity } from '../builders/community.builder.js';
import { openWorld, type TestWorld } from '../builders/test-world.js';

let world: TestWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('the chain of sealed records holds, and an altered record is found', async () => {
  const people = await buildCommunity(world.uow, world.codec, world.clock);
  const [coordinator, administrator] = [await people.coordinator(), await people.administrator()];
  await new MemberService(world.uow, world.codec).readMember(coordinator, administrator.memberId);
  const audit = new AuditService(world.uow);
  await world.uow.run(coordinator, (tx) => tx.sql('SELECT seal_audit(1000)'));
  expect(await audit.verifyChain(administrator)).toEqual({ intact: true, firstBroken: null });
  const owner = new Client({ connectionString: world.url });
  await owner.connect();
  const { rowCount } = await owner.query(
    `UPDATE audit_record SET action = 'nothing' WHERE seal_number = 2 AND community_id = $1`,
    [people.id],
  );
  await owner.end();
  expect(rowCount).toBe(1);
  expect(await audit.verifyChain(administrator)).toEqual({ intact: false, firstBroken: 2 });
});
