/**
 * `npm run bench:matching [-- name...]`: greedy, each stage, objective, bound, gap, memory; the median of three runs.
 * Times are processor milliseconds of one thread, so that a busy machine does not distort them.
 */
import { checkSolution, solve } from '../../libs/matching/src/engine/index.js';
import type { Effort, Problem, Solution } from '../../libs/matching/src/engine/index.js';
import { solveFullModel } from './matching-full-model.js';
import { measureEvents } from './matching-events.js';
import type { InstanceShape } from './matching-instances.js';
import { makeInstance } from './matching-instances.js';

interface Bench {
  readonly name: string;
  readonly shapes: readonly InstanceShape[];
  readonly effort: Effort;
  /** Seconds that HiGHS alone gets on the same instance; 0: not asked. */
  readonly highsSeconds: number;
}

const one = (requests: number, helpers: number, more: Partial<InstanceShape> = {}): InstanceShape[] => [
  { requests, helpers, seed: 7, ...more },
];

const COMMUNITIES = Array.from({ length: 16 }, (_, seed) => ({
  requests: 1250,
  helpers: 1000,
  seed: 100 + seed,
}));

const BENCHES: readonly Bench[] = [
  { name: '1k-x-1k', shapes: one(1_000, 1_000), effort: 'standard', highsSeconds: 60 },
  {
    name: '1k-x-1k-travel',
    shapes: one(1_000, 1_000, { travel: true }),
    effort: 'standard',
    highsSeconds: 0,
  },
  { name: '1k-x-1k-proof', shapes: one(1_000, 1_000), effort: 'proof', highsSeconds: 0 },
  { name: '10k-x-10k', shapes: one(10_000, 10_000), effort: 'standard', highsSeconds: 0 },
  {
    name: '10k-x-10k-travel',
    shapes: one(10_000, 10_000, { travel: true }),
    effort: 'standard',
    highsSeconds: 0,
  },
  { name: '10k-x-10k-proof', shapes: one(10_000, 10_000), effort: 'proof', highsSeconds: 0 },
  { name: '10k-x-4k', shapes: one(10_000, 4_000), effort: 'standard', highsSeconds: 0 },
  { name: '50k-x-20k', shapes: one(50_000, 20_000), effort: 'standard', highsSeconds: 0 },
  {
    name: '50k-x-20k-timeless',
    shapes: one(50_000, 20_000, { timeless: true }),
    effort: 'standard',
    highsSeconds: 0,
  },
  { name: '16-communities', shapes: COMMUNITIES, effort: 'standard', highsSeconds: 0 },
];

const EVENTS = 500;
const EVENT_SHAPES = [
  ...one(10_000, 10_000),
  ...one(10_000, 4_000),
  ...one(10_000, 10_000, { travel: true }),
];

const RUNS = 3;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Run {
  readonly solution: Solution;
  readonly ms: number;
}

async function run(problem: Problem, effort: Effort): Promise<Run> {
  const runs: Run[] = [];
  for (let k = 0; k < RUNS; k += 1) {
    const began = processorMs();
    const solution = await solve(problem, { effort, now: processorMs });
    runs.push({ solution, ms: processorMs() - began });
  }
  runs.sort((a, b) => a.ms - b.ms);
  return runs[Math.floor(RUNS / 2)]!;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(4)} %`;
}

function report(bench: Bench, problem: Problem, { solution, ms }: Run): void {
  const greedy = solution.stages[0]!.objective;
  const stages = solution.stages.map((stage) => `${stage.name} ${Math.round(stage.ms)}`).join(', ');
  const faults = checkSolution(problem, solution);
  const cells = [
    bench.name,
    `${problem.edges.length} edges`,
    `greedy ${greedy} (${percent((solution.bound - greedy) / Math.max(1, solution.bound))} below bound)`,
    `objective ${solution.objective}`,
    `bound ${solution.bound}`,
    `gap ${percent(solution.gap)}`,
    solution.status,
    `${Math.round(ms)} ms (${stages})`,
    `${Math.round(process.memoryUsage().rss / 1e6)} MB`,
    `${faults.length} faults`,
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

async function reportEvents(): Promise<void> {
  for (const shape of EVENT_SHAPES) {
    const figures = await measureEvents(shape, EVENTS, processorMs);
    const cells = [
      `events-${shape.requests}-x-${shape.helpers}${shape.travel ? '-travel' : ''}`,
      `${figures.events} events`,
      `p50 ${figures.p50.toFixed(1)} ms, p95 ${figures.p95.toFixed(1)} ms, most ${figures.most.toFixed(1)} ms`,
      `proven gap ${percent(figures.gapBefore)} before, ${percent(figures.gapAfter)} after`,
      `${percent(figures.behind)} behind a plan made anew`,
      `${figures.changedPairs} pairs changed`,
      `${figures.approvedBroken} approved broken`,
      `${figures.faults} faults`,
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}

async function main(names: readonly string[]): Promise<void> {
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    for (const shape of bench.shapes) {
      const problem = makeInstance(shape);
      report(bench, problem, await run(problem, bench.effort));
      if (bench.highsSeconds === 0) continue;
      const alone = await solveFullModel(problem, bench.highsSeconds);
      const gap = percent((alone.bound - alone.objective) / Math.max(1, alone.bound));
      process.stdout.write(
        `| ${bench.name}: HiGHS alone, ${bench.highsSeconds} s | objective ${alone.objective} | gap ${gap} |\n`,
      );
    }
  }
  if (names.length === 0 || names.includes('events')) await reportEvents();
}

await main(process.argv.slice(2));
