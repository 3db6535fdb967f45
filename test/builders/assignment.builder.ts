import { addMinutes, localDay, newId } from '#platform';
import type { Tx, UnitOfWork } from '#database';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';

export interface BuiltAssignment {
  readonly requestId: string;
  readonly assignmentId: string;
  readonly seatId: string;
}

/**
 * Writes an assignment with one seat straight into the tables, in any state: for tests of what a state allows, not of
 * how it is reached.
 */
export async function assignedTo(
  uow: UnitOfWork,
  people: CommunityPeople,
  parties: { readonly family: BuiltFamily; readonly helper: BuiltHelper },
  visit: {
    readonly state: 'awaiting-acceptance' | 'awaiting-guardian' | 'confirmed' | 'cancelled';
    readonly startsAt: Date;
    readonly minutes: number;
  },
): Promise<BuiltAssignment> {
  const ids = { requestId: newId(), assignmentId: newId(), seatId: newId() };
  const coordinator = await people.coordinator();
  await uow.run(people.facts.system, async (tx) => {
    await insertRequest(tx, people, parties.family, ids.requestId, visit.startsAt);
    const proposalId = newId();
    await tx.sql(
      `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version,
         explanation, expires_at, created_at)
       VALUES ($1, $2, $3, $4, $5, 'volunteer', 'approved', 0, 1, '{}', $6, $6)`,
      [people.id, proposalId, ids.requestId, parties.helper.memberId, parties.helper.offerId, tx.now],
    );
    await tx.sql(
      `INSERT INTO assignment (community_id, id, proposal_id, request_id, household_id, helper_id, regime, state,
         approved_by, approved_at, answer_by, guardian_needed, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'volunteer', $7, $8, $9, $9, false, $9)`,
      [
        people.id,
        ids.assignmentId,
        proposalId,
        ids.requestId,
        parties.family.householdId,
        parties.helper.memberId,
        visit.state,
        coordinator.memberId,
        tx.now,
      ],
    );
    await insertSeat(tx, people, parties, ids, visit);
  });
  return ids;
}

async function insertRequest(
  tx: Tx,
  people: CommunityPeople,
  family: BuiltFamily,
  requestId: string,
  startsAt: Date,
) {
  await tx.sql(
    `INSERT INTO request (community_id, id, household_id, category_id, state, asked_by, channel, zone_id, frequency,
       first_day, until_day, weekdays, start_minute, end_minute, duration_minutes, subjects, languages, mobility,
       seats_needed, urgency, regimes, created_at)
     VALUES ($1, $2, $3, $4, 'open', $5, 'web', $6, 'once', $7, $7, '{}', 0, 1440, 60, '{}', '{}', '{}', 1, 'normal',
       '{volunteer}', $8)`,
    [
      people.id,
      requestId,
      family.householdId,
      people.facts.categories.babysitting,
      family.memberId,
      family.zoneId,
      localDay(people.facts.timeZone, startsAt),
      tx.now,
    ],
  );
  await tx.sql(
    'INSERT INTO request_dependant (community_id, request_id, dependant_id) SELECT $1, $2, unnest($3::uuid[])',
    [people.id, requestId, family.dependantIds],
  );
}

async function insertSeat(
  tx: Tx,
  people: CommunityPeople,
  parties: { readonly family: BuiltFamily; readonly helper: BuiltHelper },
  ids: BuiltAssignment,
  visit: { readonly state: string; readonly startsAt: Date; readonly minutes: number },
) {
  const visitId = newId();
  const endsAt = addMinutes(visit.startsAt, visit.minutes);
  const { zoneId } = parties.family;
  await tx.sql(
    `INSERT INTO visit (community_id, id, request_id, occurrence, leg, state, window_starts_at, window_ends_at, starts_at,
       ends_at, from_zone_id, to_zone_id, seats_needed, created_at)
     VALUES ($1, $2, $3, $4, 0, 'planned', $5, $6, $5, $6, $7, $7, 1, $8)`,
    [
      people.id,
      visitId,
      ids.requestId,
      localDay(people.facts.timeZone, visit.startsAt),
      visit.startsAt,
      endsAt,
      zoneId,
      tx.now,
    ],
  );
  await tx.sql(
    `INSERT INTO seat (community_id, id, assignment_id, visit_id, session_id, member_id, seat_number, state, active,
       starts_at, ends_at, during, charged_minutes, from_zone_id, to_zone_id, regime, created_at)
     VALUES ($1, $2, $3, $4, $4, $5, 1, 'scheduled', $6, $7, $8, tstzrange($7, $8), $9, $10, $10, 'volunteer', $11)`,
    [
      people.id,
      ids.seatId,
      ids.assignmentId,
      visitId,
      parties.helper.memberId,
      visit.state !== 'cancelled',
      visit.startsAt,
      endsAt,
      visit.minutes,
      zoneId,
      tx.now,
    ],
  );
}
