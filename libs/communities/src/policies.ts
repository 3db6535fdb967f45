import { InvalidInput } from '#platform';

/** A rule of a community that it may set for itself, dated; whole numbers unless said otherwise. */
interface PolicyDefinition {
  readonly default: number | boolean;
  readonly least?: number;
  readonly most?: number;
  readonly meaning: string;
}

/** The ONE table of community policies with their defaults. Units are last in the names. */
export const POLICIES = {
  answerWithinHours: {
    default: 24,
    least: 1,
    most: 168,
    meaning: 'A helper answers an approved proposal within',
  },
  answerWithinHoursUrgent: {
    default: 4,
    least: 1,
    most: 48,
    meaning: 'The same when the visit is under 48 hours away',
  },
  proposalExpiresDays: { default: 7, least: 1, most: 30, meaning: 'A proposal nobody decided expires after' },
  lateCancellationHours: {
    default: 24,
    least: 0,
    most: 168,
    meaning: 'A cancellation later than this before the start is late',
  },
  toleranceMinutes: {
    default: 15,
    least: 0,
    most: 60,
    meaning: 'Two declarations that differ by at most this are averaged',
  },
  autoConfirmDays: {
    default: 7,
    least: 1,
    most: 60,
    meaning: 'Declared hours are confirmed by silence after',
  },
  contestDays: {
    default: 7,
    least: 1,
    most: 60,
    meaning: 'Who is said not to have come can say otherwise for',
  },
  displayStepMinutes: {
    default: 15,
    least: 1,
    most: 60,
    meaning: 'Step in which times are offered on screens',
  },
  timebank: {
    default: true,
    meaning: 'The community has a time bank: help may be credited, and paid with hours',
  },
  floorMinutes: { default: -600, least: -100_000, most: 0, meaning: 'An account may not fall below' },
  ceilingMinutes: {
    default: 6_000,
    least: 0,
    most: 1_000_000,
    meaning: 'Above this an earner gets no new proposals',
  },
  sharedFloorMinutes: {
    default: 0,
    least: -100_000,
    most: 0,
    meaning: 'An organisation’s or a group’s account may not fall below',
  },
  sharedAccountsPay: {
    default: false,
    meaning: 'Organisations and groups may pay members and requests from their accounts',
  },
  openingMinutes: {
    default: 120,
    least: 0,
    most: 6_000,
    meaning: 'Minutes a new account opens with, from the bank',
  },
  levyPercent: { default: 0, least: 0, most: 50, meaning: 'Share of credited minutes that goes to the pool' },
  poolQuarterMinutes: {
    default: 600,
    least: 0,
    most: 100_000,
    meaning: 'The pool pays for a household at most this in a quarter',
  },
  holdVisits: { default: 2, least: 1, most: 20, meaning: 'Hours are held for this many coming visits' },
  holdWeeks: { default: 4, least: 1, most: 26, meaning: 'and for visits at most this far ahead' },
  lateCancelChargeMinutes: { default: 0, least: 0, most: 600, meaning: 'A late cancellation costs' },
  noShowChargeMinutes: { default: 0, least: 0, most: 600, meaning: 'A missed visit costs' },
  asksPerDay: { default: 2, least: 1, most: 20, meaning: 'A helper is asked at most this often a day' },
  asksPerWeek: { default: 5, least: 1, most: 100, meaning: 'and this often a week' },
  quietFromMinute: {
    default: 1_260,
    least: 0,
    most: 1_439,
    meaning: 'Quiet hours begin (minutes after midnight)',
  },
  quietUntilMinute: {
    default: 480,
    least: 0,
    most: 1_439,
    meaning: 'Quiet hours end (minutes after midnight)',
  },
  arrivalAlertMinutes: { default: 10, least: 1, most: 120, meaning: 'A missing arrival alerts after' },
  replacementWaveMinutes: {
    default: 30,
    least: 5,
    most: 240,
    meaning: 'When nobody has taken a near replacement, more helpers are asked after',
  },
  autoApproveNext: {
    default: false,
    meaning: 'After a decline or silence the next-best is asked without a coordinator',
  },
  youngestHelperYears: {
    default: 14,
    least: 13,
    most: 16,
    meaning: 'From this age on minors volunteer under a guardian’s consent',
  },
  insuranceFromNextMidnight: { default: true, meaning: 'Cover starts at 24:00 of the day of registration' },
  timebankInsured: { default: true, meaning: 'Time-bank members who give time are insured too' },
  incidentHours: {
    default: 24,
    least: 1,
    most: 168,
    meaning: 'A report nobody has taken calls others after',
  },
  incidentDangerMinutes: {
    default: 60,
    least: 5,
    most: 1_440,
    meaning: 'The same when somebody is in danger',
  },
  firstVisitCheck: {
    default: false,
    meaning: 'Before a first visit with a new family a coordinator calls or comes along',
  },
  selfRegistration: {
    default: false,
    meaning: 'People may ask to join by themselves; a coordinator lets them in',
  },
  noticeVersion: { default: 1, least: 1, most: 1_000, meaning: 'The privacy notice in force' },
  consentAgeYears: {
    default: 14,
    least: 13,
    most: 18,
    meaning: 'From this age on minors consent for themselves',
  },
  keepMessagesDays: { default: 365, least: 30, most: 3_650, meaning: 'Messages are kept' },
  keepPlacesDays: {
    default: 90,
    least: 7,
    most: 3_650,
    meaning: 'Addresses and notes of closed requests are kept',
  },
  keepNotesDays: { default: 730, least: 30, most: 3_650, meaning: 'The desk’s notes on a case are kept' },
  keepChecksDays: {
    default: 730,
    least: 0,
    most: 3_650,
    meaning: 'Checks and authorisations are kept after their end',
  },
  keepReferralsDays: {
    default: 365,
    least: 0,
    most: 3_650,
    meaning: 'Why somebody was referred is kept after its end',
  },
  keepJoinRequestsDays: {
    default: 180,
    least: 30,
    most: 3_650,
    meaning: 'Who asked to join and was not let in is kept',
  },
  keepIncidentsDays: { default: 3_650, least: 365, most: 36_500, meaning: 'Closed reports are kept' },
  coordinatorSecondFactor: {
    default: true,
    meaning: 'Coordinators sign in with a passkey or an authenticator too',
  },
  administratorSecondFactor: { default: true, meaning: 'Administrators do so too' },
  auditorSecondFactor: { default: true, meaning: 'Auditors do so too' },
  everybodySecondFactor: { default: false, meaning: 'Everybody does so, families and helpers too' },
  undoSeconds: {
    default: 10,
    least: 0,
    most: 60,
    meaning: 'An approval can be undone this long before messages leave',
  },
  idempotencyDays: { default: 7, least: 1, most: 30, meaning: 'Answers to repeated posts are kept' },
} as const satisfies Record<string, PolicyDefinition>;

export type PolicyKey = keyof typeof POLICIES;
export type Policies = {
  readonly [K in PolicyKey]: (typeof POLICIES)[K]['default'] extends boolean ? boolean : number;
};

export const POLICY_KEYS = Object.keys(POLICIES) as PolicyKey[];

export function defaultPolicies(): Policies {
  return Object.fromEntries(POLICY_KEYS.map((key) => [key, POLICIES[key].default])) as Policies;
}

/** @throws InvalidInput naming the key when the value is of the wrong kind or out of its bounds. */
export function checkPolicyValue(key: string, value: unknown): number | boolean {
  const definition: PolicyDefinition | undefined = Object.hasOwn(POLICIES, key)
    ? POLICIES[key as PolicyKey]
    : undefined;
  if (!definition) throw new InvalidInput([{ field: 'key', message: `There is no policy "${key}"` }]);
  if (typeof definition.default === 'boolean') {
    if (typeof value !== 'boolean')
      throw new InvalidInput([{ field: 'value', message: `${key} is true or false` }]);
    return value;
  }
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = definition;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new InvalidInput([
      { field: 'value', message: `${key} must be a whole number from ${least} to ${most}` },
    ]);
  }
  return value;
}
