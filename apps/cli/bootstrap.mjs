/**
 * The first step of every command: it needs nothing but Node and npm. Installs what the lock file names, builds
 * what changed, then hands over to the command itself in this same process, so that signals and the terminal are
 * the command's own.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, needsBuild } from './bootstrap/build.mjs';
import { buildWeb, needsWebBuild } from './bootstrap/build-web.mjs';
import { install, needsInstall } from './bootstrap/install.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { runTests } from './bootstrap/run-tests.mjs';
import { explain, nodeIsTooOld, say } from './bootstrap/words.mjs';

const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [command, ...rest] = process.argv.slice(2);

/** Brings installation and build up to date; touches nothing when they are. */
async function prepare() {
  const building = command !== 'test';
  if (!needsInstall(project) && !(building && needsBuild(project)) && !needsWebBuild(project)) return;
  await withLock(join(project, '.data'), async () => {
    // Asked again: another start may have done it while this one waited.
    if (needsInstall(project)) await install(project);
    if (building && needsBuild(project)) await build(project);
    if (needsWebBuild(project)) await buildWeb(project);
  });
}

async function run() {
  const tooOld = nodeIsTooOld(process.versions.node);
  if (tooOld) throw new Error(tooOld);
  await prepare();
  if (command === 'test') return runTests(project, rest);
  const main = join(project, 'dist', 'apps', 'cli', 'src', 'main.js');
  process.argv = [process.argv[0], main, ...(command === undefined ? [] : [command]), ...rest];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main).href);
  return process.exitCode;
}

try {
  process.exitCode = await run();
} catch (error) {
  say(explain(error));
  process.exitCode = 1;
}
