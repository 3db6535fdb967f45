import { systemActor, type Tx, type UnitOfWork } from '#database';
import { loadNeighbourhood } from './around.query.js';
import type { MatchingFacts } from './facts.js';
import { loadFacts } from './load-facts.js';
import {
  acknowledge,
  closeRun,
  DRIFT,
  packSteps,
  pricesOf,
  type Base,
  type Ending,
  type MatchingRunView,
} from './matching-run.rows.js';
import { makePlan, PlanFault, type Plan } from './plan.js';
import type { PlanProblem } from './plan-problem.js';
import { Planner, type OnRunStage, type PlanOrder } from './planner.js';
import { Recorder } from './recorder.js';
import type { Solver } from './solver.js';
import { Timings } from './timings.js';
import { writePlan } from './write-plan.js';

/**
 * How far the neighbourhoods planned since a full run may together lie below their proven best, in parts of the plan's
 * points. Beyond a thousandth a full run is worth its time; the night brings one anyway.
 */
export const MOST_DRIFT = 0.001;

/** A full run keeps whoever asks meanwhile waiting: it comes this long after the drift, once for what drifted till then. */
const ANEW_AFTER_MS = 300_000;

/**
 * Pairs up to which a neighbourhood is solved as a whole, its proposals held by their stability alone: a tenth of a second,
 * and better than chain by chain when many ask at once.
 */
const MOST_SOLVED_WHOLE = 4_000;

/** Enough for the prices of a few hundred helpers, and a few milliseconds. */
const SETTLE_ROUNDS = 50;

/** A plan that is made and checked, and not yet written. */
interface Made {
  readonly facts: MatchingFacts;
  readonly plan: Plan;
  readonly recorder: Recorder;
  readonly timings: Timings;
  /** It is about these alone; about everything when absent. */
  readonly requestIds?: readonly string[];
  readonly ending: Pick<Ending, 'scope' | 'base' | 'drift'>;
}

/** Loads, plans and writes here: solves outside every transaction, writes in one. */
export class Planning extends Planner {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly solver: Solver,
    private readonly mostSolvedWhole: number = MOST_SOLVED_WHOLE,
  ) {
    super();
  }

  async plan(order: PlanOrder, onStage: OnRunStage): Promise<MatchingRunView> {
    const nearby = order.near && (await this.planNearby(order, order.near, onStage));
    const made = nearby ?? (await this.planAnew(order, onStage));
    onStage('write');
    return this.write(order, made);
  }

  private async planAnew(order: PlanOrder, onStage: OnRunStage): Promise<Made> {
    const timings = new Timings();
    const facts = await timings.of('loadMs', () =>
      this.uow.run(systemActor(order.communityId), (tx) => loadFacts(tx)),
    );
    onStage('load');
    const recorder = new Recorder(this.solver);
    const plan = await makePlan(facts, recorder, order.effort, {
      timings,
      onStage,
      settle: ({ problem }) => recorder.solveExplained(problem, order.effort, onStage),
    });
    return { facts, plan, recorder, timings, ending: { scope: 'full', drift: 0 } };
  }

  /** @returns undefined where the plan breaks its own rules: a full run is the answer then */
  private async planNearby(
    order: PlanOrder,
    { base, affected }: NonNullable<PlanOrder['near']>,
    onStage: OnRunStage,
  ): Promise<Made | undefined> {
    const timings = new Timings();
    const { near, prices } = await timings.of('loadMs', () =>
      this.uow.run(systemActor(order.communityId), async (tx) => ({
        near: await loadNeighbourhood(tx, affected),
        prices: await pricesOf(tx),
      })),
    );
    onStage('load');
    const { facts, requestIds } = near;
    const recorder = new Recorder(this.solver);
    const freed = new Set(near.freedIds);
    const settle = (dated: PlanProblem) =>
      dated.problem.edges.length <= this.mostSolvedWhole
        ? recorder.solveExplained(dated.problem, 'standard')
        : recorder.rearrange(dated.problem, {
            prices: dated.problem.requests.map(({ id }) => prices.get(id) ?? null),
            wanted: offeredTo(dated, freed),
            rounds: SETTLE_ROUNDS,
          });
    const plan = await makePlan(facts, recorder, 'quick', { timings, onStage, settle }).catch(ifSound);
    if (!plan) return undefined;
    const drift = base.drift + (plan.bound - plan.objective) / base.objective;
    const ending = { scope: 'incremental', base, drift } as const;
    return { facts, requestIds, plan, recorder, timings, ending };
  }

  private async write(order: PlanOrder, made: Made): Promise<MatchingRunView> {
    const { facts, plan, timings, ending } = made;
    // What takes long is done before the transaction, which holds its locks until it ends.
    const snapshot = await timings.of('packMs', () => packSteps(made.recorder.steps));
    return this.uow.run(systemActor(order.communityId), async (tx) => {
      const written = await timings.of('writeMs', () =>
        writePlan(tx, facts, plan, order.runId, made.requestIds),
      );
      await acknowledge(tx, order.seen);
      const figures = {
        ...timings.all,
        visits: facts.visits.length,
        requests: facts.requests.size,
        offers: facts.offers.length,
        morePairs: plan.morePairs,
      };
      const { base, drift } = ending;
      if (base && drift > MOST_DRIFT) await askAnew(tx, base);
      return closeRun(tx, order.runId, plan, written, { ...ending, snapshot, figures });
    });
  }
}

/** Has everything planned anew in a while, once for each full run that was planned on from. */
async function askAnew(tx: Tx, { runId }: Base): Promise<void> {
  await tx.announce('matching.asked', {
    subjectId: tx.communityId,
    key: `drift:${runId}`,
    delayMs: ANEW_AFTER_MS,
    values: { about: DRIFT },
  });
}

/** @returns undefined for a plan that breaks its own rules @throws anything else */
function ifSound(error: unknown): undefined {
  if (!(error instanceof PlanFault)) throw error;
}

/** Visits that a helper with new time could serve: they are offered around once more, filled or not. */
function offeredTo({ nodes }: PlanProblem, helperIds: ReadonlySet<string>): number[] {
  return nodes.flatMap(({ parts }, node) =>
    parts[0]!.candidates.some(({ helperId }) => helperIds.has(helperId)) ? [node] : [],
  );
}
