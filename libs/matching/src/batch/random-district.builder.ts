import type { Interval, LiveOffer } from '#availability';
import { addDays, instantAt, localDay } from '#platform';
import type {
  BusySeat,
  CredentialFacts,
  HelperHistory,
  MatchingFacts,
  RequestFacts,
  Requirement,
  VisitFacts,
} from '../facts.js';
import { Prng } from '../engine/model/prng.js';
import { DEFAULT_WEIGHTS } from '../weights.js';

const ZONE = 'Europe/Rome';
const NOW = Date.parse('2026-03-23T09:00:00Z');
const DAYS = 20;
const MINUTE = 60_000;
const CATEGORIES = ['babysitting', 'homework', 'transport'];
const SUBJECTS = ['maths', 'english', 'latin'];
const LANGUAGES = ['it', 'ar', 'ro'];
const BANDS = ['0-2', '3-5', '6-10'];
const SEATS = ['infant', 'child', 'booster', 'adult'] as const;
const MUNICIPALITIES = ['m0', 'm1', 'm2'];

/**
 * A small district drawn at random in which every hard rule is met on both of its sides. The same seed, the same
 * one.
 */
export class RandomDistrict {
  private readonly prng: Prng;
  private readonly today = localDay(ZONE, new Date(NOW));
  private readonly zones: readonly string[];
  private readonly helpers: readonly string[];

  constructor(
    seed: number,
    private readonly sizes: { readonly helpers: number; readonly requests: number },
  ) {
    this.prng = new Prng(seed);
    this.zones = Array.from({ length: 6 }, (_, index) => `zone-${index}`);
    this.helpers = Array.from({ length: sizes.helpers }, (_, index) => `helper-${(index * 7_919) % 10_007}`);
  }

  facts(): MatchingFacts {
    const requests = Array.from({ length: this.sizes.requests }, (_, index) => this.request(index));
    const visits = requests.flatMap((request) => this.visitsOf(request));
    const offers = this.helpers.flatMap((helper) => this.offersOf(helper));
    return {
      now: NOW,
      today: this.today,
      timeZone: ZONE,
      horizonEnd: instantAt(ZONE, addDays(this.today, DAYS + 1), 0).getTime(),
      earliest: NOW + 60 * MINUTE,
      weeks: [0, 1, 2, 3].map((week) => ({
        start: instantAt(ZONE, addDays('2026-03-23', 7 * week), 0).getTime(),
        end: instantAt(ZONE, addDays('2026-03-23', 7 * (week + 1)), 0).getTime(),
      })),
      weights: { version: 0, weights: DEFAULT_WEIGHTS },
      asks: { asksPerDay: 2, asksPerWeek: 5, answerWithinHours: 24, answerWithinHoursUrgent: 4 },
      dayEnd: instantAt(ZONE, addDays(this.today, 1), 0).getTime(),
      timebankInsured: this.chance(50),
      requests: new Map(requests.map((request) => [request.id, request])),
      visits,
      offers,
      free: new Map(this.helpers.map((helper) => [helper, this.freeTime()])),
      busy: new Map(
        this.helpers.filter(() => this.chance(50)).map((helper) => [helper, this.seats(helper, visits)]),
      ),
      requirements: new Map<string, Requirement[]>([
        ['babysitting', [{ typeId: 'training', municipalityId: null, contact: 'any', from: this.today }]],
        [
          'transport',
          [
            { typeId: 'training', municipalityId: 'm1', contact: 'unsupervised-minors', from: this.today },
            { typeId: 'licence', municipalityId: null, contact: 'any', from: addDays(this.today, 5) },
          ],
        ],
      ]),
      credentials: new Map(this.helpers.map((helper) => [helper, this.credentials(helper)])),
      blocked: this.pairs(this.helpers, ['member-1', 'member-2', 'member-3'], 5),
      collection: this.collections(requests),
      refused: this.pairs(
        requests.map(({ id }) => id),
        this.helpers,
        3,
      ),
      roads: {
        index: new Map(this.zones.map((zone, index) => [zone, index])),
        minutes: this.zones.map((_, from) =>
          this.zones.map((__, to) => (from === to ? this.below(2) * 5 : this.below(9) * 5)),
        ),
      },
      history: new Map(this.helpers.map((helper) => [helper, this.history()])),
      standing: [],
    };
  }

