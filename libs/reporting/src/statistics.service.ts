import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor } from '#database';
import { addDays, daysBetween, instantAt, localDay, type LocalDay } from '#platform';
import { Injectable } from '@nestjs/common';
import { balances, type Balances } from './balance.figures.js';
import { counters, type Counters } from './counters.figures.js';
import type { Period } from './figures.js';
import { funnel, type Funnel } from './funnel.figures.js';
import { hoursByWeek, timeToMatch, type MatchTimeCell, type WeekCell } from './hours.figures.js';
import { municipalityNeed, unmetNeed, type MunicipalityCell, type UnmetCell } from './need.figures.js';
import { reportingError } from './reporting.errors.js';
import { share } from './share.rules.js';

export interface StatisticsQuery {
  /** Local days, both included; the twelve weeks up to today when left out. */
  readonly from?: LocalDay;
  readonly to?: LocalDay;
  /** To be shown outside the desk: figures of fewer than five people are withheld. */
  readonly shared?: boolean;
}

export interface Statistics {
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly shared: boolean;
  readonly counters: Counters;
  readonly unmetNeed: readonly UnmetCell[];
  readonly municipalities: readonly MunicipalityCell[];
  readonly funnel: Funnel;
  readonly weeks: readonly WeekCell[];
  readonly timeToMatch: readonly MatchTimeCell[];
  readonly balances: Balances;
}

const DEFAULT_DAYS = 84;
const MOST_DAYS = 400;

/** The community's figures for a period, in the reach of who asks. */
@Injectable()
export class StatisticsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @throws DomainError period-wrong */
  read(actor: MemberActor, query: StatisticsQuery): Promise<Statistics> {
    return this.uow.run(actor, async (tx) => {
      const { timeZone } = await communityOf(tx);
      const to = query.to ?? localDay(timeZone, tx.now);
      const from = query.from ?? addDays(to, 1 - DEFAULT_DAYS);
      const period = periodOf(timeZone, from, to);
      const statistics: Statistics = {
        from,
        to,
        shared: query.shared ?? false,
        counters: await counters(tx, period),
        unmetNeed: await unmetNeed(tx, period),
        municipalities: await municipalityNeed(tx, period),
        funnel: await funnel(tx, period),
        weeks: await hoursByWeek(tx, period),
        timeToMatch: await timeToMatch(tx, period),
        balances: await balances(tx, period),
      };
      return statistics.shared ? share(statistics) : statistics;
    });
  }
}

function periodOf(timeZone: string, from: LocalDay, to: LocalDay): Period {
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw reportingError('period-wrong', '"to" is before "from".');
  if (days > MOST_DAYS)
    throw reportingError('period-wrong', `At most ${MOST_DAYS} days.`, { days, limit: MOST_DAYS });
  return { timeZone, since: instantAt(timeZone, from, 0), until: instantAt(timeZone, addDays(to, 1), 0) };
}
