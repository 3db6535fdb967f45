/**
 * `npm run bench:public -- FOLDER [--effort proof] [--seconds 300] [--only d10]`: every public instance in a folder,
 * through the command line's own `solve`, each in a process of its own that may have so many seconds of the
 * processor. A line an instance, then a table of the sets.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSolve } from '../../apps/cli/src/solve.js';
import type { Solution } from '../../libs/matching/src/engine/index.js';
import type { PublicInstance } from './matching-public.js';
import { readInstances } from './matching-public.js';

interface Outcome {
  readonly name: string;
  readonly set: string;
  /** Null where the process was ended before. */
  readonly seconds: number | null;
  readonly left: number;
  readonly cost: number;
  readonly atLeast: number;
}

const KNOWN = JSON.parse(
  readFileSync(new URL('./instances/known-costs.json', import.meta.url), 'utf8'),
) as Record<string, number>;

interface Terms {
  readonly effort: string;
  readonly seconds: number;
  /** Where problem and solution pass from one process to the other. */
  readonly folder: string;
}

/** In the process of one instance: solves it, tells the parent how long the processor took. */
async function solveOne(problem: string, solution: string, effort: string): Promise<void> {
  const before = process.cpuUsage();
  process.exitCode = await runSolve([problem, '--effort', effort, '--out', solution]);
  const { user, system } = process.cpuUsage(before);
  process.send!((user + system) / 1e6);
  process.disconnect();
}

async function measure(instance: PublicInstance, set: string, terms: Terms): Promise<Outcome> {
  const [problem, answer] = [join(terms.folder, 'problem.json'), join(terms.folder, 'solution.json')];
  writeFileSync(problem, JSON.stringify(instance.problem));
  const limited = `ulimit -t ${terms.seconds}; exec "$@"`;
  const again = [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url), '--one'];
  const child = spawn('sh', ['-c', limited, 'sh', ...again, problem, answer, terms.effort], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr!.on('data', (chunk) => (said += String(chunk)));
  let seconds: number | null = null;
  child.once('message', (message) => (seconds = message as number));
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  if (code === null) return { name: instance.name, set, seconds: null, ...lastSaid(instance, said) };
  if (code !== 0) throw new Error(`${instance.name}: ${said}`);
  const solution = JSON.parse(readFileSync(answer, 'utf8')) as Solution;
  const cost = instance.free - solution.objective;
  const atLeast = Math.max(instance.atLeast, instance.free - solution.bound);
  return { name: instance.name, set, seconds, left: solution.unmatched.length, cost, atLeast };
}

/** The last stage a process told of before it was ended: an item its plan leaves out counts as a high cost. */
function lastSaid(
  { free, atLeast }: PublicInstance,
  said: string,
): Pick<Outcome, 'left' | 'cost' | 'atLeast'> {
  const [, objective, bound] = [...said.matchAll(/objective (\d+), bound (\d+)/g)].at(-1) ?? [];
  if (!objective || !bound) return { left: NaN, cost: Infinity, atLeast };
  return { left: 0, cost: free - Number(objective), atLeast: Math.max(atLeast, free - Number(bound)) };
}

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort(new Intl.Collator('en', { numeric: true }).compare)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesIn(path);
    else if (/^(assignp?\d+|gap\w+(-\d+)?|[a-e]\d{5,6})(\.txt)?$|\.dat$/.test(name)) yield path;
  }
}

/** Generalised assignment by its type, everything else by its folder or kind. */
function setOf(path: string, name: string): string {
  if (path.endsWith('.dat')) return basename(dirname(path));
  return /^(assignp?|gap|[a-e](?=\d))/.exec(name)![1]!;
}

function print({ name, seconds, left, cost, atLeast }: Outcome): void {
  const gap = `${((100 * (cost - atLeast)) / Math.max(1, atLeast)).toFixed(3)} %`;
  const known = KNOWN[name] === undefined ? '' : `, known ${KNOWN[name]}`;
  const time = seconds === null ? 'ended' : `${seconds.toFixed(1)} s`;
  const verdict = left > 0 ? `${left} left out` : `cost ${cost}, at least ${atLeast}${known}, gap ${gap}`;
  console.log(`${name}: ${verdict}, ${time}`);
}

function printSet(set: string, all: readonly Outcome[]): void {
  const whole = all.filter(({ left }) => left === 0);
  const worst = Math.max(...whole.map(({ cost, atLeast }) => (cost - atLeast) / Math.max(1, atLeast)));
  const seconds = all.flatMap((one) => one.seconds ?? []).sort((a, b) => a - b);
  const figures = [
    all.length,
    whole.filter((one) => one.seconds !== null).length,
    whole.filter(({ cost, atLeast }) => cost === atLeast).length,
    whole.filter(({ name, cost }) => cost === KNOWN[name]).length,
    `${(100 * worst).toFixed(2)} %`,
    seconds.length === 0 ? '-' : `${seconds[seconds.length >> 1]!.toFixed(1)} s`,
    all.filter((one) => one.seconds === null).length,
  ];
  console.log(`| ${set} | ${figures.join(' | ')} |`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      effort: { type: 'string', default: 'proof' },
      seconds: { type: 'string', default: '300' },
      only: { type: 'string', default: '' },
      one: { type: 'boolean' },
    },
  });
  if (values.one) return solveOne(...(positionals as [string, string, string]));
  const folder = mkdtempSync(join(tmpdir(), 'public-'));
  const terms = { effort: values.effort, seconds: Number(values.seconds), folder };
  const outcomes: Outcome[] = [];
  for (const path of filesIn(positionals[0] ?? '.')) {
    for (const instance of readInstances(path)) {
      if (!instance.name.includes(values.only)) continue;
      const set = setOf(path, instance.name);
      const outcome = await measure(instance, set, terms);
      print(outcome);
      outcomes.push(outcome);
    }
  }
  console.log('| set | instances | all served | proven | at the known cost | worst gap | median | ended |');
  for (const set of new Set(outcomes.map((one) => one.set)))
    printSet(
      set,
      outcomes.filter((one) => one.set === set),
    );
  rmSync(folder, { recursive: true });
}

await main();
