import type { LiveOffer } from '#availability';
import type { VisitCandidates } from './candidates.js';
import {
  missingCredentials,
  requestRuleBroken,
  visitRulesBroken,
  type HardRule,
} from './eligibility.rules.js';
import { minutesOver } from './time.rules.js';
import { roadMinutes, type MatchingFacts } from './facts.js';

/** Rules that one change of a helper, a household or an hour would satisfy, the easiest first. */
const CHANGEABLE = [
  'weekly-minutes',
  'availability',
  'travel',
  'overlap',
  'reach',
  'collection',
  'insurance',
  'credential',
] as const satisfies readonly HardRule[];

type Changeable = (typeof CHANGEABLE)[number];

/** What alone keeps helpers from a visit, and how little would do for one of them. */
export interface Change {
  readonly change: Changeable;
  /** Helpers who fit in all else. */
  readonly helpers: number;
  /** The least that would do: more minutes of the week or of the road; of free time from `from`. */
  readonly minutes?: number;
  readonly from?: string;
  /** The fewest checks that one of them lacks. */
  readonly credentialTypeIds?: readonly string[];
}

interface Step {
  readonly memberId: string;
  readonly minutes: number;
  readonly lacking: readonly string[];
}

/** Pairs of offer and visit that are looked at in one run; beyond, a visit is told its rule alone. */
const MOST_PAIRS = 300_000;

/** Tries, for each visit that found nobody, what one changed fact would open. */
export class OneStepAway {
  private readonly offersOf = new Map<string, LiveOffer[]>();
  private pairs = 0;

  constructor(private readonly facts: MatchingFacts) {}

  changesFor(part: VisitCandidates): Change[] {
    const found = new Map<HardRule, Map<string, Step>>();
    for (const offer of this.offersFor(part)) {
      if ((this.pairs += 1) > MOST_PAIRS) return [];
      const step = this.stepOf(part, offer);
      if (step) found.set(step.rule, (found.get(step.rule) ?? new Map()).set(offer.memberId, step));
    }
    return CHANGEABLE.flatMap((change) => {
      const steps = [...(found.get(change)?.values() ?? [])];
      return steps.length === 0 ? [] : [this.change(part, change, steps)];
    });
  }

  /** Offers that keep every rule of the request itself. */
  private offersFor({ request }: VisitCandidates): readonly LiveOffer[] {
    const known = this.offersOf.get(request.id);
    if (known) return known;
    const offers = this.facts.offers.filter((offer) => !requestRuleBroken(this.facts, request, offer));
    this.offersOf.set(request.id, offers);
    return offers;
  }

  private stepOf(
    { request, visit, start }: VisitCandidates,
    offer: LiveOffer,
  ): (Step & { readonly rule: HardRule }) | undefined {
    const { facts } = this;
    const busy = facts.busy.get(offer.memberId) ?? [];
    const [rule, ...others] = visitRulesBroken(facts, request, visit, offer, start, busy);
    if (!rule || others.length > 0) return undefined;
    const further = roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId) - offer.maxTravelMinutes;
    return {
      rule,
      memberId: offer.memberId,
      minutes: rule === 'reach' ? further : minutesOver(facts, busy, visit, offer, start),
      lacking: missingCredentials(facts, request, visit, offer.memberId),
    };
  }

  private change({ visit, start }: VisitCandidates, change: Changeable, steps: readonly Step[]): Change {
    const helpers = steps.length;
    switch (change) {
      case 'reach':
      case 'weekly-minutes':
        return { change, helpers, minutes: Math.min(...steps.map(({ minutes }) => minutes)) };
      case 'availability':
        return { change, helpers, from: new Date(start).toISOString(), minutes: visit.minutes };
      case 'credential': {
        const [least] = [...steps].sort((a, b) => a.lacking.length - b.lacking.length);
        return { change, helpers, credentialTypeIds: least!.lacking };
      }
      default:
        return { change, helpers };
    }
  }
}
