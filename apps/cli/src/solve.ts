import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Effort, Stage } from '../../../libs/matching/src/engine/index.js';
import { EFFORTS, InvalidProblem, solve, validateProblem } from '../../../libs/matching/src/engine/index.js';

/** Larger files hold more edges than a problem may have. */
const MAX_BYTES = 512 * 1024 * 1024;

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
    const problem = validateProblem(parse(readText(call.file)));
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

/** @param file path, or `-` for stdin */
function readText(file: string): string {
  try {
    if (file !== '-' && statSync(file).size > MAX_BYTES) {
      throw new InvalidCall(`$: the file is larger than ${MAX_BYTES} bytes.`);
    }
    const bytes = readFileSync(file === '-' ? 0 : file);
    if (bytes.length > MAX_BYTES) throw new InvalidCall(`$: the input is larger than ${MAX_BYTES} bytes.`);
    return bytes.toString('utf8');
  } catch (fault) {
    if (fault instanceof InvalidCall) throw fault;
    throw new InvalidCall(`$: the file cannot be read (${firstLine(fault)}).`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch (fault) {
    throw new InvalidProblem('$', `the input is not JSON (${firstLine(fault)})`);
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

function firstLine(fault: unknown): string {
  return (fault instanceof Error ? fault.message : String(fault)).split('\n')[0]!.replace(/[.\s]+$/, '');
}
