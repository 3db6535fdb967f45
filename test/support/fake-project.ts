import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const project = process.cwd();

/** The real first step of the commands in a small project of its own, with an npm that only notes what it is told. */
export interface FakeProject {
  folder: string;
  write(path: string, text: string): Promise<void>;
  /** What npm was told so far, one line a call. */
  npmCalls(): Promise<string[]>;
  run(args: string[], env?: NodeJS.ProcessEnv): FakeRun;
  remove(): Promise<void>;
}

export interface FakeRun {
  pid: number;
  ended: Promise<{ code: number | null; said: string; answered: string }>;
  kill(signal: NodeJS.Signals): void;
  /** Waits until the command has answered with this text. */
  answers(text: string): Promise<void>;
}

const npm = (folder: string): string => `#!/bin/sh
echo "$*" >> "${folder}/npm-calls"
if [ -n "$NPM_FAILS" ]; then echo "npm error code $NPM_FAILS"; echo "npm error unable to go on"; exit 1; fi
[ "$1" = ci ] || exit 0
rm -rf node_modules; mkdir -p node_modules/jest/bin; sleep 0.3
ln -s "${project}/node_modules/typescript" node_modules/typescript
mkdir node_modules/@types; ln -s "${project}/node_modules/@types/node" node_modules/@types/node
ln -s "${project}/node_modules/undici-types" node_modules/undici-types
echo 'console.log(process.env.NODE_OPTIONS, process.argv.slice(2).join(" ")); process.exit(3)' > node_modules/jest/bin/jest.js
`;

const main = `
const [command, ...rest] = process.argv.slice(2);
console.log('ran', command, rest.join(' '));
if (command === 'wait') {
  const staying = setInterval(() => undefined, 1000);
  process.once('SIGTERM', () => { clearInterval(staying); console.log('stopped'); process.exitCode = 5; });
} else process.exitCode = Number(rest[0] ?? 0);
`;

/** Lays out a project whose command answers with its arguments and exits with the first of them. */
export async function fakeProject(): Promise<FakeProject> {
  const folder = await mkdtemp(join(tmpdir(), 'intreccio-project-'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await cp(join(project, 'apps/cli/bootstrap'), join(folder, 'apps/cli/bootstrap'), { recursive: true });
  for (const file of ['apps/cli/bootstrap.mjs', 'tsconfig.json', '.config/tsconfig.build.json']) {
    await cp(join(project, file), join(folder, file));
  }
  await write('package.json', '{ "type": "module" }');
  await write('package-lock.json', '{ "packages": { "": {}, "node_modules/x": { "version": "1.0.0" } } }');
  await write('apps/cli/src/main.ts', main);
  await write('libs/thing/src/index.ts', 'export const thing = 1;\n');
  await write('libs/thing/src/migrations/0001.sql', 'SELECT 1;\n');
  await write('bin/npm', npm(folder));
  await chmod(join(folder, 'bin/npm'), 0o755);
  return {
    folder,
    write,
    npmCalls: async () =>
      (await readFile(join(folder, 'npm-calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean),
    run: (args, env = {}) => run(folder, args, env),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function run(folder: string, args: string[], env: NodeJS.ProcessEnv): FakeRun {
  const child = spawn(process.execPath, [join(folder, 'apps/cli/bootstrap.mjs'), ...args], {
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, DATABASE_URL: 'postgres://unused', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [answered, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (answered += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    ended: ended.then((code) => ({ code, said, answered })),
    kill: (signal) => void child.kill(signal),
    answers: async (text) => {
      for (let attempt = 0; attempt < 600 && !answered.includes(text); attempt += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