  private request(index: number): RequestFacts {
    const weekly = this.chance(40);
    const dependants = this.some(['d0', 'd1', 'd2'], 40);
    return {
      id: `request-${index}`,
      householdId: `household-${index % 5}`,
      organisationId: null,
      categoryId: this.one(CATEGORIES),
      municipalityId: this.one(MUNICIPALITIES),
      frequency: weekly ? 'weekly' : 'once',
      subjects: this.some(SUBJECTS, 10),
      languages: this.some(LANGUAGES, 15),
      mobility: this.some(['wheelchair', 'steps'], 8),
      regimes: this.chance(50) ? ['volunteer', 'timebank'] : [this.one(['volunteer', 'timebank'])],
      urgency: this.one(['normal', 'soon', 'urgent'] as const),
      payer: { memberId: null, accountId: null },
      preferredHelperId: this.chance(10) ? this.one(this.helpers) : null,
      school: this.chance(10) ? 'Scuola Dante' : null,
      openedAt: new Date(NOW - this.below(20) * 86_400_000),
      needsDropOff: this.chance(20),
      travelCounts: false,
      householdMemberIds: [`member-${index % 4}`, ...(this.chance(8) ? [this.one(this.helpers)] : [])],
      unsupervisedMinors: this.chance(50),
      householdDemands: this.chance(20)
        ? [{ typeId: 'licence', from: this.today, until: this.chance(50) ? addDays(this.today, 6) : null }]
        : [],
      dependantIds: dependants,
      ageBands: this.some(BANDS, 25),
      seatTypes: dependants.map(() => this.one(SEATS)),
      fundable: this.chance(80),
    };
  }

  private visitsOf(request: RequestFacts): VisitFacts[] {
    const first = this.below(5);
    const startMinute = 60 * (7 + this.below(16)) + 5 * this.below(12);
    const minutes = 15 * (1 + this.below(10));
    const wide = request.frequency === 'once' && this.chance(40) ? 15 * this.below(20) : 0;
    const zones = [this.one(this.zones), this.one(this.zones)] as const;
    const legs = request.frequency === 'weekly' && this.chance(30) ? 2 : 1;
    const visits: VisitFacts[] = [];
    for (let day = first; day <= DAYS; day += 7) {
      for (let leg = 0; leg < legs; leg += 1) {
        const local = addDays(this.today, day);
        const start = instantAt(ZONE, local, startMinute + 300 * leg).getTime();
        if (start < NOW + 60 * MINUTE) continue;
        const id = `${request.id}-${day}-${leg}`;
        visits.push({
          id,
          requestId: request.id,
          day: local,
          lastDay: localDay(ZONE, new Date(start + (minutes + wide) * MINUTE - 1)),
          leg,
          sessionId: this.chance(5) ? `session-${this.below(3)}` : id,
          windowStart: start,
          windowEnd: start + (minutes + wide) * MINUTE,
          minutes,
          fromZoneId: zones[leg % 2]!,
          toZoneId: this.chance(70) ? zones[leg % 2]! : zones[(leg + 1) % 2]!,
          open: 1 + this.below(2),
          seatsNeeded: 2,
        });
      }
      if (request.frequency === 'once') break;
    }
    return visits;
  }

