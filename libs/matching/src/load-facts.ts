import { freeTimeOf, liveOffers, type LiveOffer } from '#availability';
import { communityOf, policiesOn } from '#communities';
import type { Tx } from '#database';
import { holdableRequests } from '#ledger';
import { householdStands } from '#members';
import { addDays, addMinutes, instantAt, localDay, mondayOf } from '#platform';
import {
  UNREACHABLE_MINUTES,
  type MatchingFacts,
  type RequestFacts,
  type Roads,
  type StandingProposal,
} from './facts.js';
import { busyTime } from './load-busy.js';
import { lastNeeded, LEAD_MINUTES, openVisits, pagesIn, type Scope } from './load-visits.js';
import { credentialsOf, historyOf, requirementsByCategory } from './load-helpers.js';
import { DEFAULT_WEIGHTS, type VersionedWeights, type Weights } from './weights.js';

/** How far ahead a run looks. */
export const HORIZON_DAYS = 92;

/** Loads all that a run or an approval's check looks at, in a fixed number of set queries. */
export async function loadFacts(tx: Tx, scope: Scope = {}): Promise<MatchingFacts> {
  const community = await communityOf(tx);
  const { timeZone } = community;
  const today = localDay(timeZone, tx.now);
  const policies = await policiesOn(tx, today);
  const lastDay = addDays(today, HORIZON_DAYS);
  const horizonEnd = instantAt(timeZone, addDays(lastDay, 1), 0);
  const visits = await openVisits(tx, scope, timeZone, horizonEnd);
  const requests = await requestsOf(tx, [...new Set(visits.map(({ requestId }) => requestId))], scope);
  const offers: LiveOffer[] = [];
  for await (const page of liveOffers(tx, scope.helperIds)) offers.push(...page);
  const helperIds = [...new Set(offers.map(({ memberId }) => memberId))];
  const weekStart = instantAt(timeZone, mondayOf(today), 0);
  return {
    now: tx.now.getTime(),
    today,
    timeZone,
    horizonEnd: horizonEnd.getTime(),
    earliest: addMinutes(tx.now, scope.leadMinutes ?? LEAD_MINUTES).getTime(),
    weeks: localWeeks(timeZone, mondayOf(today), lastDay),
    weights: await currentWeights(tx),
    asks: policies,
    dayEnd: instantAt(timeZone, addDays(today, 1), 0).getTime(),
    timebankInsured: policies.timebankInsured,
    requests,
    visits: visits.filter((visit) => requests.has(visit.requestId)),
    offers,
    // From now on: the way to a visit may begin before anybody could be asked for one.
    free: await freeTimeOf(tx, helperIds, tx.now, lastNeeded(visits, tx.now), timeZone),
    busy: await busyTime(tx, scope, helperIds, weekStart, horizonEnd),
    requirements: await requirementsByCategory(tx),
    credentials: await credentialsOf(tx, helperIds, today),
    blocked: await pairs(
      tx,
      `SELECT member_id AS a, blocked_member_id AS b FROM member_block WHERE community_id = $1
       UNION ALL SELECT member_id, relative_id FROM member_relative WHERE community_id = $1`,
      [],
    ),
    collection: await collectionsOf(tx, helperIds, today),
    refused: await refusedPairs(tx, [...requests.keys()]),
    roads: await loadRoads(tx),
    history: await historyOf(tx, helperIds, { week: weekStart, day: instantAt(timeZone, today, 0) }),
    standing: await standingProposals(tx, scope),
  };
}

function localWeeks(timeZone: string, monday: string, lastDay: string) {
  const weeks: { start: number; end: number }[] = [];
  for (let day = monday; day <= lastDay; day = addDays(day, 7)) {
    weeks.push({
      start: instantAt(timeZone, day, 0).getTime(),
      end: instantAt(timeZone, addDays(day, 7), 0).getTime(),
    });
  }
  return weeks;
}

async function requestsOf(
  tx: Tx,
  requestIds: readonly string[],
  scope: Scope,
): Promise<Map<string, RequestFacts>> {
  const rows: Omit<RequestFacts, 'fundable'>[] = [];
  const pages = pagesIn<Omit<RequestFacts, 'fundable'>>(
    tx,
    scope,
    `SELECT r.id, r.household_id AS "householdId", h.organisation_id AS "organisationId", r.category_id AS "categoryId",
       z.municipality_id AS "municipalityId", r.frequency, r.subjects, r.languages, r.mobility, r.regimes || $3::text[] AS regimes, r.urgency,
       jsonb_build_object('memberId', r.payer_member_id, 'accountId', r.payer_account_id) AS payer, r.preferred_helper_id AS "preferredHelperId", r.school,
       coalesce(r.opened_at, r.created_at) AS "openedAt", c.needs_drop_off AS "needsDropOff", c.travel_counts AS "travelCounts",
       array(SELECT hm.member_id FROM household_member hm
         WHERE hm.community_id = r.community_id AND hm.household_id = r.household_id) AS "householdMemberIds",
       c.unsupervised AND coalesce(d.bands, '{}') && '{0-2,3-5,6-10,11-13,14-17}'::text[] AS "unsupervisedMinors",
       coalesce((SELECT jsonb_agg(jsonb_build_object('typeId', q.credential_type_id, 'from', q.valid_from, 'until', q.valid_until))
         FROM household_requirement q WHERE q.community_id = r.community_id AND q.household_id = r.household_id), '[]')
         AS "householdDemands",
       coalesce(d.ids, '{}') AS "dependantIds", coalesce(d.bands, '{}') AS "ageBands", coalesce(d.seats, '{}') AS "seatTypes"
     FROM request r
     JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
     JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
     LEFT JOIN LATERAL (
       SELECT array_agg(d.id) AS ids, array_agg(DISTINCT d.age_band) AS bands, array_agg(d.seat_type) AS seats
       FROM request_dependant rd JOIN dependant d ON d.community_id = rd.community_id AND d.id = rd.dependant_id
       WHERE rd.community_id = r.community_id AND rd.request_id = r.id) d ON true
     WHERE r.community_id = $1 AND r.id = ANY ($2::uuid[])
       AND ${householdStands('r.household_id')}`,
    [tx.communityId, requestIds, scope.agreedRegimes ?? []],
  );
  for await (const page of pages) rows.push(...page);
  // Of volunteers' requests too: a replacement may come from the time bank if the family agrees.
  const fundable = await holdableRequests(
    tx,
    rows.map(({ id }) => id),
  );
  return new Map(rows.map((row) => [row.id, { ...row, fundable: fundable.has(row.id) }]));
}

