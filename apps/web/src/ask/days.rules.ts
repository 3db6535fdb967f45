/** How far ahead a request begins, and how long it runs: as far as the service takes it. */
export const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

/** Days of the calendar, each 'YYYY-MM-DD'; what is no day is far from nothing. */
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

export const isFar = (firstDay: string, today: string) => daysBetween(today, firstDay) > MOST_DAYS;

export const isLong = ({ firstDay, untilDay }: { readonly firstDay: string; readonly untilDay: string }) =>
  daysBetween(firstDay, untilDay) > MOST_DAYS;
