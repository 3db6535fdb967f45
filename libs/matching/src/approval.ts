import { makeAssignment } from '#assignments';
import type { LiveOffer } from '#availability';
import { isCoordinator, type Tx } from '#database';
import { deskReachesHousehold, householdStands, useSecondApproval } from '#members';
import { commonError } from '#platform';
import {
  askCapReached,
  requestRuleBroken,
  visitRulesBroken,
  type AskCap,
  type HardRule,
} from './eligibility.rules.js';
import type { MatchingFacts, RequestFacts, VisitFacts } from './facts.js';
import { loadFacts } from './load-facts.js';
import { brokenRule } from './broken-rule.js';
import type { Scope } from './load-visits.js';
import { matchingError } from './matching.errors.js';
import { proposalMachine, type ProposalState } from './proposal.machine.js';

export interface ProposalRow {
  readonly id: string;
  readonly requestId: string;
  readonly helperId: string;
  readonly offerId: string;
  readonly state: ProposalState;
  readonly overrideRules: readonly HardRule[];
  readonly version: number;
}

export interface Decision {
  /** The member who answers for it; the system names the coordinator who approved before. */
  readonly approvedBy: string;
  readonly version?: number;
  /** Written down, it sets the caps on asks aside. */
  readonly overrideReason?: string;
}

