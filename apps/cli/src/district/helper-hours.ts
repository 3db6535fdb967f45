import { addDays } from '#platform';
import { row, type Row } from './bulk-writer.js';
import type { Prng } from './random.js';
import type { World } from './world.js';

/** When a helper has time, by the kind of help they give: local minutes after midnight. */
export type Rhythm = 'afternoons' | 'evenings' | 'school-runs' | 'daytime' | 'all-week';

interface Hours {
  readonly weekday: number;
  readonly start: number;
  readonly end: number;
}

const WORKDAYS = [1, 2, 3, 4, 5];
const WEEK = [1, 2, 3, 4, 5, 6, 7];

const at = (hour: number, minute = 0): number => hour * 60 + minute;
const on = (weekdays: readonly number[], start: number, end: number): Hours[] =>
  weekdays.map((weekday) => ({ weekday, start, end }));

function hoursOf(rhythm: Rhythm, random: Prng): Hours[] {
  const days = (from: readonly number[], least: number): number[] =>
    random.sample(from, least + random.below(from.length - least + 1));
  switch (rhythm) {
    case 'afternoons':
      return on(days(WORKDAYS, 3), at(14, 30), at(19, 30));
    case 'evenings':
      // Beyond midnight: an end over 1,440 belongs to the evening before.
      return [...on(days(WEEK, 4), at(17), at(25)), ...on(days([6, 7], 1), at(9), at(13))];
    case 'school-runs':
      return [...on(WORKDAYS, at(7), at(9)), ...on(days(WORKDAYS, 3), at(15, 30), at(19))];
    case 'daytime':
      return on(days(WEEK, 4), at(8, 30), at(18, 30));
    case 'all-week':
      return on(WEEK, at(7), at(23));
  }
}

const AWAY_PERCENT = 28;
const EXTRA_PERCENT = 16;

export function* hoursRows(world: World, memberId: string, rhythm: Rhythm, random: Prng): Generator<Row> {
  for (const [place, { weekday, start, end }] of hoursOf(rhythm, random).entries()) {
    yield row('weekly_hours', {
      id: world.id(`hours:${memberId}`, place),
      member_id: memberId,
      weekday,
      start_minute: start,
      end_minute: end,
    });
  }
  if (rhythm === 'all-week') return;
  const exception = (
    kind: string,
    first: number,
    days: number,
    start: number | null,
    end: number | null,
  ): Row =>
    row('availability_exception', {
      id: world.id(`exception:${memberId}:${kind}`, 0),
      member_id: memberId,
      kind,
      first_day: addDays(world.day, first),
      last_day: addDays(world.day, first + days),
      start_minute: start,
      end_minute: end,
    });
  if (random.chance(AWAY_PERCENT)) yield exception('away', 1 + random.below(24), random.below(9), null, null);
  if (random.chance(EXTRA_PERCENT)) yield exception('extra', 1 + random.below(24), 0, at(9), at(13));
}
