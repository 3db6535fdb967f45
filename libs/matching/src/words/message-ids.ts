import type { HardRule } from '../eligibility.rules.js';
import type { ScoreTerm } from '../score.rules.js';

const CHECKS = [
  'check-credentials',
  'check-no-credentials',
  'check-free',
  'check-travel',
  'check-weekly-minutes',
  'check-insured',
  'check-no-insurance',
  'check-not-blocked',
] as const;

const MARKET = [
  'scarcity-contested',
  'scarcity-wanted',
  'scarcity-quiet',
  'next-needed-elsewhere',
  'next-lower-score',
  'cost-nothing',
  'cost-exact',
  'cost-about',
  'cost-at-least',
  'cost-visits',
  'cost-unknown',
] as const;

const UNMATCHED = [
  'rule-busy',
  'rule-cap',
  'rule-outbid',
  'outbid-by',
  'change-availability',
  'change-credential',
  'change-reach',
  'change-weekly-minutes',
  'change-insurance',
  'change-collection',
  'change-overlap',
  'change-travel',
  'recruit',
  'recruit-checked',
] as const;

/** Why a helper is asked, said to themselves. */
const WHY = [
  'why-preference',
  'why-continuity',
  'why-travel',
  'why-skill',
  'why-language',
  'why-newcomer',
  'why-free',
] as const;

/** Every sentence of an explanation. A language that misses one does not compile. */
export type WordId =
  | `term-${ScoreTerm['term']}`
  | `rule-${HardRule}`
  | (typeof CHECKS)[number]
  | (typeof MARKET)[number]
  | (typeof UNMATCHED)[number]
  | (typeof WHY)[number];

/** The parts of the day in which people say when they can help. */
export const BANDS = ['morning', 'afternoon', 'evening', 'night'] as const;
export type Band = (typeof BANDS)[number];

/** All the words of one language, in ICU MessageFormat. */
export interface Lexicon {
  readonly sentences: Readonly<Record<WordId, string>>;
  /** Monday first. */
  readonly weekdays: readonly string[];
  readonly bands: Readonly<Record<Band, string>>;
  /** A weekday and a part of the day together. */
  readonly when: string;
}
