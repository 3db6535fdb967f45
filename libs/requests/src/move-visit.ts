import { communityOf } from '#communities';
import type { Tx } from '#database';
import { commonError, instantAt, minutesBetween } from '#platform';
import type { RequestEntity } from './request.entity.js';
import { requestError } from './request.errors.js';
import { agreeToMore } from './request-payer.js';
import type { RequestSide } from './request-record.js';
import { lockVisits } from './visit.store.js';

/** Another time on the day of the visit, in minutes since local midnight. */
export interface NewTimes {
  readonly startMinute: number;
  readonly endMinute: number;
}

/**
 * Gives one visit another time on its day; its series stays as it is.
 * @throws DomainError visit-not-planned, visits-assigned when a helper is coming, times-wrong, in-the-past,
 *   payer-consent-missing when somebody else's hours would pay for more
 */
export async function moveVisit(
  tx: Tx,
  { request, side }: { readonly request: RequestEntity; readonly side: RequestSide },
  visitId: string,
  times: NewTimes,
): Promise<void> {
  const visit = (await lockVisits(tx, request.id)).find(({ id }) => id === visitId);
  if (!visit) throw commonError('not-found');
  if (visit.state !== 'planned' || visit.startsAt <= tx.now) throw requestError('visit-not-planned');
  if (visit.activeSeats > 0) {
    throw requestError('visits-assigned', 'Call the desk: it agrees another time with the helper.', {
      visitIds: [visitId],
      visits: 1,
    });
  }
  if (times.endMinute <= times.startMinute)
    throw requestError('times-wrong', 'The end is not after the start.');
  const { timeZone } = await communityOf(tx);
  const startsAt = instantAt(timeZone, visit.occurrence, times.startMinute);
  const endsAt = instantAt(timeZone, visit.occurrence, times.endMinute);
  if (startsAt <= tx.now) throw requestError('in-the-past');
  const speakingFor = side === 'family' ? tx.actor.memberId : (request.onBehalfOf ?? undefined);
  const longer = minutesBetween(startsAt, endsAt) > minutesBetween(visit.startsAt, visit.endsAt);
  if (longer && request.payerMemberId && request.payerMemberId !== speakingFor) {
    throw requestError('payer-consent-missing');
  }
  if (longer && request.payerAccountId) await agreeToMore(tx, side, request.payerAccountId);
  await tx.sql(
    `UPDATE visit SET window_starts_at = $3, window_ends_at = $4, starts_at = $3, ends_at = $4, session_id = NULL
     WHERE community_id = $1 AND id = $2`,
    [tx.communityId, visitId, startsAt, endsAt],
  );
}
