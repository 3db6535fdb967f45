import type { Interval, LiveOffer } from '#availability';
import type { Policies } from '#communities';
import type { Payer } from '#ledger';
import type { LocalDay } from '#platform';
import type { VersionedWeights } from './weights.js';

/** A request as the rules and the score see it: nothing that names a person. */
export interface RequestFacts {
  readonly id: string;
  readonly householdId: string;
  readonly organisationId: string | null;
  readonly categoryId: string;
  readonly municipalityId: string;
  readonly frequency: 'once' | 'weekly';
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly mobility: readonly string[];
  readonly regimes: readonly string[];
  readonly urgency: 'normal' | 'soon' | 'urgent';
  readonly payer: Payer;
  readonly preferredHelperId: string | null;
  readonly school: string | null;
  readonly openedAt: Date;
  readonly needsDropOff: boolean;
  readonly travelCounts: boolean;
  readonly householdMemberIds: readonly string[];
  /** The helper would be alone with minors. */
  readonly unsupervisedMinors: boolean;
  /** What the household demands of whoever helps it, whatever the category. */
  readonly householdDemands: readonly HouseholdDemand[];
  readonly dependantIds: readonly string[];
  readonly ageBands: readonly string[];
  readonly seatTypes: readonly string[];
  /** Can the payer's account or the pool hold anything at all? */
  readonly fundable: boolean;
}

export interface VisitFacts {
  readonly id: string;
  readonly requestId: string;
  readonly day: LocalDay;
  /** Another than `day` when the visit crosses midnight. */
  readonly lastDay: LocalDay;
  readonly leg: number;
  readonly sessionId: string;
  readonly windowStart: number;
  readonly windowEnd: number;
  /** Elapsed minutes. */
  readonly minutes: number;
  readonly fromZoneId: string;
  readonly toZoneId: string;
  /** Seats still empty. */
  readonly open: number;
  readonly seatsNeeded: number;
}

/** An active seat: time that is promised. */
export interface BusySeat {
  readonly memberId: string;
  readonly visitId: string;
  readonly requestId: string;
  readonly sessionId: string;
  readonly start: number;
  readonly end: number;
  readonly chargedMinutes: number;
  readonly fromZoneId: string;
  readonly toZoneId: string;
}

/** A credential held, or an exemption from it, which counts the same while it lasts. */
export interface CredentialFacts {
  readonly memberId: string;
  readonly typeId: string;
  /** An exemption may hold in one category alone; null: in all. */
  readonly categoryId: string | null;
  readonly from: LocalDay;
  readonly until: LocalDay;
}

export interface Requirement {
  readonly typeId: string;
  readonly municipalityId: string | null;
  /** Whom it binds: every helper, or those who would be alone with minors. */
  readonly contact: 'any' | 'unsupervised-minors';
  readonly from: LocalDay;
}

export interface HouseholdDemand {
  readonly typeId: string;
  readonly from: LocalDay;
  /** The last day; null: for good. */
  readonly until: LocalDay | null;
}

export interface HelperHistory {
  /** Visits done with each household. */
  readonly together: ReadonlyMap<string, number>;
  /** Minutes given in the last eight weeks. */
  readonly recentMinutes: number;
  readonly everPlaced: boolean;
  readonly balanceMinutes: number | null;
  readonly aboveCeiling: boolean;
  readonly asksThisWeek: number;
  readonly asksToday: number;
}

export interface StandingProposal {
  readonly id: string;
  readonly requestId: string;
  readonly helperId: string;
  readonly offerId: string;
  readonly visits: readonly { readonly visitId: string; readonly start: number }[];
}

/** How often a helper is asked, and within how long an ask is answered. */
export type AskPolicies = Pick<
  Policies,
  'asksPerDay' | 'asksPerWeek' | 'answerWithinHours' | 'answerWithinHoursUrgent'
>;

/** All that a run looks at, loaded once. Instants are milliseconds since the epoch. */
export interface MatchingFacts {
  readonly now: number;
  readonly today: LocalDay;
  readonly timeZone: string;
  readonly horizonEnd: number;
  /** Nobody is asked for what begins before. */
  readonly earliest: number;
  /** Local ISO weeks of the horizon, half-open. */
  readonly weeks: readonly { readonly start: number; readonly end: number }[];
  readonly weights: VersionedWeights;
  readonly asks: AskPolicies;
  /** The local midnight that ends today. */
  readonly dayEnd: number;
  readonly timebankInsured: boolean;
  readonly requests: ReadonlyMap<string, RequestFacts>;
  readonly visits: readonly VisitFacts[];
  readonly offers: readonly LiveOffer[];
  readonly free: ReadonlyMap<string, readonly Interval[]>;
  readonly busy: ReadonlyMap<string, readonly BusySeat[]>;
  readonly requirements: ReadonlyMap<string, readonly Requirement[]>;
  readonly credentials: ReadonlyMap<string, readonly CredentialFacts[]>;
  readonly blocked: ReadonlySet<string>;
  /** Who may collect whom from where: 'dependant|helper|school in lower case' -> the last day it holds. */
  readonly collection: ReadonlyMap<string, LocalDay>;
  /** 'request|helper' pairs that a helper, a guardian or a coordinator turned down. */
  readonly refused: ReadonlySet<string>;
  readonly roads: Roads;
  readonly history: ReadonlyMap<string, HelperHistory>;
  readonly standing: readonly StandingProposal[];
}

/** Road minutes between zones by index. */
export interface Roads {
  readonly index: ReadonlyMap<string, number>;
  readonly minutes: readonly (readonly number[])[];
}

export function roadMinutes(roads: Roads, fromZoneId: string, toZoneId: string): number {
  return (
    roads.minutes[roads.index.get(fromZoneId) ?? -1]?.[roads.index.get(toZoneId) ?? -1] ?? UNREACHABLE_MINUTES
  );
}

/** A pair of zones the community has no road for: too far for any offer. */
export const UNREACHABLE_MINUTES = 10_000;

/** Minutes of the epoch, of an instant in milliseconds. */
export const minutes = (ms: number) => Math.floor(ms / 60_000);