async function pairs(tx: Tx, text: string, more: readonly unknown[]): Promise<Set<string>> {
  const rows = await tx.sql<{ a: string; b: string }>(text, [tx.communityId, ...more]);
  return new Set(rows.map(({ a, b }) => `${a}|${b}`));
}

/** Authorisations to collect from school that still hold today. */
async function collectionsOf(
  tx: Tx,
  helperIds: readonly string[],
  today: string,
): Promise<Map<string, string>> {
  const rows = await tx.sql<{ key: string; until: string }>(
    `SELECT dependant_id || '|' || helper_id || '|' || lower(school) AS key, max(valid_until) AS until
     FROM collection_authorisation WHERE community_id = $1 AND helper_id = ANY ($2::uuid[])
       AND revoked_at IS NULL AND valid_until >= $3 GROUP BY 1`,
    [tx.communityId, helperIds, today],
  );
  return new Map(rows.map(({ key, until }) => [key, until]));
}

/** Who was turned down for a request, by anyone, is not proposed for it again. */
async function refusedPairs(tx: Tx, requestIds: readonly string[]): Promise<Set<string>> {
  return pairs(
    tx,
    `SELECT request_id AS a, helper_id AS b FROM proposal
       WHERE community_id = $1 AND state = 'rejected' AND request_id = ANY ($2::uuid[])
     UNION SELECT request_id, helper_id FROM assignment
       WHERE community_id = $1 AND state IN ('declined', 'no-answer', 'refused') AND request_id = ANY ($2::uuid[])`,
    [requestIds],
  );
}

async function loadRoads(tx: Tx): Promise<Roads> {
  const zones = await tx.sql<{ id: string }>('SELECT id FROM zone WHERE community_id = $1 ORDER BY id', [
    tx.communityId,
  ]);
  const index = new Map(zones.map(({ id }, position) => [id, position]));
  const rows = await tx.sql<{ a: string; b: string; minutes: number }>(
    'SELECT from_zone_id AS a, to_zone_id AS b, minutes FROM road_minutes WHERE community_id = $1',
    [tx.communityId],
  );
  const minutes = zones.map(() => Array.from({ length: zones.length }, () => UNREACHABLE_MINUTES));
  for (const row of rows) minutes[index.get(row.a)!]![index.get(row.b)!] = row.minutes;
  return { index, minutes };
}

async function standingProposals(tx: Tx, scope: Scope): Promise<StandingProposal[]> {
  if (scope.visitIds) return [];
  const rows = await tx.sql<
    Omit<StandingProposal, 'visits'> & { visits: { visitId: string; startsAt: string }[] }
  >(
    `SELECT p.id, p.request_id AS "requestId", p.helper_id AS "helperId", p.offer_id AS "offerId",
       jsonb_agg(jsonb_build_object('visitId', pv.visit_id, 'startsAt', pv.starts_at) ORDER BY pv.starts_at) AS visits
     FROM proposal p JOIN proposal_visit pv ON pv.community_id = p.community_id AND pv.proposal_id = p.id
     WHERE p.community_id = $1 AND p.state = 'proposed' AND p.proposed_by IS NULL
       AND ($2::uuid[] IS NULL OR p.request_id = ANY ($2::uuid[]))
     GROUP BY p.community_id, p.id ORDER BY p.id`,
    [tx.communityId, scope.requestIds ?? null],
  );
  return rows.map(({ visits, ...row }) => ({
    ...row,
    visits: visits.map(({ visitId, startsAt }) => ({ visitId, start: new Date(startsAt).getTime() })),
  }));
}

/** The newest weights, or the defaults as version 0. */
export async function currentWeights(tx: Tx): Promise<VersionedWeights> {
  const [row] = await tx.sql<{ version: number; weights: Weights }>(
    'SELECT version, weights FROM score_weights WHERE community_id = $1 ORDER BY version DESC LIMIT 1',
    [tx.communityId],
  );
  // In the order of the terms, however they are stored: who edits them finds each where it was.
  return row
    ? { ...row, weights: { ...DEFAULT_WEIGHTS, ...row.weights } }
    : { version: 0, weights: DEFAULT_WEIGHTS };
}
