import { openUnitOfWork, type UnitOfWork } from '#database';
import { createLogger, MovableClock } from '#platform';
import { workerData, type MessagePort } from 'node:worker_threads';
import type { MatchingRunView } from './matching-run.rows.js';
import type { PlanOrder } from './planner.js';
import { Planning } from './planning.js';
import { PlaceSolver } from './solver.js';

/** What the thread is told once. */
export interface PlanningThread {
  readonly databaseUrl: string;
  readonly logLevel: string;
  readonly logUrl: string | undefined;
}

export interface PlanningJob {
  readonly order: PlanOrder;
  /** The time outside: it may be another than the machine's. */
  readonly now: Date;
  readonly stages: MessagePort;
}

const { databaseUrl, logLevel, logUrl } = workerData as PlanningThread;
const clock = new MovableClock();
let opened: Promise<UnitOfWork> | undefined;

/** Opened with the first order: a thread without work has no connection. */
function unitOfWork(): Promise<UnitOfWork> {
  const logger = createLogger('planner', logLevel, logUrl);
  opened ??= openUnitOfWork(databaseUrl, 'intreccio-planner', logger, clock).then(({ uow }) => uow);
  opened.catch(() => (opened = undefined));
  return opened;
}

/** The thread's job: one opened run loaded, planned and written. */
export default async function plan({ order, now, stages }: PlanningJob): Promise<MatchingRunView> {
  clock.moveTo(now);
  const planning = new Planning(await unitOfWork(), new PlaceSolver());
  return planning.plan(order, (stage) => stages.postMessage(stage, []));
}