export interface WantedVisit {
  readonly visitId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Locks the proposal; everything that decides about it comes through here.
 * @throws not-found, stale-version, proposal-not-open
 */
export async function lockProposal(tx: Tx, id: string, version?: number): Promise<ProposalRow> {
  const [row] = await tx.sql<ProposalRow>(
    `SELECT id, request_id AS "requestId", helper_id AS "helperId", offer_id AS "offerId", state,
       override_rules AS "overrideRules", version
     FROM proposal WHERE community_id = $1 AND id = $2 FOR UPDATE`,
    [tx.communityId, id],
  );
  if (!row) throw commonError('not-found');
  if (!(await useSecondApproval(tx, 'proposal', id))) await requireReach(tx, row.requestId);
  if (row.state !== 'proposed')
    throw matchingError('proposal-not-open', `It is ${row.state}.`, { state: row.state });
  if (version !== undefined && version !== row.version)
    throw commonError('stale-version', undefined, { version: row.version });
  return row;
}

/**
 * Approves under lock: every hard rule is looked at again with today's facts, the assignment is made, hours are held.
 * @returns the assignment's id
 * @throws DomainError own-proposal, hard-rule-broken, asked-enough, nothing-to-cover, helper-already-booked,
 *   visit-already-covered, funds-missing
 */
export async function approveProposal(tx: Tx, id: string, decision: Decision): Promise<string> {
  const { approvedBy, overrideReason } = decision;
  const proposal = await lockProposal(tx, id, decision.version);
  if (proposal.helperId === approvedBy) throw matchingError('own-proposal');
  const wanted = await tx.sql<WantedVisit>(
    `SELECT visit_id AS "visitId", starts_at AS "startsAt", ends_at AS "endsAt" FROM proposal_visit
     WHERE community_id = $1 AND proposal_id = $2 ORDER BY starts_at, visit_id`,
    [tx.communityId, id],
  );
  const checked = await checkPair(tx, proposal, wanted);
  for (const { rule } of checked.broken) {
    if (!proposal.overrideRules.includes(rule)) throw brokenRule(rule);
  }
  if (checked.request.householdMemberIds.includes(approvedBy))
    throw matchingError('own-proposal', 'Your own household is concerned; another coordinator must decide.');
  if (checked.askCap && !overrideReason) throw askedEnough(checked.askCap);
  const state = await tx.step(proposalMachine, proposal, 'approve', {
    as: isCoordinator(tx.actor) ? undefined : 'system',
    reason: checked.askCap && overrideReason,
  });
  await tx.sql(
    `UPDATE proposal SET state = $3, decided_by = $4, decided_at = $5, version = version + 1 WHERE community_id = $1 AND id = $2`,
    [tx.communityId, id, state, approvedBy, tx.now],
  );
  if (checked.askCap) await noteAskOverride(tx, id, overrideReason!);
  const { assignmentId } = await makeAssignment(tx, {
    proposalId: id,
    requestId: proposal.requestId,
    householdId: checked.request.householdId,
    helperId: proposal.helperId,
    regime: checked.offer.regime,
    breakMinutes: checked.offer.breakMinutes,
    approvedBy,
    payer: checked.request.payer,
    seats: checked.visits.map(({ visit, startsAt, endsAt }) => ({
      visitId: visit.id,
      startsAt,
      endsAt,
      chargedMinutes: visit.minutes,
      fromZoneId: visit.fromZoneId,
      toZoneId: visit.toZoneId,
    })),
  });
  await withdrawRivals(
    tx,
    proposal,
    checked.visits.map(({ visit }) => visit.id),
  );
  return assignmentId;
}

/** The override and its reason stay visible beside those of the proposal. */
async function noteAskOverride(tx: Tx, id: string, reason: string): Promise<void> {
  const rule: HardRule = 'asked-enough';
  await tx.sql(
    `UPDATE proposal SET override_rules = array_append(override_rules, $3),
       override_reason = left(concat_ws(' / ', override_reason, $4::text), 500) WHERE community_id = $1 AND id = $2`,
    [tx.communityId, id, rule, reason],
  );
}

function askedEnough({ period, asks, most }: AskCap) {
  return matchingError('asked-enough', undefined, { period, asks, most });
}

interface CheckedPair {
  readonly request: RequestFacts;
  readonly offer: LiveOffer;
  readonly visits: readonly { visit: VisitFacts; startsAt: Date; endsAt: Date }[];
  readonly broken: readonly { visitId: string; rule: HardRule }[];
  /** The helper was asked as often as may be today or this week. */
  readonly askCap: AskCap | undefined;
}

/** Coordinators decide for the households their desk reaches. @throws DomainError not-found */
export async function requireReach(tx: Tx, requestId: string): Promise<void> {
  if (tx.actor.memberId === undefined) return;
  const rows = await tx.sql(
    `SELECT 1 FROM request r JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     WHERE r.community_id = $1 AND r.id = $2 AND ${deskReachesHousehold(tx, 'h', '$3')}`,
    [tx.communityId, requestId, tx.actor.memberId],
  );
  if (rows.length === 0) throw commonError('not-found');
}

/** Looks at every hard rule for one helper and the listed visits, under the helper's row lock. */
export async function checkPair(
  tx: Tx,
  pair: { readonly requestId: string; readonly helperId: string; readonly offerId?: string },
  wanted: readonly WantedVisit[],
  scope: Pick<Scope, 'agreedRegimes' | 'leadMinutes'> = {},
): Promise<CheckedPair> {
  await tx.sql('SELECT 1 FROM helper_profile WHERE community_id = $1 AND member_id = $2 FOR UPDATE', [
    tx.communityId,
    pair.helperId,
  ]);
  const facts = await loadFacts(tx, {
    ...scope,
    visitIds: wanted.map(({ visitId }) => visitId),
    helperIds: [pair.helperId],
  });
  const visits = wanted.flatMap(({ visitId, startsAt, endsAt }) => {
    const visit = facts.visits.find(({ id, open }) => id === visitId && open > 0);
    return visit ? [{ visit, startsAt, endsAt }] : [];
  });
  const request = facts.requests.get(pair.requestId);
  if (!request) await refuseSuspendedFamily(tx, pair.requestId);
  if (!request || visits.length === 0) throw matchingError('nothing-to-cover');
  const offer = chooseOffer(facts, request, pair.offerId);
  if (!offer) throw matchingError('no-offer');
  return {
    request,
    offer,
    visits,
    broken: brokenRules(facts, request, offer, visits),
    askCap: askCapReached(facts, offer),
  };
}

/** Matching does not look at them; whoever chooses by hand is told why. */
async function refuseSuspendedFamily(tx: Tx, requestId: string): Promise<void> {
  const rows = await tx.sql(
    `SELECT FROM request r WHERE r.community_id = $1 AND r.id = $2 AND NOT ${householdStands('r.household_id')}`,
    [tx.communityId, requestId],
  );
  if (rows.length > 0) throw matchingError('family-suspended');
}

function chooseOffer(
  facts: MatchingFacts,
  request: RequestFacts,
  offerId: string | undefined,
): LiveOffer | undefined {
  if (offerId) return facts.offers.find(({ id }) => id === offerId);
  return facts.offers.find((offer) => !requestRuleBroken(facts, request, offer)) ?? facts.offers[0];
}

/** Looked at elsewhere: the caps on asks at the approval, a double booking by the database, between two rivals too. */
const DECIDED_ELSEWHERE: readonly HardRule[] = ['asked-today', 'overlap'];

function brokenRules(
  facts: MatchingFacts,
  request: RequestFacts,
  offer: LiveOffer,
  visits: CheckedPair['visits'],
): { visitId: string; rule: HardRule }[] {
  const whole = requestRuleBroken(
    // Asked enough, or turned down before: reasons not to propose, not to forbid a coordinator's own choice.
    { ...facts, refused: new Set(), history: withoutAsks(facts, offer.memberId) },
    request,
    offer,
  );
  if (whole) return [{ visitId: visits[0]!.visit.id, rule: whole }];
  const busy = [...(facts.busy.get(offer.memberId) ?? [])];
  return visits.flatMap(({ visit, startsAt, endsAt }) => {
    const rules = visitRulesBroken(facts, request, visit, offer, startsAt.getTime(), busy);
    busy.push({
      memberId: offer.memberId,
      visitId: visit.id,
      requestId: visit.requestId,
      sessionId: visit.sessionId,
      start: startsAt.getTime(),
      end: endsAt.getTime(),
      chargedMinutes: visit.minutes,
      fromZoneId: visit.fromZoneId,
      toZoneId: visit.toZoneId,
    });
    return rules
      .filter((rule) => !DECIDED_ELSEWHERE.includes(rule))
      .map((rule) => ({ visitId: visit.id, rule }));
  });
}

function withoutAsks(facts: MatchingFacts, helperId: string): MatchingFacts['history'] {
  const own = facts.history.get(helperId);
  return new Map(own ? [[helperId, { ...own, asksThisWeek: 0, asksToday: 0 }]] : []);
}

/** Other open proposals for visits that are now fully covered fall away; the next run plans what they still had. */
async function withdrawRivals(tx: Tx, approved: ProposalRow, visitIds: readonly string[]): Promise<void> {
  const rivals = await tx.sql<{ id: string; state: ProposalState }>(
    `SELECT DISTINCT p.id, p.state FROM proposal p
     JOIN proposal_visit pv ON pv.community_id = p.community_id AND pv.proposal_id = p.id AND pv.visit_id = ANY ($2::uuid[])
     JOIN visit v ON v.community_id = pv.community_id AND v.id = pv.visit_id
     WHERE p.community_id = $1 AND p.state = 'proposed' AND p.id <> $3
       AND v.seats_needed <= (SELECT count(*) FROM seat s WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active)
     ORDER BY p.id LIMIT 100`,
    [tx.communityId, visitIds, approved.id],
  );
  for (const rival of rivals) {
    const [locked] = await tx.sql<{ state: ProposalState }>(
      `SELECT state FROM proposal WHERE community_id = $1 AND id = $2 AND state = 'proposed' FOR UPDATE SKIP LOCKED`,
      [tx.communityId, rival.id],
    );
    if (!locked) continue;
    const state = await tx.step(proposalMachine, rival, 'withdraw', { as: 'system' });
    await tx.sql(
      'UPDATE proposal SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
      [tx.communityId, rival.id, state],
    );
    await tx.announce('matching.asked', { subjectId: rival.id, values: { about: 'proposal' } });
  }
}
