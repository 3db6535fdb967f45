import { availabilityError } from './availability.errors.js';
import type { Regime, SeatsByType } from './live-offers.query.js';
import type { WeeklyHours } from './free-time.rules.js';

const DAY_MINUTES = 1_440;
/** Hours that run over midnight end by noon. */
const LATEST_END = 2_160;

export interface OfferFacts {
  readonly regime: Regime;
  readonly categoryIds: readonly string[];
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly ageBands: readonly string[];
  readonly mobility: readonly string[];
  readonly maxTravelMinutes: number;
  readonly municipalityIds: readonly string[];
  readonly seats: SeatsByType;
  readonly weeklyMinutes: number | null;
}

/** @throws DomainError offer-loosens-limits when the offer gives more than the member does. */
export function checkOfferLimits(
  offer: { readonly weeklyMinutes: number | null },
  limits: { readonly weeklyMinutes: number },
): void {
  if (offer.weeklyMinutes !== null && offer.weeklyMinutes > limits.weeklyMinutes) {
    throw availabilityError(
      'offer-loosens-limits',
      `The offer gives ${offer.weeklyMinutes} minutes a week, the helper ${limits.weeklyMinutes}.`,
      { offerMinutes: offer.weeklyMinutes, helperMinutes: limits.weeklyMinutes },
    );
  }
}

/** @throws DomainError seats-missing when a category drives people and the car has no seat for them. */
export function checkSeats(seats: SeatsByType, drives: boolean): void {
  const total = Object.values(seats).reduce((sum, number) => sum + number, 0);
  if (drives && total === 0) throw availabilityError('seats-missing');
}

/** Weekly hours must be non-empty and of at most a day; an end at or before the start means the next day. */
export function checkWeeklyHours(hours: readonly WeeklyHours[]): void {
  for (const { weekday, startMinute, endMinute } of hours) {
    if (endMinute <= startMinute || endMinute > startMinute + DAY_MINUTES || endMinute > LATEST_END) {
      throw availabilityError(
        'hours-wrong',
        'Hours end after they start, within 24 hours and by noon of the next day.',
        { weekday },
      );
    }
  }
}
