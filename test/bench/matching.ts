/**
 * `npm run bench:matching [-- --only 10k] [--runs 3] [--highs 60]`: greedy, each stage, objective, bound, gap, memory;
 * the median of the runs. `--only`: benches whose name contains it. `--highs`: seconds that HiGHS alone gets on the
 * same instance, 0 to leave it out. Times are processor milliseconds of one thread, so that a busy machine distorts
 * them less.
 */
import { parseArgs } from 'node:util';
import { checkSolution, solve } from '../../libs/matching/src/engine/index.js';
import type { Effort, Problem, Solution } from '../../libs/matching/src/engine/index.js';
import { solveFullModel } from './matching-full-model.js';
import { measureEvents } from './matching-events.js';
import type { InstanceShape } from './matching-instances.js';
import { makeInstance } from './matching-instances.js';
import { ASSIGNMENT_PACKAGES, assignWith } from './matching-packages.js';

interface Bench {
  readonly name: string;
  readonly shapes: readonly InstanceShape[];
  readonly effort: Effort;
  /** HiGHS alone can be asked too: its textbook model knows no travel. */
  readonly highs?: true;
  /** Single visits: assignment packages can be asked too. */
  readonly packages?: true;
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
  {
    name: '300-x-300-single',
    shapes: one(300, 300, { single: true }),
    effort: 'standard',
    highs: true,
    packages: true,
  },
  { name: '1k-x-1k', shapes: one(1_000, 1_000), effort: 'standard', highs: true },
  { name: '1k-x-1k-travel', shapes: one(1_000, 1_000, { travel: true }), effort: 'standard' },
  { name: '1k-x-1k-proof', shapes: one(1_000, 1_000), effort: 'proof' },
  { name: '10k-x-10k', shapes: one(10_000, 10_000), effort: 'standard', highs: true },
  { name: '10k-x-10k-travel', shapes: one(10_000, 10_000, { travel: true }), effort: 'standard' },
  { name: '10k-x-10k-proof', shapes: one(10_000, 10_000), effort: 'proof' },
  { name: '10k-x-4k', shapes: one(10_000, 4_000), effort: 'standard', highs: true },
  { name: '10k-x-4k-travel', shapes: one(10_000, 4_000, { travel: true }), effort: 'standard' },
  // HiGHS looks at the clock between steps only: one of its first takes longer than ten minutes here.
  { name: '50k-x-20k', shapes: one(50_000, 20_000), effort: 'standard' },
  { name: '50k-x-20k-travel', shapes: one(50_000, 20_000, { travel: true }), effort: 'standard' },
  { name: '50k-x-20k-timeless', shapes: one(50_000, 20_000, { timeless: true }), effort: 'standard' },
  { name: '16-communities', shapes: COMMUNITIES, effort: 'standard', highs: true },
  {
    name: '16-communities-travel',
    shapes: COMMUNITIES.map((shape) => ({ ...shape, travel: true })),
    effort: 'standard',
  },
];

const EVENTS = 500;
const EVENT_SHAPES = [
  ...one(10_000, 10_000),
  ...one(10_000, 4_000),
  ...one(10_000, 10_000, { travel: true }),
];

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Run {
  readonly solution: Solution;
  readonly ms: number;
}

async function run(problem: Problem, effort: Effort, times: number): Promise<Run> {
  const runs: Run[] = [];
  for (let k = 0; k < times; k += 1) {
    const began = processorMs();
    const solution = await solve(problem, { effort, now: processorMs });
    runs.push({ solution, ms: processorMs() - began });
  }
  runs.sort((a, b) => a.ms - b.ms);
  return runs[Math.floor(times / 2)]!;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(4)} %`;
}

function say(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
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
  say(...cells);
}

async function reportEvents(): Promise<void> {
  for (const shape of EVENT_SHAPES) {
    const figures = await measureEvents(shape, EVENTS, processorMs);
    const cells = [
      `events-${shape.requests}-x-${shape.helpers}${shape.travel ? '-travel' : ''}`,
      `${figures.events} events`,
      `p50 ${figures.p50.toFixed(1)} ms, p95 ${figures.p95.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms, most ${figures.most.toFixed(1)} ms`,
      `proven gap ${percent(figures.gapBefore)} before, ${percent(figures.gapAfter)} after`,
      `${percent(figures.behind)} behind a plan made anew`,
      `${figures.changedPairs} pairs changed`,
      `${figures.approvedBroken} approved broken`,
      `${figures.faults} faults`,
    ];
    say(...cells);
  }
}

async function reportHighs(name: string, problem: Problem, seconds: number): Promise<void> {
  const began = processorMs();
  try {
    const alone = await solveFullModel(problem, seconds);
    const gap = percent((alone.bound - alone.objective) / Math.max(1, alone.bound));
    const ms = Math.round(processorMs() - began);
    say(
      `${name}: HiGHS alone, at most ${seconds} s`,
      `objective ${alone.objective}`,
      `gap ${gap}`,
      `${ms} ms`,
    );
  } catch {
    say(`${name}: HiGHS alone, at most ${seconds} s`, 'gave up: more than WebAssembly can hold');
  }
}

async function reportPackages(name: string, problem: Problem): Promise<void> {
  for (const one of ASSIGNMENT_PACKAGES) {
    const began = processorMs();
    const objective = await assignWith(one, problem);
    const ms = Math.round(processorMs() - began);
    if (objective === null) say(`${name}: npm ${one}`, 'not installed');
    else say(`${name}: npm ${one}`, `objective ${objective}`, `${ms} ms`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      runs: { type: 'string', default: '3' },
      highs: { type: 'string', default: '60' },
    },
  });
  const [runs, seconds] = [Number(values.runs), Number(values.highs)];
  for (const bench of BENCHES.filter(({ name }) => name.includes(values.only))) {
    for (const [index, shape] of bench.shapes.entries()) {
      const problem = makeInstance(shape);
      report(bench, problem, await run(problem, bench.effort, runs));
      // Of several communities the first must do.
      if (bench.highs && seconds > 0 && index === 0) await reportHighs(bench.name, problem, seconds);
      if (bench.packages) await reportPackages(bench.name, problem);
    }
  }
  if ('events'.includes(values.only)) await reportEvents();
}

await main();
