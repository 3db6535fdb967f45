import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Solution } from '../../../libs/matching/src/engine/index.js';
import { PUBLIC_INSTANCES, readPublic, SERVED } from '../../../test/bench/matching-public.js';
import { runSolve } from './solve.js';

const folder = mkdtempSync(join(tmpdir(), 'solve-'));
const said: string[] = [];

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

  it('tells of each stage on stderr', async () => {
    const { stderr } = await run('{"version":1,"requests":[],"helpers":[],"edges":[]}', '--effort', 'quick');
    expect(stderr).toMatch(/^greedy: objective 0, [\d.]+ ms\nprices: objective 0, bound 0, /);
  });

  it.each([
    ['bad JSON', '{"version":', /^\$: the input is not JSON \(.+\)\.\n$/],
    ['another version', '{"version":2}', /^\$\.version: must be 1\.\n$/],
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
    ['an unknown effort', ['a.json', '--effort', 'heroic']],
  ])('refuses %s', async (_, argv) => {
    said.length = 0;
    expect(await runSolve(argv)).toBe(2);
    expect(said.join('')).toMatch(/^.+\.\n$/);
  });
});
