import { undoApproval } from '#assignments';
import { policiesToday } from '#communities';
import { requireCoordinator, systemActor, UnitOfWork, type MemberActor, type Tx } from '#database';
import { addMinutes, commonError, DomainError, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { approveProposal, checkPair, lockProposal, requireReach, type WantedVisit } from './approval.js';
import { brokenRule } from './broken-rule.js';
import { needsHelpersYes, OVERRIDABLE, type HardRule } from './eligibility.rules.js';
import { currentWeights } from './load-facts.js';
import { matchingError } from './matching.errors.js';
import { proposalMachine, type ProposalState } from './proposal.machine.js';

export interface ManualProposal {
  readonly requestId: string;
  readonly helperId: string;
  /** All open visits of the request when empty. */
  readonly visitIds: readonly string[];
  readonly overrideRules: readonly HardRule[];
  readonly reason?: string;
  /** The helper said yes to a time outside their availability, or without time for the road: it is recorded. */
  readonly helperAgreed: boolean;
}

const EXPIRE_BATCH = 500;
const MOST_VISITS = 400;

/** What coordinators do with proposals. */
@Injectable()
export class ProposalsService {
  constructor(private readonly uow: UnitOfWork) {}

  /** @returns the assignment made. @throws see approveProposal */
  async approve(
    actor: MemberActor,
    id: string,
    version: number,
    overrideReason?: string,
  ): Promise<{ assignmentId: string }> {
    requireCoordinator(actor);
    const decision = { approvedBy: actor.memberId, version, overrideReason };
    return this.uow.run(actor, async (tx) => ({ assignmentId: await approveProposal(tx, id, decision) }));
  }

  /** Turns a proposal down; this helper is not proposed for this request again. */
  async reject(actor: MemberActor, id: string, version: number, reason: string): Promise<void> {
    requireCoordinator(actor);
    await this.uow.run(actor, async (tx) => {
      const proposal = await lockProposal(tx, id, version);
      const state = await tx.step(proposalMachine, proposal, 'reject', { reason });
      await tx.sql(
        `UPDATE proposal SET state = $3, decided_by = $4, decided_at = $5, version = version + 1 WHERE community_id = $1 AND id = $2`,
        [tx.communityId, id, state, actor.memberId, tx.now],
      );
    });
  }

  /** Takes an approval back before its messages leave. @throws DomainError of the assignment's undo */
  async undo(actor: MemberActor, assignmentId: string): Promise<void> {
    requireCoordinator(actor);
    await this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{ id: string; state: ProposalState; requestId: string }>(
        `SELECT p.id, p.state, p.request_id AS "requestId" FROM assignment a JOIN proposal p ON p.community_id = a.community_id AND p.id = a.proposal_id
         WHERE a.community_id = $1 AND a.id = $2 FOR UPDATE OF p`,
        [tx.communityId, assignmentId],
      );
      if (!row) throw commonError('not-found');
      await requireReach(tx, row.requestId);
      await undoApproval(tx, assignmentId);
      const state = await tx.step(proposalMachine, row, 'return');
      await tx.sql(
        `UPDATE proposal SET state = $3, decided_by = NULL, decided_at = NULL, version = version + 1 WHERE community_id = $1 AND id = $2`,
        [tx.communityId, row.id, state],
      );
      // Rivals that the approval withdrew are looked for again.
      await tx.announce('matching.asked', { subjectId: row.requestId, values: { about: 'request' } });
    });
  }

  /** A coordinator's own choice, with a written override where the rules allow one. @returns the proposal's id */
  async create(actor: MemberActor, input: ManualProposal): Promise<{ id: string }> {
    requireCoordinator(actor);
    return this.uow.run(actor, async (tx) => {
      await requireReach(tx, input.requestId);
      const wanted = await wantedVisits(tx, input);
      const { offer, visits, broken } = await checkPair(tx, input, wanted);
      for (const { rule } of broken) {
        if (!OVERRIDABLE.includes(rule)) throw brokenRule(rule);
        if (!input.overrideRules.includes(rule) || !input.reason)
          throw matchingError('override-needed', undefined, { rule });
        if (needsHelpersYes(rule) && !input.helperAgreed) {
          throw matchingError('override-needed', 'The helper must have said yes to this time.', { rule });
        }
      }
      const overridden = [...new Set(broken.map(({ rule }) => rule))];
      const { proposalExpiresDays } = await policiesToday(tx);
      const id = newId();
      await tx.sql(
        `INSERT INTO proposal (community_id, id, request_id, helper_id, offer_id, regime, state, score, weights_version, explanation,
           proposed_by, override_rules, override_reason, helper_agreed_at, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'proposed', 0, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          tx.communityId,
          id,
          input.requestId,
          input.helperId,
          offer.id,
          offer.regime,
          (await currentWeights(tx)).version,
          JSON.stringify({ terms: [], checks: [], nextBest: [], chosenBy: 'coordinator' }),
          actor.memberId,
          overridden,
          overridden.length > 0 ? input.reason : null,
          overridden.some(needsHelpersYes) ? tx.now : null,
          addMinutes(tx.now, proposalExpiresDays * 1_440),
          tx.now,
        ],
      );
      await tx.sql(
        `INSERT INTO proposal_visit (community_id, proposal_id, visit_id, starts_at, ends_at, score, travel_minutes)
         SELECT $1, $2, v.id, v.starts_at, v.ends_at, 0, 0 FROM visit v WHERE v.community_id = $1 AND v.id = ANY ($3::uuid[])`,
        [tx.communityId, id, visits.map(({ visit }) => visit.id)],
      );
      return { id };
    });
  }

  /** Does the community let the next-best be asked without a coordinator? */
  async asksNextBest(communityId: string): Promise<boolean> {
    return this.uow.run(systemActor(communityId), async (tx) => {
      return (await policiesToday(tx)).autoApproveNext;
    });
  }
}

/** How many of the next-best are tried before a coordinator is left to decide. */
const MOST_NEXT = 5;

const NOT_THIS_TIME = [
  'hard-rule-broken',
  'override-needed',
  'asked-enough',
  'own-proposal',
  'nothing-to-cover',
  'helper-already-booked',
  'funds-missing',
];

/**
 * After a decline or silence: approves the best proposal for visits of that assignment, in the name of the
 * coordinator who approved before; when its rules forbid it, or its helper was asked enough, the one after it.
 * What is left stays proposed, for the coordinators. @returns whether somebody was asked
 */
export async function approveNextBest(tx: Tx, assignmentId: string): Promise<boolean> {
  const next = await tx.sql<{ id: string; approvedBy: string }>(
    `SELECT p.id, a.approved_by AS "approvedBy" FROM assignment a
         JOIN proposal p ON p.community_id = a.community_id AND p.request_id = a.request_id AND p.state = 'proposed'
         WHERE a.community_id = $1 AND a.id = $2 AND p.helper_id <> a.approved_by
           AND EXISTS (SELECT FROM proposal_visit pv JOIN seat s ON s.community_id = pv.community_id AND s.visit_id = pv.visit_id
             WHERE pv.community_id = p.community_id AND pv.proposal_id = p.id AND s.assignment_id = a.id)
         ORDER BY p.score DESC, p.id LIMIT ${MOST_NEXT}`,
    [tx.communityId, assignmentId],
  );
  for (const { id, approvedBy } of next) {
    if (await wasPossible(tx, () => approveProposal(tx, id, { approvedBy }))) return true;
  }
  return false;
}

/** Does the work, or undoes it when a rule forbids it this time. */
async function wasPossible(tx: Tx, work: () => Promise<unknown>): Promise<boolean> {
  await tx.sql('SAVEPOINT one_try');
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof DomainError) || !NOT_THIS_TIME.includes(error.code)) throw error;
    await tx.sql('ROLLBACK TO SAVEPOINT one_try');
    return false;
  }
}

async function wantedVisits(tx: Tx, input: ManualProposal): Promise<WantedVisit[]> {
  const rows = await tx.sql<WantedVisit>(
    `SELECT v.id AS "visitId", v.starts_at AS "startsAt", v.ends_at AS "endsAt" FROM visit v
     WHERE v.community_id = $1 AND v.request_id = $2 AND v.state = 'planned' AND v.starts_at > $3
       AND (cardinality($4::uuid[]) = 0 OR v.id = ANY ($4::uuid[])) ORDER BY v.starts_at, v.id LIMIT ${MOST_VISITS}`,
    [tx.communityId, input.requestId, tx.now, input.visitIds],
  );
  if (rows.length === 0) throw matchingError('nothing-to-cover');
  return rows;
}

/** Proposals nobody decided in time, and those whose first visit has begun. @returns how many expired */
export async function expireProposals(tx: Tx, limit = EXPIRE_BATCH): Promise<number> {
  const rows = await tx.sql<{ id: string; state: ProposalState }>(
    `SELECT p.id, p.state FROM proposal p WHERE p.community_id = $1 AND p.state = 'proposed' AND (p.expires_at <= $2
       OR EXISTS (SELECT 1 FROM proposal_visit pv WHERE pv.community_id = p.community_id AND pv.proposal_id = p.id AND pv.starts_at <= $2))
     ORDER BY p.id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [tx.communityId, tx.now, limit],
  );
  for (const row of rows) {
    const state = await tx.step(proposalMachine, row, 'expire', { as: 'system' });
    await tx.sql(
      'UPDATE proposal SET state = $3, version = version + 1 WHERE community_id = $1 AND id = $2',
      [tx.communityId, row.id, state],
    );
  }
  return rows.length;
}
