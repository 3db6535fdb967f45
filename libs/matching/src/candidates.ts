import type { LiveOffer } from '#availability';
import type { RequestFacts, VisitFacts } from './facts.js';

/** One offer for one seat of a visit, with its score. */
export interface Candidate {
  readonly helperId: string;
  readonly offer: LiveOffer;
  readonly score: number;
  readonly travelMinutes: number;
  /** The starts within the visit's window that they can make. */
  readonly starts: readonly number[];
}

/** A visit and who may serve it. */
export interface VisitCandidates {
  readonly visit: VisitFacts;
  readonly request: RequestFacts;
  /** The start that most of them can make; the plan may choose another of theirs. */
  readonly start: number;
  /** Best first; of many the best alone, and those whom its series or its session needs. */
  readonly candidates: readonly Candidate[];
  /** How many helpers keep every rule. */
  readonly eligible: number;
  /** The first of them, without writing out all. */
  best(count: number): readonly Candidate[];
  /** The entry of one helper among them, likewise. */
  of(helperId: string): Candidate | undefined;
  /** The same visit and candidates at another start. */
  startingAt(start: number): VisitCandidates;
}

/** Candidates that a visit keeps: the best by score. */
export const TOP_CANDIDATES = 30;

const STEP_MINUTES = 15;
/** A day's worth: a window is a day at most. */
export const MOST_STARTS = 97;

/** Best first; the same facts give the same order. */
export function byScore(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    (a.helperId < b.helperId ? -1 : a.helperId > b.helperId ? 1 : a.offer.id < b.offer.id ? -1 : 1)
  );
}

/** Every start within the visit's window, step by step. */
export function startsOf(visit: VisitFacts): number[] {
  const step = STEP_MINUTES * 60_000;
  const last = visit.windowEnd - visit.minutes * 60_000;
  const count = last <= visit.windowStart ? 1 : Math.floor((last - visit.windowStart) / step) + 1;
  return Array.from({ length: Math.min(MOST_STARTS, count) }, (_, index) => visit.windowStart + index * step);
}