  private offersOf(helper: string): LiveOffer[] {
    const zoneId = this.one(this.zones);
    const minor = this.chance(15);
    const breakMinutes = 5 * this.below(4);
    const insuredFrom = this.chance(15) ? null : new Date(NOW + (this.below(9) - 6) * 86_400_000);
    return Array.from({ length: this.chance(25) ? 2 : 1 }, (_, index) => ({
      id: `offer-${helper}-${index}`,
      memberId: helper,
      organisationId: null,
      regime: this.one(['volunteer', 'timebank'] as const),
      categoryIds: this.some(CATEGORIES, 70),
      subjects: this.some(SUBJECTS, 70),
      languages: this.some(LANGUAGES, 60),
      ageBands: this.chance(60) ? [] : this.some(BANDS, 70),
      mobility: this.some(['wheelchair', 'steps'], 60),
      maxTravelMinutes: 5 * (2 + this.below(8)),
      municipalityIds: this.chance(70) ? [] : this.some(MUNICIPALITIES, 60),
      seats: Object.fromEntries(SEATS.map((seat) => [seat, this.below(3)])),
      offerWeeklyMinutes: 60 * (1 + this.below(8)),
      memberWeeklyMinutes: 600,
      zoneId,
      breakMinutes,
      asksPerDay: this.chance(30) ? 1 : null,
      asksPerWeek: this.chance(30) ? 2 : null,
      pausedUntil: null,
      lastAskedAt: null,
      unansweredAsks: 0,
      insuredFrom,
      insuredUntil: this.chance(15) ? new Date(NOW + this.below(12) * 86_400_000 + 64_800_000) : null,
      minor,
      createdAt: new Date(NOW),
    }));
  }

  /** One stretch a day at most, some to the minute, some to the half-hour. */
  private freeTime(): Interval[] {
    const step = this.chance(50) ? 30 : 7;
    return Array.from({ length: DAYS + 1 }, (_, day) => day).flatMap((day) => {
      if (this.chance(25)) return [];
      const local = addDays(this.today, day);
      const from = 480 + step * this.below(Math.floor(300 / step));
      const start = Math.max(NOW, instantAt(ZONE, local, from).getTime());
      const end = instantAt(ZONE, local, from + 120 + step * this.below(Math.floor(480 / step))).getTime();
      return start < end ? [{ start, end }] : [];
    });
  }

  private seats(helper: string, visits: readonly VisitFacts[]): BusySeat[] {
    return Array.from({ length: 1 + this.below(5) }, (_, index) => {
      const near = this.one(visits);
      const own = this.chance(10);
      const start = near.windowStart + (own ? 0 : 15 * (this.below(17) - 8) * MINUTE);
      const minutes = own ? near.minutes : 15 * (1 + this.below(6));
      return {
        memberId: helper,
        visitId: own ? near.id : `promised-${helper}-${index}`,
        requestId: 'promised',
        sessionId: own || this.chance(10) ? near.sessionId : `promised-${helper}-${index}`,
        start,
        end: start + minutes * MINUTE,
        chargedMinutes: minutes,
        fromZoneId: this.one(this.zones),
        toZoneId: this.one(this.zones),
      };
    });
  }

  private credentials(helper: string): CredentialFacts[] {
    return ['training', 'licence']
      .filter(() => this.chance(85))
      .map((typeId) => ({
        memberId: helper,
        typeId,
        categoryId: this.chance(20) ? this.one(CATEGORIES) : null,
        from: addDays(this.today, this.below(6) - 5),
        until: addDays(this.today, this.below(40)),
      }));
  }

  private collections(requests: readonly RequestFacts[]): Map<string, string> {
    const all = requests.filter(({ school }) => school !== null).flatMap(({ dependantIds }) => dependantIds);
    return new Map(
      [...new Set(all)].flatMap((dependant) =>
        this.helpers
          .filter(() => this.chance(60))
          .map((helper) => [`${dependant}|${helper}|scuola dante`, addDays(this.today, this.below(20))]),
      ),
    );
  }

  private history(): HelperHistory {
    return {
      together: new Map(this.chance(40) ? [[`household-${this.below(5)}`, 1 + this.below(6)]] : []),
      recentMinutes: 60 * this.below(20),
      everPlaced: this.chance(70),
      balanceMinutes: 60 * (this.below(12) - 6),
      aboveCeiling: this.chance(10),
      asksThisWeek: this.below(6),
      asksToday: this.below(3),
    };
  }

  private pairs(some: readonly string[], others: readonly string[], percent: number): Set<string> {
    return new Set(
      some.flatMap((one) => others.filter(() => this.chance(percent)).map((other) => `${one}|${other}`)),
    );
  }

  private below(bound: number): number {
    return this.prng.below(bound);
  }

  private chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  private one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private some<T>(list: readonly T[], percent: number): T[] {
    return list.filter(() => this.chance(percent));
  }
}
