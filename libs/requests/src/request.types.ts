import type { LocalDay } from '#platform';
import type { Channel, Regime, Urgency } from './request.entity.js';
import type { RequestState } from './request.machine.js';
import type { ScheduleInput } from './request.rules.js';

export interface DropOff {
  readonly zoneId: string;
  readonly address: string;
}

/** What is asked for. Zone and address are the household's own when left out. */
export interface RequestFacts {
  readonly categoryId: string;
  readonly dependantIds: readonly string[];
  readonly zoneId?: string | null;
  readonly address?: string | null;
  readonly dropOff?: DropOff | null;
  readonly schedule: ScheduleInput;
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly mobility: readonly string[];
  /** Helpers needed at each visit. */
  readonly seatsNeeded: number;
  readonly urgency: Urgency;
  readonly regimes: readonly Regime[];
  readonly payerMemberId?: string | null;
  /** The account of an organisation or a group that pays instead of a guardian. */
  readonly payerAccountId?: string | null;
  readonly preferredHelperId?: string | null;
  readonly school?: string | null;
  readonly note?: string | null;
}

export type RequestPatch = Partial<RequestFacts>;

export interface NewRequest extends RequestFacts {
  readonly householdId: string;
  /** The guardian a coordinator speaks for. */
  readonly onBehalfOf?: string;
  readonly channel?: Channel;
  /** The language they spoke; only of who is spoken for. */
  readonly spokenLanguage?: string;
  /** The notice on their data was read to them. */
  readonly noticeRead?: boolean;
  readonly open?: boolean;
}

/** "10 of 12 visits covered": visits whose every seat is taken by a confirmed assignment. */
export interface Coverage {
  readonly visits: number;
  readonly covered: number;
}

/** One line of a list: no name, no address, no note. */
export interface RequestSummary {
  readonly id: string;
  readonly householdId: string;
  readonly categoryId: string;
  readonly categoryCode: string;
  readonly state: RequestState;
  readonly zoneId: string;
  readonly municipalityId: string;
  readonly frequency: 'once' | 'weekly';
  readonly firstDay: LocalDay;
  readonly untilDay: LocalDay;
  readonly weekdays: readonly number[];
  readonly startTime: string;
  readonly endTime: string;
  readonly urgency: Urgency;
  readonly seatsNeeded: number;
  readonly ownerId: string | null;
  readonly callBackOn: LocalDay | null;
  readonly coverage: Coverage;
  readonly version: number;
  readonly createdAt: Date;
}

/** A request as its household and its coordinators read it. */
export interface RequestView extends RequestSummary {
  readonly schedule: ScheduleInput & { readonly durationMinutes: number };
  readonly dependantIds: readonly string[];
  /** The address of this request alone; null when it is the household's. */
  readonly address: string | null;
  readonly dropOff: DropOff | null;
  readonly subjects: readonly string[];
  readonly languages: readonly string[];
  readonly mobility: readonly string[];
  readonly regimes: readonly Regime[];
  readonly payerMemberId: string | null;
  readonly payerAccountId: string | null;
  readonly preferredHelperId: string | null;
  readonly school: string | null;
  readonly note: string | null;
  /** What the desk asked back and waits to hear; null in every other state. */
  readonly question: string | null;
  readonly askedBy: string;
  readonly onBehalfOf: string | null;
  readonly channel: Channel;
  readonly spokenLanguage: string | null;
  readonly noticeReadAt: Date | null;
  /** The request whose visits it takes up at another time, and those that take up its own; within the reader's sight. */
  readonly continuesId: string | null;
  readonly continuedBy: readonly string[];
  readonly coverId: string | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
}
