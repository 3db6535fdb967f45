import type { UnitOfWork } from '#database';
import { MemberService } from '#members';
import type { Client } from 'pg';
import { buildRequest } from './approval.builder.js';
import { buildCase } from './case.builder.js';
import type { CommunityPeople } from './people.builder.js';
import { buildEveryRecord, type EveryRecord } from './records.builder.js';
import { START } from './test-world.js';

const HOUR_MS = 3_600_000;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);

export interface BusyDesk extends EveryRecord {
  /** Of whom hours count, and of whom hours are disputed. */
  readonly counted: string;
  readonly disputed: string;
}

/** A desk with something of every kind that waits there, and something on each of its screens. */
export async function buildBusyDesk(
  uow: UnitOfWork,
  owner: Client,
  people: CommunityPeople,
): Promise<BusyDesk> {
  const every = await buildEveryRecord(uow, owner, people, at(30));
  const family = await people.family({ givenName: 'Marta' });
  const caseOf = async (givenName: string, hours: number) =>
    buildCase(uow, people, { family, helper: await people.helper({ givenName }), startsAt: at(hours) });
  const [sought, disputed, counted] = [
    await caseOf('Bruno', 80),
    await caseOf('Carla', -48),
    await caseOf('Dario', -72),
  ];
  // When the session of every record takes place.
  const starts = [new Date('2026-10-12T14:00:00Z')];
  const nobody = await buildRequest(uow, people, { family, starts, minutes: 120 });
  for (const organisationId of [people.facts.organisationId, every.named['toOrganisationId'] as string]) {
    await new MemberService(uow, people.codec).createMember(people.facts.system, {
      givenName: 'Elena',
      familyName: 'Registrata',
      language: 'it',
      organisationId,
      roles: ['helper'],
      ofAge: true,
    });
  }
  await uow.run(people.facts.system, async (tx) => {
    const set = (text: string, ...values: unknown[]) => tx.sql(text, [tx.communityId, ...values]);
    await set(
      `UPDATE seat SET state = 'replacement-sought', active = false WHERE community_id = $1 AND id = $2`,
      sought.seatId,
    );
    await set(
      `UPDATE time_entry SET state = 'disputed', dispute_reason = 'È durata meno' WHERE community_id = $1 AND id = $2`,
      disputed.timeEntryId,
    );
    await set(`UPDATE seat SET state = 'disputed' WHERE community_id = $1 AND id = $2`, disputed.seatId);
    await set(
      `UPDATE time_entry SET state = 'confirmed' WHERE community_id = $1 AND id = $2`,
      counted.timeEntryId,
    );
    await set(`UPDATE seat SET state = 'counted' WHERE community_id = $1 AND id = $2`, counted.seatId);
    await set(
      `UPDATE request SET call_back_on = $3 WHERE community_id = $1 AND id = $2`,
      counted.requestId,
      people.day(1),
    );
    await set(
      `UPDATE credential SET valid_until = $3 WHERE community_id = $1 AND id = $2`,
      counted.credentialId,
      people.day(20),
    );
    await set(
      `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
       VALUES ($1, $2, $3, 1, 'busy', $4)`,
      nobody.visitIds[0],
      counted.runId,
      JSON.stringify({ candidates: 0, rule: 'busy', keptOut: {}, start: starts[0]!.toISOString() }),
    );
    await set(
      `UPDATE visit SET session_id = $3 WHERE community_id = $1 AND id = $2`,
      nobody.visitIds[0],
      every.ids['sessions'],
    );
    await set(
      `UPDATE outbox SET reaction = 'matching.community' WHERE community_id = $1 AND reaction = 'test.dead'`,
    );
    await set(
      `UPDATE matching_run SET finished_at = started_at + interval '1 second',
         counts = '{"visits": 4, "proposed": 3, "unmatched": 1, "loadMs": 120, "candidatesMs": 60, "solveMs": 2300, "writeMs": 90}'
       WHERE community_id = $1`,
    );
    await set(`UPDATE municipality SET population = 1000 WHERE community_id = $1 AND name = 'Città'`);
    await set(
      `UPDATE request SET opened_at = $2::timestamptz - interval '5 days' WHERE community_id = $1`,
      START,
    );
  });
  return { ...every, counted: counted.helper.memberId, disputed: disputed.timeEntryId };
}
