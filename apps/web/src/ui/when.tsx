import { COMMA, dayInWords, listOf, longDayOf, span, times, weekdayName } from '../words/time.js';
import { t } from '../words/words.js';

interface Series {
  readonly frequency: 'once' | 'weekly';
  readonly firstDay: string;
  readonly untilDay?: string;
  readonly weekdays?: readonly number[];
  readonly startTime: string;
  readonly endTime: string;
}

/** When a request is for, in words. */
export function seriesInWords(series: Series): string {
  const hours = span(series.startTime, series.endTime);
  if (series.frequency === 'once') return `${dayInWords(series.firstDay)}${COMMA}${hours}`;
  return t('when.weekly', {
    days: listOf((series.weekdays ?? []).map((day) => weekdayName(day))),
    hours,
    until: dayInWords(series.untilDay ?? series.firstDay),
  });
}

export const visitInWords = ({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }) =>
  `${longDayOf(startsAt)}${COMMA}${times(startsAt, endsAt)}`;
