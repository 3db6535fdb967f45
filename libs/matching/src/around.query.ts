import type { Tx } from '#database';
import type { Affected } from './affected.js';
import { findCandidates } from './batch/find-candidates.js';
import { TOP_CANDIDATES } from './candidates.js';
import { loadFacts } from './load-facts.js';
import type { MatchingFacts } from './facts.js';

/** Bounds of a neighbourhood: what an event can reach in two steps is rarely more. */
const MOST_NEAR = 1_500;
const MOST_FIRST = 200;
const MOST_SECOND = 200;
const MOST_DISPLACED = 100;
const MOST_UNMATCHED = 60;

/** The part of a community around what changed, loaded as a run loads the whole. */
export interface Neighbourhood {
  readonly facts: MatchingFacts;
  readonly requestIds: readonly string[];
  /** Helpers with new time, whom filled visits are offered too. */
  readonly freedIds: readonly string[];
}

/**
 * Loads the neighbourhood of what changed: the requests in hand, who could serve them, the single visits that those
 * are proposed for, and who else could take these over.
 */
export async function loadNeighbourhood(tx: Tx, affected: Affected): Promise<Neighbourhood> {
  const freed = await freedHelpers(tx, affected);
  const inHand = await closeOverSessions(tx, [...affected.requestIds, ...(await requestsInReach(tx, freed))]);
  const near = await helpersNear(tx, inHand, MOST_NEAR);
  // Who is proposed elsewhere at that time is reached too: what they are proposed for is what may move.
  const first = await loadFacts(tx, {
    requestIds: inHand,
    helperIds: union(near, freed),
    movesOthers: true,
  });
  const reached = new Set(freed);
  for (const { candidates } of findCandidates(first)) {
    for (const { helperId } of candidates.slice(0, TOP_CANDIDATES))
      if (reached.size < MOST_FIRST) reached.add(helperId);
  }
  for (const { helperId } of first.standing) reached.add(helperId);
  const displaced = await closeOverSessions(tx, await singleRequestsOf(tx, [...reached]));
  const requestIds = union(inHand, displaced);
  const helperIds = union(
    [...reached],
    await standingHelpers(tx, requestIds),
    await helpersNear(tx, displaced, MOST_SECOND),
  );
  return { facts: await loadFacts(tx, { requestIds, helperIds }), requestIds, freedIds: freed };
}

/** Helpers of the events, and those whose proposals are for requests that are open no more. */
async function freedHelpers(tx: Tx, { requestIds, helperIds }: Affected): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT p.helper_id AS id FROM proposal p
     JOIN request r ON r.community_id = p.community_id AND r.id = p.request_id AND r.state <> 'open'
     WHERE p.community_id = $1 AND p.state = 'proposed' AND p.request_id = ANY ($2::uuid[])`,
    [tx.communityId, requestIds],
  );
  return union(
    helperIds,
    rows.map(({ id }) => id),
  );
}

/** What these helpers are proposed for, and what found nobody yet and is of their kind. */
async function requestsInReach(tx: Tx, helperIds: readonly string[]): Promise<string[]> {
  if (helperIds.length === 0) return [];
  const rows = await tx.sql<{ id: string }>(
    `SELECT request_id AS id FROM proposal
     WHERE community_id = $1 AND state = 'proposed' AND proposed_by IS NULL AND helper_id = ANY ($2::uuid[])
     UNION (SELECT DISTINCT v.request_id FROM unmatched_visit u
       JOIN visit v ON v.community_id = u.community_id AND v.id = u.visit_id
       JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'open'
       JOIN offer o ON o.community_id = u.community_id AND o.member_id = ANY ($2::uuid[]) AND o.state = 'live'
         AND r.category_id = ANY (o.category_ids)
       WHERE u.community_id = $1 ORDER BY v.request_id LIMIT ${MOST_UNMATCHED})`,
    [tx.communityId, helperIds],
  );
  return rows.map(({ id }) => id);
}

/** Requests whose visits share a session are planned together or not at all. */
async function closeOverSessions(tx: Tx, requestIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT o.request_id AS id FROM visit v
     JOIN visit o ON o.community_id = v.community_id AND o.session_id = v.session_id
     WHERE v.community_id = $1 AND v.request_id = ANY ($2::uuid[]) AND v.session_id IS NOT NULL AND o.state = 'planned'`,
    [tx.communityId, requestIds],
  );
  return union(
    requestIds,
    rows.map(({ id }) => id),
  );
}

/** Live helpers of the right kind within their reach of the requests, the nearest first. */
async function helpersNear(tx: Tx, requestIds: readonly string[], most: number): Promise<string[]> {
  if (requestIds.length === 0) return [];
  const rows = await tx.sql<{ id: string }>(
    `SELECT o.member_id AS id FROM (
       SELECT DISTINCT r.category_id, r.regimes, v.from_zone_id FROM request r
       JOIN visit v ON v.community_id = r.community_id AND v.request_id = r.id AND v.state = 'planned'
       WHERE r.community_id = $1 AND r.id = ANY ($2::uuid[]) AND r.state = 'open') AS asked
     JOIN offer o ON o.community_id = $1 AND o.state = 'live' AND asked.category_id = ANY (o.category_ids)
       AND o.regime = ANY (asked.regimes)
     JOIN helper_profile p ON p.community_id = $1 AND p.member_id = o.member_id
     JOIN road_minutes m ON m.community_id = $1 AND m.from_zone_id = p.zone_id AND m.to_zone_id = asked.from_zone_id
       AND m.minutes <= o.max_travel_minutes
     GROUP BY o.member_id ORDER BY min(m.minutes), o.member_id LIMIT $3`,
    [tx.communityId, requestIds, most],
  );
  return rows.map(({ id }) => id);
}

/** Requests for single visits that these helpers are proposed for: what may move. Series stay as they were told. */
async function singleRequestsOf(tx: Tx, helperIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT p.request_id AS id FROM proposal p
     JOIN request r ON r.community_id = p.community_id AND r.id = p.request_id AND r.frequency = 'once'
     WHERE p.community_id = $1 AND p.state = 'proposed' AND p.proposed_by IS NULL AND p.helper_id = ANY ($2::uuid[])
     ORDER BY p.request_id LIMIT ${MOST_DISPLACED}`,
    [tx.communityId, helperIds],
  );
  return rows.map(({ id }) => id);
}

async function standingHelpers(tx: Tx, requestIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT DISTINCT helper_id AS id FROM proposal
     WHERE community_id = $1 AND state = 'proposed' AND request_id = ANY ($2::uuid[])`,
    [tx.communityId, requestIds],
  );
  return rows.map(({ id }) => id);
}

function union(...lists: (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
