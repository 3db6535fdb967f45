import { policiesOn } from '#communities';
import type { Tx } from '#database';
import { addMinutes, newId } from '#platform';
import type { MatchingFacts, StandingProposal } from './facts.js';
import type { Plan, PlannedProposal } from './plan.js';
import { proposalMachine } from './proposal.machine.js';

/** A proposal that a run made or took back. */
export interface ProposalChange {
  readonly change: 'proposed' | 'superseded';
  readonly proposalId: string;
  readonly requestId: string;
  readonly helperId: string;
}

export interface Written {
  readonly counts: WrittenCounts;
  readonly changes: readonly ProposalChange[];
}

interface WrittenCounts {
  readonly proposed: number;
  readonly kept: number;
  readonly superseded: number;
  readonly unmatched: number;
  /** Planned, but the world moved while the plan was made: left to the next run. */
  readonly overtaken: number;
}

/**
 * Writes a plan: proposals that stand as planned stay untouched, others are superseded, new ones are made. What changed
 * since the facts were loaded (a visit cancelled, a seat taken, a proposal decided) is left to the next run.
 * @param requestIds the plan is about these requests alone; about everything when absent
 */
export async function writePlan(
  tx: Tx,
  facts: MatchingFacts,
  plan: Plan,
  runId: string,
  requestIds?: readonly string[],
): Promise<Written> {
  const wanted = new Map(plan.proposals.map((proposal) => [keyOf(proposal), proposal]));
  const stale: StandingProposal[] = [];
  const kept = new Set<string>();
  for (const standing of facts.standing) {
    const planned = wanted.get(`${standing.requestId}|${standing.helperId}|${standing.offerId}`);
    if (planned && sameVisits(planned, standing)) kept.add(keyOf(planned));
    else stale.push(standing);
  }
  const superseded = await supersede(
    tx,
    stale.map(({ id }) => id),
  );
  const fresh = plan.proposals.filter((proposal) => !kept.has(keyOf(proposal)));
  const writable = await stillOpen(tx, fresh);
  const { proposalExpiresDays } = await policiesOn(tx, facts.today);
  const proposed = await insertProposals(
    tx,
    writable,
    facts.weights.version,
    runId,
    addMinutes(tx.now, proposalExpiresDays * 1_440),
  );
  await replaceUnmatched(tx, plan, runId, requestIds);
  // Whom to recruit is said of the whole community alone.
  if (!requestIds) await replaceNeeds(tx, plan, runId);
  const gone = stale.filter(({ id }) => superseded.has(id));
  return {
    counts: {
      proposed: writable.length,
      kept: kept.size,
      superseded: superseded.size,
      unmatched: plan.unmatched.length,
      overtaken: fresh.length - writable.length,
    },
    changes: [
      ...gone.map(({ id, requestId, helperId }) => changeOf('superseded', id, requestId, helperId)),
      ...writable.map(({ requestId, helperId }, index) =>
        changeOf('proposed', proposed[index]!, requestId, helperId),
      ),
    ],
  };
}

function changeOf(
  change: ProposalChange['change'],
  proposalId: string,
  requestId: string,
  helperId: string,
): ProposalChange {
  return { change, proposalId, requestId, helperId };
}

function keyOf(proposal: PlannedProposal): string {
  return `${proposal.requestId}|${proposal.helperId}|${proposal.offerId}`;
}

function sameVisits(planned: PlannedProposal, standing: StandingProposal): boolean {
  return (
    planned.visits.length === standing.visits.length &&
    planned.visits.every(
      (visit, index) =>
        visit.visitId === standing.visits[index]!.visitId && visit.start === standing.visits[index]!.start,
    )
  );
}

