export const PERIODS = ['month', 'lastMonth', 'year', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** Local days, both included; open where nothing stands. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

const dayOf = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The days of a period, as it is today. @param today 'YYYY-MM-DD' in the community */
export function daysOf(period: Period, today: string): Days {
  if (period === 'all') return {};
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  if (period === 'year') return { from: dayOf(year, 0, 1), to: dayOf(year, 11, 31) };
  const back = period === 'month' ? 0 : 1;
  // Day 0 of a month is the last of the one before.
  return { from: dayOf(year, month - back, 1), to: dayOf(year, month - back + 1, 0) };
}
