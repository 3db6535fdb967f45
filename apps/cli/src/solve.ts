import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Effort, Problem, Stage } from '../../../libs/matching/src/engine/index.js';
import { EFFORTS, InvalidProblem, solve } from '../../../libs/matching/src/engine/index.js';
import { firstLine, readProblem } from './problem-input.js';

const USAGE = 'usage: npm run solve -- problem.json [--effort quick|standard|proof] [--out solution.json]';

/** A fault of the command line or the files, said in one sentence. */
class InvalidCall extends Error {}

interface Call {
  readonly file: string;
  readonly effort: Effort;
  readonly out: string | undefined;
}

/**
 * `npm run solve`: reads a problem, plans, writes the solution. Progress on stderr, JSON on stdout or in `--out`.
 * @returns exit code: 0, or 2 when the call or the problem is invalid
 */
export async function runSolve(argv: string[]): Promise<number> {
  try {
    const call = readCall(argv);
    // Whatever it is: `solve` checks it before anything else.
    const problem = (await read(call.file)) as Problem;
    const options = { effort: call.effort, onStage: announce, now: () => performance.now() };
    const text = `${JSON.stringify(await solve(problem, options))}\n`;
    await write(call.out, text);
    return 0;
  } catch (fault) {
    if (!(fault instanceof InvalidProblem) && !(fault instanceof InvalidCall)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    return 2;
  }
}

function readCall(argv: string[]): Call {
  const options = { effort: { type: 'string' }, out: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true, strict: true });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new InvalidCall(`one problem file is needed; ${USAGE}.`);
    const effort = EFFORTS.find((name) => name === (values.effort ?? 'standard'));
    if (!effort) throw new InvalidCall(`--effort must be one of ${EFFORTS.join(', ')}; ${USAGE}.`);
    return { file, effort, out: values.out };
  } catch (fault) {
    if (fault instanceof InvalidCall) throw fault;
    throw new InvalidCall(`${firstLine(fault)}; ${USAGE}.`);
  }
}

async function read(file: string): Promise<unknown> {
  try {
    return await readProblem(file);
  } catch (fault) {
    if (fault instanceof InvalidProblem) throw fault;
    throw new InvalidCall(`$: the file cannot be read (${firstLine(fault)}).`);
  }
}

async function write(out: string | undefined, text: string): Promise<void> {
  if (out === undefined) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (fault) => (fault ? reject(fault) : resolve()));
    });
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (fault) {
    throw new InvalidCall(`--out cannot be written (${firstLine(fault)}).`);
  }
}

function announce(stage: Stage): void {
  const bound = stage.bound === null ? '' : `, bound ${stage.bound}`;
  process.stderr.write(`${stage.name}: objective ${stage.objective}${bound}, ${stage.ms} ms\n`);
}
