import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
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
  // Unheard, a stream whose reader has gone ends the process with a stack trace.
  for (const stream of [process.stdout, process.stderr])
    stream.off('error', nobodyReads).on('error', nobodyReads);
  try {
    const call = readCall(argv);
    // Now, not after minutes of planning.
    if (call.out !== undefined) tryWriting(call.out);
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
  if (out === undefined) return print(text);
  try {
    writeFileSync(out, text);
  } catch (fault) {
    throw cannotWrite('--out', fault);
  }
}

/** Whoever has read enough may close the pipe. */
async function print(text: string): Promise<void> {
  const fault = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    process.stdout.write(text, resolve);
  });
  if (fault && fault.code !== 'EPIPE') throw cannotWrite('stdout', fault);
}

/** Opens the file as the solution's writing will, and leaves things as they were. */
function tryWriting(out: string): void {
  const isNew = !existsSync(out);
  try {
    closeSync(openSync(out, 'a'));
    if (isNew) rmSync(out);
  } catch (fault) {
    throw cannotWrite('--out', fault);
  }
}

function cannotWrite(where: string, fault: unknown): InvalidCall {
  return new InvalidCall(`${where} cannot be written (${firstLine(fault)}).`);
}

function nobodyReads(): void {}

function announce(stage: Stage): void {
  const bound = stage.bound === null ? '' : `, bound ${stage.bound}`;
  process.stderr.write(`${stage.name}: objective ${stage.objective}${bound}, ${stage.ms} ms\n`);
}
