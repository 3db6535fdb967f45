import type { UnitOfWork } from '#database';
import { addDays, instantAt, mondayOf, newId, weekdayOf } from '#platform';
import type { BuiltFamily, CommunityPeople } from './people.builder.js';

export interface RequestWishes {
  readonly family: BuiltFamily;
  readonly categoryId: string;
  /** Local minutes of the day; 16:00 to 18:00 when not given. */
  readonly startMinute?: number;
  readonly endMinute?: number;
  /** Weekly on these ISO weekdays for so many weeks from next Monday; once, tomorrow, when not given. */
  readonly weekdays?: readonly number[];
  readonly weeks?: number;
  readonly seatsNeeded?: number;
  readonly subjects?: readonly string[];
  readonly languages?: readonly string[];
  readonly regimes?: readonly string[];
}

/** Writes an open request with its visits as rows; answers its id. */
export async function buildRequest(
  uow: UnitOfWork,
  people: CommunityPeople,
  wishes: RequestWishes,
): Promise<string> {
  const { family } = wishes;
  const id = newId();
  const start = wishes.startMinute ?? 960;
  const end = wishes.endMinute ?? 1_080;
  const days = daysOf(people, wishes);
  await uow.run(people.facts.system, async (tx) => {
    await tx.sql(
      `INSERT INTO request (community_id, id, household_id, category_id, state, asked_by, channel, zone_id, frequency, first_day,
         until_day, weekdays, start_minute, end_minute, duration_minutes, subjects, languages, mobility, seats_needed, urgency,
         regimes, payer_member_id, created_at, opened_at)
       VALUES ($1, $2, $3, $4, 'open', $5, 'web', $6, $7, $8, $9, $10, $11, $12, $12::int - $11::int, $13, $14, '{}', $15, 'normal',
         $16, $17, $18, $18)`,
      [
        people.id,
        id,
        family.householdId,
        wishes.categoryId,
        family.memberId,
        family.zoneId,
        wishes.weekdays ? 'weekly' : 'once',
        days[0],
        days.at(-1),
        wishes.weekdays ?? [],
        start,
        end,
        wishes.subjects ?? [],
        wishes.languages ?? [],
        wishes.seatsNeeded ?? 1,
        wishes.regimes ?? ['volunteer'],
        wishes.regimes?.includes('timebank') ? family.memberId : null,
        tx.now,
      ],
    );
    await tx.sql(
      `INSERT INTO request_dependant (community_id, request_id, dependant_id) SELECT $1, $2, unnest($3::uuid[])`,
      [people.id, id, family.dependantIds],
    );
    for (const day of days) {
      const startsAt = instantAt(people.facts.timeZone, day, start);
      const endsAt = instantAt(people.facts.timeZone, day, end);
      await tx.sql(
        `INSERT INTO visit (community_id, id, request_id, occurrence, leg, state, window_starts_at, window_ends_at, starts_at, ends_at,
           from_zone_id, to_zone_id, seats_needed, created_at)
         VALUES ($1, $2, $3, $4, 0, 'planned', $5, $6, $5, $6, $7, $7, $8, $9)`,
        [people.id, newId(), id, day, startsAt, endsAt, family.zoneId, wishes.seatsNeeded ?? 1, tx.now],
      );
    }
  });
  return id;
}

function daysOf(people: CommunityPeople, wishes: RequestWishes): string[] {
  if (!wishes.weekdays) return [people.day(1)];
  const monday = addDays(mondayOf(people.day(0)), 7);
  const all = Array.from({ length: (wishes.weeks ?? 4) * 7 }, (_, index) => addDays(monday, index));
  return all.filter((day) => wishes.weekdays!.includes(weekdayOf(day)));
}
