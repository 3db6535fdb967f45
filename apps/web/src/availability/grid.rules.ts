/** A week as half hours: a set of `weekday * 48 + place`, weekday 0 Monday. What the grid paints and the API stores. */
export type Week = ReadonlySet<number>;

export interface Hours {
  /** ISO, 1 Monday */
  readonly weekday: number;
  readonly startTime: string;
  readonly endTime: string;
  readonly endsNextDay?: boolean;
}

export const SLOTS = 48;
const SLOT_MINUTES = 30;
const DAYS = 7;

/** Parts of a day that most people think in. */
export const BANDS = [
  { name: 'morning', from: 8, to: 12 },
  { name: 'lunch', from: 12, to: 14 },
  { name: 'afternoon', from: 14, to: 18 },
  { name: 'evening', from: 18, to: 21 },
] as const;

export const HOURS_SHOWN = Array.from({ length: 16 }, (_, place) => place + 7);

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function timeOf(slot: number): string {
  const minute = (slot % SLOTS) * SLOT_MINUTES;
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The slots of a cell: one day, from one hour to another. @param weekday 0 Monday */
export function slotsOf(weekday: number, from: number, to: number): number[] {
  return Array.from({ length: (to - from) * 2 }, (_, place) => weekday * SLOTS + from * 2 + place);
}

/**
 * Hours as written, on the grid; what does not fall on half hours is widened to them. Past midnight goes on next
 * day.
 */
export function weekOf(hours: readonly Hours[]): Week {
  const week = new Set<number>();
  for (const { weekday, startTime, endTime, endsNextDay } of hours) {
    const first = (weekday - 1) * SLOTS + Math.floor(minutesOf(startTime) / SLOT_MINUTES);
    const end = (weekday - 1 + (endsNextDay ? 1 : 0)) * SLOTS + Math.ceil(minutesOf(endTime) / SLOT_MINUTES);
    for (let slot = first; slot < end; slot++) week.add(slot % (DAYS * SLOTS));
  }
  return week;
}

/** The grid as hours: each run of slots within a day is one line, a run up to midnight ends the next day at 00:00. */
export function hoursOf(week: Week): Hours[] {
  const hours: Hours[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (let place = 0; place < SLOTS; place++) {
      if (!week.has(day * SLOTS + place)) continue;
      const start = place;
      while (place < SLOTS && week.has(day * SLOTS + place)) place++;
      hours.push({
        weekday: day + 1,
        startTime: timeOf(start),
        endTime: timeOf(place),
        ...(place === SLOTS ? { endsNextDay: true } : {}),
      });
    }
  }
  return hours;
}

export type Filling = 'none' | 'some' | 'all';

export function fillingOf(week: Week, slots: readonly number[]): Filling {
  const set = slots.filter((slot) => week.has(slot)).length;
  return set === 0 ? 'none' : set === slots.length ? 'all' : 'some';
}

export function painted(week: Week, slots: readonly number[], free: boolean): Week {
  const next = new Set(week);
  for (const slot of slots) {
    if (free) next.add(slot);
    else next.delete(slot);
  }
  return next;
}

/** The hours of one day, on others too. @param from 0 Monday */
export function copiedDay(week: Week, from: number, to: readonly number[]): Week {
  let next = week;
  const places = Array.from({ length: SLOTS }, (_, place) => place);
  for (const day of to) {
    const free = places.filter((place) => week.has(from * SLOTS + place)).map((place) => day * SLOTS + place);
    const whole = places.map((place) => day * SLOTS + place);
    next = painted(painted(next, whole, false), free, true);
  }
  return next;
}

export const minutesOfWeek = (week: Week) => week.size * SLOT_MINUTES;