async function supersede(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { to } = proposalMachine.next('proposed', 'supersede');
  const rows = await tx.sql<{ id: string }>(
    `UPDATE proposal SET state = $3, version = version + 1 WHERE community_id = $1 AND id = ANY ($2::uuid[]) AND state = 'proposed'
     RETURNING id`,
    [tx.communityId, ids, to],
  );
  await tx.sql(
    `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state, at)
     SELECT $1, t.id, 'proposal', t.subject, 'supersede', 'proposed', $4, $5 FROM unnest($2::uuid[], $3::uuid[]) AS t (id, subject)`,
    [tx.communityId, rows.map(() => newId()), rows.map(({ id }) => id), to, tx.now],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Drops proposals whose visits are no longer open for one more, in the locking order of all writers (visit ids
 * sorted).
 */
async function stillOpen(tx: Tx, proposals: readonly PlannedProposal[]): Promise<PlannedProposal[]> {
  const visitIds = [
    ...new Set(proposals.flatMap(({ visits }) => visits.map(({ visitId }) => visitId))),
  ].sort();
  const rows = await tx.sql<{ id: string }>(
    `SELECT v.id FROM visit v JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id AND r.state = 'open'
     WHERE v.community_id = $1 AND v.id = ANY ($2::uuid[]) AND v.state = 'planned' AND v.starts_at > $3
       AND v.seats_needed > (SELECT count(*) FROM seat s WHERE s.community_id = v.community_id AND s.visit_id = v.id AND s.active)`,
    [tx.communityId, visitIds, tx.now],
  );
  const open = new Set(rows.map(({ id }) => id));
  const standing = await tx.sql<{ pair: string }>(
    `SELECT request_id || '|' || helper_id || '|' || offer_id AS pair FROM proposal WHERE community_id = $1 AND state = 'proposed'
       AND request_id = ANY ($2::uuid[])`,
    [tx.communityId, [...new Set(proposals.map(({ requestId }) => requestId))]],
  );
  const taken = new Set(standing.map(({ pair }) => pair));
  return proposals.filter(
    (proposal) => !taken.has(keyOf(proposal)) && proposal.visits.every(({ visitId }) => open.has(visitId)),
  );
}

/** Proposals of one statement: what its text holds stays small. */
const MOST_AT_ONCE = 1_000;

async function insertProposals(
  tx: Tx,
  proposals: readonly PlannedProposal[],
  ...common: [weightsVersion: number, runId: string, expiresAt: Date]
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < proposals.length; from += MOST_AT_ONCE)
    ids.push(...(await insertSome(tx, proposals.slice(from, from + MOST_AT_ONCE), ...common)));
  return ids;
}

async function insertSome(
  tx: Tx,
  proposals: readonly PlannedProposal[],
  weightsVersion: number,
  runId: string,
  expiresAt: Date,
): Promise<readonly string[]> {
  const ids = proposals.map(() => newId());
  await tx.sql(
    `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, run_id, regime, state, score, weights_version,
       explanation, expires_at, created_at)
     SELECT $1, p.id, p.request_id, p.helper_id, p.offer_id, $2, p.regime, 'proposed', p.score, $3, p.explanation, $4, $5
     FROM jsonb_to_recordset($6::jsonb) AS p (id uuid, request_id uuid, helper_id uuid, offer_id uuid, regime text, score integer, explanation jsonb)`,
    [
      tx.communityId,
      runId,
      weightsVersion,
      expiresAt,
      tx.now,
      JSON.stringify(
        proposals.map((p, index) => ({
          id: ids[index],
          request_id: p.requestId,
          helper_id: p.helperId,
          offer_id: p.offerId,
          regime: p.regime,
          score: p.score,
          explanation: p.explanation,
        })),
      ),
    ],
  );
  await tx.sql(
    `INSERT INTO proposal_visit (community_id, proposal_id, visit_id, starts_at, ends_at, score, travel_minutes)
     SELECT $1, v.proposal_id, v.visit_id, v.starts_at, v.ends_at, v.score, v.travel_minutes
     FROM jsonb_to_recordset($2::jsonb) AS v (proposal_id uuid, visit_id uuid, starts_at timestamptz, ends_at timestamptz, score integer, travel_minutes integer)`,
    [
      tx.communityId,
      JSON.stringify(
        proposals.flatMap((p, index) =>
          p.visits.map((visit) => ({
            proposal_id: ids[index],
            visit_id: visit.visitId,
            starts_at: new Date(visit.start),
            ends_at: new Date(visit.end),
            score: visit.score,
            travel_minutes: visit.travelMinutes,
          })),
        ),
      ),
    ],
  );
  return ids;
}

async function replaceUnmatched(
  tx: Tx,
  plan: Plan,
  runId: string,
  requestIds?: readonly string[],
): Promise<void> {
  await tx.sql(
    `DELETE FROM unmatched_visit u USING visit v WHERE u.community_id = $1 AND v.community_id = $1 AND v.id = u.visit_id
       AND ($2::uuid[] IS NULL OR v.request_id = ANY ($2::uuid[]))`,
    [tx.communityId, requestIds ?? null],
  );
  if (plan.unmatched.length === 0) return;
  await tx.sql(
    `INSERT INTO unmatched_visit (community_id, visit_id, run_id, short, why, facts)
     SELECT $1, u.visit_id, $2, u.short, u.why, u.facts
     FROM jsonb_to_recordset($3::jsonb) AS u (visit_id uuid, short integer, why text, facts jsonb)`,
    [
      tx.communityId,
      runId,
      JSON.stringify(
        plan.unmatched.map((u) => ({ visit_id: u.visitId, short: u.short, why: u.why, facts: u.facts })),
      ),
    ],
  );
}

async function replaceNeeds(tx: Tx, { needs }: Plan, runId: string): Promise<void> {
  await tx.sql('DELETE FROM recruiting_need WHERE community_id = $1', [tx.communityId]);
  await tx.sql(
    `INSERT INTO recruiting_need (community_id, id, run_id, weekday, band, category_id, zone_id, within_minutes,
       credential_type_ids, subjects, languages, needs_car, helpers, families, visits)
     SELECT $1, n.id, $2, n.weekday, n.band, n."categoryId", n."zoneId", n."withinMinutes", n."credentialTypeIds", n.subjects,
       n.languages, n."needsCar", n.helpers, n.families, n.visits
     FROM jsonb_to_recordset($3::jsonb) AS n (id uuid, weekday smallint, band text, "categoryId" uuid, "zoneId" uuid,
       "withinMinutes" integer, "credentialTypeIds" uuid[], subjects text[], languages text[], "needsCar" boolean,
       helpers integer, families integer, visits integer)`,
    [tx.communityId, runId, JSON.stringify(needs.map((need) => ({ id: newId(), ...need })))],
  );
}
