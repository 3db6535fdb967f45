import type { Statistics } from './statistics.service.js';
import { FEWEST_PEOPLE, withholdSmall } from './suppress.rules.js';

const unlessSmall = (count: number | null) =>
  count !== null && count > 0 && count < FEWEST_PEOPLE ? null : count;

/** The figures as they may leave the desk. */
export function share(statistics: Statistics): Statistics {
  const { counters, funnel, balances } = statistics;
  const matched = unlessSmall(counters.matchedHouseholds);
  const helpers = unlessSmall(counters.confirmedHelpers);
  const stages = withholdSmall(funnel.stages, ['requests'], { addUp: false });
  return {
    ...statistics,
    counters: {
      ...counters,
      toApprove: unlessSmall(counters.toApprove),
      unanswered: unlessSmall(counters.unanswered),
      openRequests: unlessSmall(counters.openRequests),
      medianHoursToMatch: matched === null ? null : counters.medianHoursToMatch,
      matchedHouseholds: matched,
      confirmedMinutes: helpers === null ? null : counters.confirmedMinutes,
      confirmedHelpers: helpers,
      fatigueRisk: unlessSmall(counters.fatigueRisk),
    },
    unmetNeed: withholdSmall(statistics.unmetNeed, ['visits', 'seats'], { addUp: true }),
    municipalities: withholdSmall(
      statistics.municipalities,
      ['requests', 'visits', 'coveredVisits', 'householdsPerThousand'],
      { addUp: true },
    ),
    funnel: { stages, losses: withholdSmall(funnel.losses, ['requests'], { addUp: true }) },
    weeks: withholdSmall(statistics.weeks, ['visits', 'volunteerMinutes', 'timebankMinutes'], {
      addUp: true,
    }),
    timeToMatch: withholdSmall(statistics.timeToMatch, ['requests', 'p25Hours', 'medianHours', 'p90Hours'], {
      addUp: true,
    }),
    balances: {
      ...balances,
      cells: withholdSmall(balances.cells, ['accounts'], { addUp: true }),
      atFloor: unlessSmall(balances.atFloor),
      atCeiling: unlessSmall(balances.atCeiling),
    },
  };
}
