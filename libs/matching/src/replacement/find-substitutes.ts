import type { LiveOffer } from '#availability';
import type { Tx } from '#database';
import { byScore, type Candidate } from '../candidates.js';
import { askCapReached, requestRuleBroken, visitRuleBroken } from '../eligibility.rules.js';
import { roadMinutes } from '../facts.js';
import { loadFacts } from '../load-facts.js';
import { scoreTerms, sumOf } from '../score.rules.js';
import type { SoughtSeat } from './sought-seats.js';

export interface Substitutes {
  /** Best first, one offer a helper; nobody who was asked before, or was asked enough. */
  readonly offers: readonly LiveOffer[];
  /** A regime the family has not accepted in which somebody could come. */
  readonly otherRegime: 'volunteer' | 'timebank' | undefined;
}

const REGIMES = ['volunteer', 'timebank'] as const;

/** Who could take the place at the time that was agreed, by every hard rule. */
export async function findSubstitutes(tx: Tx, seat: SoughtSeat): Promise<Substitutes> {
  const facts = await loadFacts(tx, { visitIds: [seat.visitId], leadMinutes: 0 });
  const visit = facts.visits.find(({ id, open }) => id === seat.visitId && open > 0);
  const request = visit && facts.requests.get(visit.requestId);
  if (!visit || !request) return { offers: [], otherRegime: undefined };
  const asked = new Set([...(await askedBefore(tx, seat.id)), seat.helperId, seat.soughtBy]);
  const start = seat.startsAt.getTime();
  const fit = (regimes: readonly string[]) => {
    const wanted = { ...request, regimes };
    const best = new Map<string, Candidate>();
    for (const offer of facts.offers) {
      if (asked.has(offer.memberId) || askCapReached(facts, offer)) continue;
      if (requestRuleBroken(facts, wanted, offer)) continue;
      if (visitRuleBroken(facts, wanted, visit, offer, start)) continue;
      const candidate = {
        helperId: offer.memberId,
        offer,
        score: sumOf(scoreTerms(facts, wanted, visit, offer)),
        travelMinutes: roadMinutes(facts.roads, offer.zoneId, visit.fromZoneId),
        starts: [start],
      };
      const known = best.get(offer.memberId);
      if (!known || byScore(candidate, known) < 0) best.set(offer.memberId, candidate);
    }
    return [...best.values()].sort(byScore).map(({ offer }) => offer);
  };
  const accepted = [...request.regimes, ...(seat.agreedRegime ? [seat.agreedRegime] : [])];
  const offers = fit(accepted);
  const otherRegime = REGIMES.find((regime) => !accepted.includes(regime) && fit([regime]).length > 0);
  return { offers, otherRegime: offers.length === 0 ? otherRegime : undefined };
}

async function askedBefore(tx: Tx, seatId: string): Promise<string[]> {
  const rows = await tx.sql<{ helperId: string }>(
    'SELECT helper_id AS "helperId" FROM replacement_ask WHERE community_id = $1 AND seat_id = $2',
    [tx.communityId, seatId],
  );
  return rows.map(({ helperId }) => helperId);
}
