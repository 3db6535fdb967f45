import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { fakeProject, type FakeProject } from '../support/fake-project.js';

jest.setTimeout(90_000);

let project: FakeProject;

beforeEach(async () => {
  project = await fakeProject();
});

afterEach(async () => {
  await project.remove();
});

const installs = async (): Promise<number> =>
  (await project.npmCalls()).filter((call) => call.startsWith('ci ')).length;

describe('a command on a fresh clone', () => {
  test('installs without scripts, builds, and runs with its arguments and exit code', async () => {
    const first = await project.run(['solve', '4', '--fast']).ended;
    expect(first).toMatchObject({ code: 4, answered: 'ran solve 4 --fast\n' });
    expect(first.said).toMatch(/^Installing the locked dependencies .*\nBuilding \.\.\.\n$/);
    const [ci] = await project.npmCalls();
    expect(ci).toContain('ci --ignore-scripts --include=dev --include=optional');
    expect(existsSync(join(project.folder, 'dist/libs/thing/src/migrations/0001.sql'))).toBe(true);

    const second = await project.run(['solve', '0']).ended;
    expect(second).toEqual({ code: 0, said: '', answered: 'ran solve 0\n' });
    expect(await installs()).toBe(1);
  });

  test('installs once when it is started twice at the same time', async () => {
    const both = [project.run(['one']), project.run(['two'])];
    const [one, two] = await Promise.all(both.map(({ ended }) => ended));
    expect([one?.code, two?.code]).toEqual([0, 0]);
    expect(await installs()).toBe(1);
    expect(`${one?.said}${two?.said}`).toContain('waiting for it');
    expect(existsSync(join(project.folder, '.data/bootstrap.lock'))).toBe(false);
  });

  test('is not held up by the lock of a start that was killed', async () => {
    const dead = project.run(['gone']);
    dead.kill('SIGKILL');
    await dead.ended;
    await project.write('.data/bootstrap.lock', String(dead.pid));
    expect(await project.run(['solve']).ended).toMatchObject({ code: 0 });
  });

  test('stopped while it installs it takes npm along, and installs at the next start', async () => {
    const stopped = project.run(['start']);
    while ((await installs()) === 0) await new Promise((resume) => setTimeout(resume, 20));
    stopped.kill('SIGTERM');
    const { code, said } = await stopped.ended;
    expect(code).toBe(1);
    expect(said).toContain('Installing was stopped (SIGTERM); the next start does it anew.');
    expect(existsSync(join(project.folder, '.data/bootstrap.lock'))).toBe(false);
    expect(await project.run(['start']).ended).toMatchObject({ code: 0 });
  });

  test('says what to do when the registry is out of reach, and installs at the next start', async () => {
    const failed = await project.run(['start'], { NPM_FAILS: 'ENOTFOUND' }).ended;
    expect(failed.code).toBe(1);
    expect(failed.answered).toBe('');
    expect(failed.said).toContain('npm error code ENOTFOUND');
    expect(failed.said).toContain('check the internet connection');
    expect(await project.run(['start']).ended).toMatchObject({ code: 0 });
  });
});

describe('a command on an older clone', () => {
  beforeEach(async () => {
    await project.run(['first']).ended;
  });

  test('installs again when the lock file has changed', async () => {
    await project.write(
      'package-lock.json',
      '{ "packages": { "": {}, "node_modules/x": { "version": "1.0.1" } } }',
    );
    await project.run(['again']).ended;
    expect(await installs()).toBe(2);
  });

  test('takes a developer’s own installation of exactly the locked packages', async () => {
    await project.write(
      'node_modules/.package-lock.json',
      '{ "packages": { "node_modules/x": { "version": "2.0.0" } } }',
    );
    const lock =
      '{ "packages": { "": {}, "node_modules/x": { "version": "2.0.0" }, "node_modules/y": { "version": "1.0.0", "optional": true } } }';
    await project.write('package-lock.json', lock);
    await project.run(['again']).ended;
    expect(await installs()).toBe(1);
  });

  test('builds again when a source has changed, and drops files that their sources no longer have', async () => {
    await rm(join(project.folder, 'libs/thing/src/migrations/0001.sql'));
    await project.write('libs/thing/src/migrations/0002.sql', 'SELECT 2;\n');
    const { said } = await project.run(['again']).ended;
    expect(said).toBe('Building ...\n');
    expect(existsSync(join(project.folder, 'dist/libs/thing/src/migrations/0001.sql'))).toBe(false);
    expect(existsSync(join(project.folder, 'dist/libs/thing/src/migrations/0002.sql'))).toBe(true);
  });

  test('shows what does not compile, runs nothing, and tries again at the next start', async () => {
    await project.write('libs/thing/src/index.ts', 'export const thing: string = 1;\n');
    for (let start = 0; start < 2; start += 1) {
      const { code, said, answered } = await project.run(['again']).ended;
      expect({ code, answered }).toEqual({ code: 1, answered: '' });
      expect(said).toContain('libs/thing/src/index.ts(1,14): error TS2322');
    }
    await project.write('libs/thing/src/index.ts', 'export const thing: string = "1";\n');
    expect(await project.run(['again']).ended).toMatchObject({ code: 0 });
  });

  test('builds everything again when dist was emptied', async () => {
    await rm(join(project.folder, 'dist'), { recursive: true });
    await project.run(['again']).ended;
    expect(existsSync(join(project.folder, 'dist/libs/thing/src/index.js'))).toBe(true);
  });

  test('passes a signal on and keeps the exit code', async () => {
    const waiting = project.run(['wait']);
    await waiting.answers('ran wait');
    waiting.kill('SIGTERM');
    expect(await waiting.ended).toMatchObject({ code: 5, answered: 'ran wait \nstopped\n' });
  });

  test('runs the tests with the flag for ES modules, their arguments and their exit code', async () => {
    const { code, answered } = await project.run(['test', 'libs/thing', '--ci']).ended;
    expect(code).toBe(3);
    expect(answered).toContain('--experimental-vm-modules');
    expect(answered).toContain('libs/thing --ci');
  });
});

test('an old Node is refused in one sentence', async () => {
  const words = join(process.cwd(), 'apps/cli/bootstrap/words.mjs');
  const { nodeIsTooOld } = (await import(words)) as { nodeIsTooOld(version: string): string | undefined };
  expect(['20.19.0', '20.20.1', '22.0.0', '24.1.0'].map(nodeIsTooOld)).toEqual(Array(4).fill(undefined));
  expect(nodeIsTooOld('20.18.3')).toMatch(
    /^Intreccio needs Node 20.19 or newer and this is Node 20.18.3: install/,
  );
  expect(nodeIsTooOld('18.20.0')).toContain('nodejs.org');
});
