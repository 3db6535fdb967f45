import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { relationToMember } from '#members';
import {
  addDays,
  commonError,
  instantAt,
  readTimedPage,
  toTimedPage,
  type LocalDay,
  type Page,
} from '#platform';
import { Injectable } from '@nestjs/common';
import { reportingError } from '../reporting.errors.js';
import {
  givenTotals,
  givenVisits,
  type GivenPeriod,
  type GivenTotals,
  type GivenVisit,
} from './given-hours.query.js';

/** Local days, both included; from the first or up to the last when left out. */
export interface GivenDays {
  readonly from?: LocalDay;
  readonly to?: LocalDay;
}

export type GivenHours = Page<GivenVisit> & GivenTotals;

/** What a helper gave: for themselves, and for the desk they belong to. */
@Injectable()
export class GivenHoursService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Newest first, with the sums of the whole period. @throws DomainError not-found, period-wrong */
  list(
    actor: MemberActor,
    memberId: string,
    query: GivenDays & { readonly limit?: number; readonly cursor?: string },
  ): Promise<GivenHours> {
    const page = readTimedPage(query);
    return this.uow.run(actor, async (tx) => {
      await openGivenHours(tx, memberId, 'hours.given');
      const period = periodOf((await communityOf(tx)).timeZone, query);
      const rows = await givenVisits(tx, memberId, period, page);
      const cut = toTimedPage(rows, page.limit, ({ startsAt, id }) => ({ at: startsAt, id }));
      return { ...cut, ...(await givenTotals(tx, memberId, period)) };
    });
  }
}

/** One's own, or, recorded, a member's whom the desk reaches. @throws DomainError not-found */
export async function openGivenHours(tx: Tx, memberId: string, action: string): Promise<void> {
  const relation = await relationToMember(tx, memberId);
  if (relation === 'self') return;
  if (relation !== 'coordinator') throw commonError('not-found');
  await tx.audit({ action, kind: 'member', ids: [memberId] });
}

/** @throws DomainError period-wrong */
export function periodOf(timeZone: string, { from, to }: GivenDays): GivenPeriod {
  if (from !== undefined && to !== undefined && to < from)
    throw reportingError('period-wrong', '"to" is before "from".');
  return {
    since: from === undefined ? null : instantAt(timeZone, from, 0),
    until: to === undefined ? null : instantAt(timeZone, addDays(to, 1), 0),
  };
}
