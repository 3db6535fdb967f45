import { makeAssignment, type MadeAssignment } from '#assignments';
import type { MemberActor, Tx, UnitOfWork } from '#database';
import { newId } from '#platform';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';

export interface AskedFor {
  readonly requestId: string;
  readonly visitIds: readonly string[];
  readonly starts: readonly Date[];
  readonly minutes: number;
}

export interface RequestWishes {
  readonly family: BuiltFamily;
  /** Starts of the visits, each on its own day. */
  readonly starts: readonly Date[];
  readonly minutes?: number;
  readonly seatsNeeded?: number;
  readonly categoryId?: string;
  readonly dependantIds?: readonly string[];
}

/** An open request with planned visits, as rows; its payer is the guardian. */
export async function buildRequest(
  uow: UnitOfWork,
  people: CommunityPeople,
  wishes: RequestWishes,
): Promise<AskedFor> {
  const { family, starts, minutes = 60, seatsNeeded = 1 } = wishes;
  const requestId = newId();
  const visitIds = starts.map(() => newId());
  const days = starts.map((start) => start.toISOString().slice(0, 10));
  const category = wishes.categoryId ?? people.facts.categories.errands;
  await uow.run(people.facts.system, async (tx) => {
    await tx.sql(
      `INSERT INTO request (community_id, id, household_id, category_id, state, asked_by, channel, zone_id, frequency, first_day,
         until_day, weekdays, start_minute, end_minute, duration_minutes, subjects, languages, mobility, seats_needed, urgency,
         regimes, payer_member_id, created_at)
       VALUES ($1, $2, $3, $4, 'open', $5, 'web', $6, 'once', $7, $8, '{}', 0, 1440, $9, '{}', '{}', '{}', $10, 'normal',
         '{volunteer,timebank}', $5, $11)`,
      [
        tx.communityId,
        requestId,
        family.householdId,
        category,
        family.memberId,
        family.zoneId,
        days[0],
        days.at(-1),
        minutes,
        seatsNeeded,
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO request_dependant (community_id, request_id, dependant_id) SELECT $1, $2, unnest($3::uuid[])`,
      [tx.communityId, requestId, wishes.dependantIds ?? []],
    );
    for (const [index, start] of starts.entries()) {
      await tx.sql(
        `INSERT INTO visit (community_id, id, request_id, occurrence, leg, state, window_starts_at, window_ends_at, starts_at,
           ends_at, from_zone_id, to_zone_id, seats_needed, created_at)
         VALUES ($1, $2, $3, $4, 0, 'planned', $5, $6, $5, $6, $7, $7, $8, $9)`,
        [
          tx.communityId,
          visitIds[index],
          requestId,
          days[index],
          start,
          endOf(start, minutes),
          family.zoneId,
          seatsNeeded,
          tx.now,
        ],
      );
    }
  });
  return { requestId, visitIds, starts, minutes };
}

export interface ApprovalWishes {
  readonly helper: BuiltHelper;
  readonly family: BuiltFamily;
  readonly asked: AskedFor;
  readonly regime?: 'volunteer' | 'timebank';
  readonly proposalId?: string;
}

/** Approves a helper for all visits of a request, as the matching room does. */
export async function approve(
  uow: UnitOfWork,
  people: CommunityPeople,
  wishes: ApprovalWishes,
): Promise<MadeAssignment & { proposalId: string }> {
  const coordinator: MemberActor = await people.coordinator();
  return uow.run(coordinator, (tx) => approveIn(tx, wishes, coordinator.memberId));
}

async function approveIn(tx: Tx, wishes: ApprovalWishes, approvedBy: string) {
  const { helper, family, asked, regime = 'timebank', proposalId = newId() } = wishes;
  await tx.sql(
    `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version,
       explanation, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'approved', 1, 1, '{}', $7, $7)
     ON CONFLICT DO NOTHING`,
    [tx.communityId, proposalId, asked.requestId, helper.memberId, helper.offerId, regime, tx.now],
  );
  const made = await makeAssignment(tx, {
    proposalId,
    requestId: asked.requestId,
    householdId: family.householdId,
    helperId: helper.memberId,
    regime,
    breakMinutes: 15,
    approvedBy,
    payer: { memberId: family.memberId, accountId: null },
    seats: asked.visitIds.map((visitId, index) => ({
      visitId,
      startsAt: asked.starts[index]!,
      endsAt: endOf(asked.starts[index]!, asked.minutes),
      chargedMinutes: asked.minutes,
      fromZoneId: family.zoneId,
      toZoneId: family.zoneId,
    })),
  });
  return { ...made, proposalId };
}

export function endOf(start: Date, minutes: number): Date {
  return new Date(start.getTime() + minutes * 60_000);
}
