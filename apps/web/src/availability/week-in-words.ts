import { listOf, span, weekdayName } from '../words/time.js';
import { t } from '../words/words.js';
import { hoursOf, type Week } from './grid.rules.js';

const LTR = (text: string) => `\u2066${text}\u2069`;

/** "Monday and Wednesday 15–18 · Saturday 9–12": days with the same hours are said together. */
export function weekInWords(week: Week): string {
  const days = new Map<number, string[]>();
  for (const { weekday, startTime, endTime } of hoursOf(week)) {
    days.set(weekday, [...(days.get(weekday) ?? []), LTR(span(short(startTime), short(endTime)))]);
  }
  const same = new Map<string, number[]>();
  for (const [day, hours] of days) {
    const key = hours.join(', ');
    same.set(key, [...(same.get(key) ?? []), day]);
  }
  if (same.size === 0) return t('week.nothing');
  return [...same]
    .map(([hours, those]) => `${listOf(those.map((day) => weekdayName(day)))} ${hours}`)
    .join(' · ');
}

const short = (time: string) => time.replace(/^0/, '').replace(/:00$/, '');
