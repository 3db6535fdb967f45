import type { LocalDay } from '#platform';
import { isOldEnough } from '../register/register.rules.js';

/** What people are asked for, beyond what the help they asked for needs; each with the ground on which it rests. */
export const CHOICE_PURPOSES = {
  'care-card': 'consent: art. 6(1)(a), for health data art. 9(2)(a)',
  collection: 'consent of a guardian: art. 6(1)(a)',
  survey: 'consent: art. 6(1)(a)',
} as const;
export type ChoicePurpose = keyof typeof CHOICE_PURPOSES;

/** What a guardian says yes to for a minor: that they give time, and that there is a record of their own. */
export const GUARDIAN_PURPOSES = ['volunteering', 'record'] as const;
export type GuardianPurpose = (typeof GUARDIAN_PURPOSES)[number];

/**
 * Does somebody who comes of age on the day consent for themselves already? On the birthday itself, yes; an adult
 * always. Younger, a guardian does.
 */
export function consentsAlone(adultOn: LocalDay | null, today: LocalDay, consentAgeYears: number): boolean {
  return adultOn === null || isOldEnough(adultOn, consentAgeYears, today);
}
