import { requireCoordinator, UnitOfWork, type MemberActor, type Tx } from '#database';
import { deskReachesHousehold } from '#members';
import { InvalidInput } from '#platform';
import { Injectable } from '@nestjs/common';
import type { MatchingFacts } from './facts.js';
import { loadFacts } from './load-facts.js';
import { matchingError } from './matching.errors.js';
import { makePlan } from './plan.js';
import { Solver } from './solver.js';
import { checkWeights, type Weights } from './weights.js';
import {
  changesBetween,
  figuresOf,
  supposing,
  type ChangedRequest,
  type PlanFigures,
  type VirtualHelpers,
} from './what-if.rules.js';

export interface WhatIf {
  /** Weights that would be others; the rest are those in force. */
  readonly weights?: Readonly<Partial<Weights>>;
  readonly helpers: readonly VirtualHelpers[];
}

export interface WhatIfView {
  readonly weightsVersion: number;
  readonly weights: Weights;
  /** The plan of today's people and weights, made anew beside the other. */
  readonly current: PlanFigures;
  readonly supposed: PlanFigures;
  readonly changedRequests: number;
  /** The first of them that the asking desk reaches. */
  readonly changes: readonly ChangedRequest[];
}

/** Pairs of offer and visit that are looked at on the API's own time; solving has a thread of its own. */
const MOST_PAIRS = 2_000_000;
const MOST_CHANGES = 100;

/** Plans beside the plan, writing nothing: other weights, more helpers. One at a time a community in a process. */
@Injectable()
export class WhatIfService {
  private readonly busy = new Set<string>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly solver: Solver,
  ) {}

  /** @throws DomainError what-if-busy, what-if-too-large; InvalidInput for weights or helpers that cannot be */
  async compare(actor: MemberActor, input: WhatIf): Promise<WhatIfView> {
    requireCoordinator(actor);
    if (this.busy.has(actor.communityId)) throw matchingError('what-if-busy');
    this.busy.add(actor.communityId);
    try {
      const facts = await this.uow.run(actor, async (tx) => {
        await requireKnown(tx, input.helpers);
        return loadFacts(tx);
      });
      const weights = checkWeights({ ...facts.weights.weights, ...input.weights });
      const supposed = supposing(facts, weights, input.helpers);
      requireSmall(supposed);
      const before = await makePlan(facts, this.solver, 'standard');
      const after = await makePlan(supposed, this.solver, 'standard');
      const changes = changesBetween(before, after);
      return {
        weightsVersion: facts.weights.version,
        weights,
        current: figuresOf(facts, before),
        supposed: figuresOf(supposed, after),
        changedRequests: changes.length,
        changes: await this.uow.run(actor, (tx) => reachedOf(tx, changes)),
      };
    } finally {
      this.busy.delete(actor.communityId);
    }
  }
}

function requireSmall({ offers, visits }: MatchingFacts): void {
  const pairs = offers.length * visits.length;
  if (pairs > MOST_PAIRS)
    throw matchingError('what-if-too-large', undefined, { offers: offers.length, visits: visits.length });
}

/** @throws InvalidInput naming a category or zone that the community does not have */
async function requireKnown(tx: Tx, helpers: readonly VirtualHelpers[]): Promise<void> {
  const idsOf = async (table: 'category' | 'zone', ids: readonly string[]) => {
    const rows = await tx.sql<{ id: string }>(
      `SELECT id FROM ${table} WHERE community_id = $1 AND id = ANY ($2::uuid[])`,
      [tx.communityId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  };
  const categories = await idsOf(
    'category',
    helpers.flatMap(({ categoryIds }) => categoryIds),
  );
  const zones = await idsOf(
    'zone',
    helpers.map(({ zoneId }) => zoneId),
  );
  helpers.forEach(({ categoryIds, zoneId }, index) => {
    const unknown = (field: string) =>
      new InvalidInput([
        {
          field: `helpers.${index}.${field}`,
          message: `helpers.${index}.${field} must be of this community`,
        },
      ]);
    if (!categoryIds.every((id) => categories.has(id))) throw unknown('categoryIds');
    if (!zones.has(zoneId)) throw unknown('zoneId');
  });
}

async function reachedOf(tx: Tx, changes: readonly ChangedRequest[]): Promise<ChangedRequest[]> {
  const rows = await tx.sql<{ id: string }>(
    `SELECT r.id FROM request r JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
     WHERE r.community_id = $1 AND r.id = ANY ($2::uuid[]) AND ${deskReachesHousehold(tx, 'h', '$3')} ORDER BY r.id LIMIT ${MOST_CHANGES}`,
    [tx.communityId, changes.map(({ requestId }) => requestId), tx.actor.memberId],
  );
  const reached = new Set(rows.map(({ id }) => id));
  return changes.filter(({ requestId }) => reached.has(requestId));
}
