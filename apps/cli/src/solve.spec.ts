import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Solution } from '../../../libs/matching/src/engine/index.js';
import { PUBLIC_INSTANCES, readPublic, SERVED } from '../../../test/bench/matching-public.js';
import { runSolve } from './solve.js';

const folder = mkdtempSync(join(tmpdir(), 'solve-'));
const said: string[] = [];
const EMPTY = '{"version":1,"requests":[],"helpers":[],"edges":[]}';

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});

afterAll(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Writes a problem, solves it, returns exit code, solution and what was said. */
async function run(
  content: string,
  ...flags: string[]
): Promise<{ code: number; solution: Solution | null; stderr: string }> {
  const file = join(folder, 'problem.json');
  const out = join(folder, 'solution.json');
  rmSync(out, { force: true });
  writeFileSync(file, content);
  said.length = 0;
  const code = await runSolve([file, '--out', out, ...flags]);
  const solution = code === 0 ? (JSON.parse(readFileSync(out, 'utf8')) as Solution) : null;
  return { code, solution, stderr: said.join('') };
}

describe('solve on the command line', () => {
  it.each(PUBLIC_INSTANCES)('proves the known optimum of %s', async (file, cost) => {
    const problem = readPublic(file);
    const { code, solution } = await run(JSON.stringify(problem), '--effort', 'proof');
    expect(code).toBe(0);
    const optimum = SERVED * problem.requests.length - cost;
    expect(solution).toMatchObject({
      objective: optimum,
      bound: optimum,
      gap: 0,
      status: 'optimal',
      unmatched: [],
    });
  });

  it.each(PUBLIC_INSTANCES)(
    'comes within 1 %% of the least cost of %s without a proof',
    async (file, cost) => {
      const problem = readPublic(file);
      const { solution } = await run(JSON.stringify(problem));
      expect(solution?.unmatched).toEqual([]);
      expect(SERVED * problem.requests.length - solution!.objective).toBeLessThanOrEqual(cost * 1.01);
      expect(solution!.bound).toBeGreaterThanOrEqual(SERVED * problem.requests.length - cost);
    },
  );

  it('tells of each stage on stderr', async () => {
    const { stderr } = await run(EMPTY, '--effort', 'quick');
    expect(stderr).toMatch(/^greedy: objective 0, [\d.]+ ms\nprices: objective 0, bound 0, /);
  });

  it.each([
    ['bad JSON', '{"version":', /^\$: the input is not JSON \(.+\)\.\n$/],
    ['control characters in bad JSON', '\u001B[31m{', /^\$: the input is not JSON \([^\p{Cc}]+\)\.\n$/u],
    ['lists in lists without end', '['.repeat(50_000), /^\$: is nested deeper than 100 levels\.\n$/],
    ['another version', '{"version":2}', /^\$\.version: must be 1\.\n$/],
    ['a prototype for a problem', `{"__proto__":${EMPTY}}`, /^\$\.__proto__: is not a field.+\.\n$/],
    ['a name of many lines', '{"version":1,"a\\nb":1}', /^\$\["a\?b"\]: is not a field of this version\.\n$/],
    ['a name without end', `{"${'x'.repeat(1e5)}":1}`, /^\$\["x{40}\.\.\."\]: is not a field.+\.\n$/],
    [
      'a visit that ends before it starts',
      '{"version":1,"requests":[{"id":"a","needed":1,"start":9,"end":9}],"helpers":[],"edges":[]}',
      /^\$\.requests\[0\]\.end: must be later than start\.\n$/,
    ],
  ])('refuses %s in one sentence', async (_, content, sentence) => {
    const { code, stderr } = await run(content);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it('reads a problem with a byte order mark and ids in any script', async () => {
    const requests = [{ id: 'ندى 🏠', needed: 1 }];
    const problem = { version: 1, requests, helpers: [{ id: 'è' }], edges: [[0, 0, 7, 30]] };
    const { code, solution } = await run(`\uFEFF${JSON.stringify(problem)}`);
    expect(code).toBe(0);
    expect(solution).toMatchObject({ objective: 7, assignments: [[0, 0]], status: 'optimal' });
  });

  it.each([
    ['no file', []],
    ['two files', ['a.json', 'b.json']],
    ['a missing file', [join(folder, 'none.json')]],
    ['an unknown flag', ['a.json', '--fast']],
    ['a folder for a file', [folder]],
    ['an unknown effort', ['a.json', '--effort', 'heroic']],
    ['an effort named like a built-in', ['a.json', '--effort', '__proto__']],
  ])('refuses %s', async (_, argv) => {
    said.length = 0;
    expect(await runSolve(argv)).toBe(2);
    expect(said.join('')).toMatch(/^.+\.\n$/);
  });

  it.each([
    ['a folder', folder],
    ['a file in no folder', join(folder, 'none', 'solution.json')],
  ])('refuses to write into %s before it plans', async (_, out) => {
    const file = join(folder, 'problem.json');
    writeFileSync(file, EMPTY);
    said.length = 0;
    expect(await runSolve([file, '--out', out])).toBe(2);
    expect(said.join('')).toMatch(/^--out cannot be written \(.+\)\.\n$/);
  });

  it('leaves no file behind when the problem is invalid', async () => {
    expect((await run('{}')).code).toBe(2);
    expect(existsSync(join(folder, 'solution.json'))).toBe(false);
  });
});

describe('the solution on stdout', () => {
  const file = join(folder, 'problem.json');

  it.each([
    ['is enough as far as its reader wants it', 'EPIPE', 0, /^(?!.*cannot).*$/s],
    [
      'is said in one sentence to be lost on a full disk',
      'ENOSPC',
      2,
      /\nstdout cannot be written \(.+\)\.\n$/,
    ],
  ])('%s', async (_, code, exit, sentence) => {
    writeFileSync(file, EMPTY);
    said.length = 0;
    const fault = Object.assign(new Error('write failed'), { code });
    const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((_text, told) => {
      (told as unknown as (fault: Error) => void)(fault);
      process.stdout.emit('error', fault);
      return false;
    });
    const ended = await runSolve([file]);
    stdout.mockRestore();
    expect(ended).toBe(exit);
    expect(said.join('')).toMatch(sentence);
  });
});
