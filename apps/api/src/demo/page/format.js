import { session } from './session.js';

/** Dates in the community's time zone, durations in hours and minutes. */
function shown(instant, options) {
  const locale = session.language === 'it' ? 'it-IT' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: session.timeZone, ...options }).format(
    new Date(instant),
  );
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short' };
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export const dayOf = (instant) => shown(instant, DAY);
export const longDay = (instant) => shown(instant, { ...DAY, year: 'numeric' });
export const timeOf = (instant) => shown(instant, TIME);
export const dayAndTime = (instant) => `${dayOf(instant)}, ${timeOf(instant)}`;
export const fullTime = (instant) =>
  `${shown(instant, { ...DAY, weekday: 'long', year: 'numeric' })}, ${timeOf(instant)}`;
export const span = (from, to) => `${dayOf(from)}, ${timeOf(from)}–${timeOf(to)}`;

/** A local day 'YYYY-MM-DD' in words; noon UTC is the same day in every European zone. */
export const localDay = (day) => shown(`${day}T12:00:00Z`, DAY);
/** @param number ISO weekday, 1 Monday */
export const weekday = (number) => shown(Date.UTC(2024, 0, number, 12), { weekday: 'long' });

/** The business day, some days on, as 'YYYY-MM-DD'. */
export function dayFromNow(days) {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: session.timeZone }).format(session.now);
  const day = new Date(`${parts}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Minutes from the business time to the next time it is this hour on the community's clock. */
export function minutesUntil(hour) {
  const [h, m] = new Intl.DateTimeFormat('en-GB', { timeZone: session.timeZone, ...TIME })
    .format(session.now)
    .split(':')
    .map(Number);
  const wait = hour * 60 - h * 60 - m;
  return wait > 0 ? wait : wait + 1_440;
}

export function hours(minutes) {
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const text = [whole > 0 || rest === 0 ? `${whole} h` : '', rest > 0 ? `${rest} min` : '']
    .filter(Boolean)
    .join(' ');
  return minutes < 0 ? `−${text}` : text;
}

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(session.language === 'it' ? 'it-IT' : 'en-GB', {
    maximumFractionDigits: digits,
  }).format(value);
