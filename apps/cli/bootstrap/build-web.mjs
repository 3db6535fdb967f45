import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, signatureOf } from './build.mjs';
import { runQuietly } from './run-quietly.mjs';
import { say } from './words.mjs';

const SETTINGS = ['package.json', 'package-lock.json'];
const stampFile = (project) => join(project, 'dist', '.web-built');
const folder = (project) => join(project, 'apps', 'web');

function signature(project) {
  const sources = ['build', 'pages', 'root', 'src', 'words'].flatMap((name) =>
    filesBelow(project, `apps/web/${name}`),
  );
  const scripts = ['apps/web/vite.config.mjs', 'apps/web/words.mjs'];
  return signatureOf(project, [
    ...sources.filter((path) => !path.includes('.spec.')),
    ...scripts,
    ...SETTINGS,
  ]);
}

/** @param {string} project */
export function needsWebBuild(project) {
  if (!existsSync(folder(project))) return false;
  return !existsSync(stampFile(project)) || readFileSync(stampFile(project), 'utf8') !== signature(project);
}

/**
 * Builds the web application into `dist/apps/web`, from where the API serves it.
 * @param {string} project
 * @throws {Error} with the bundler's words
 */
export async function buildWeb(project) {
  say('Building the web application ...');
  const built = signature(project);
  rmSync(stampFile(project), { force: true });
  const bundler = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  await runQuietly('Building', process.execPath, [bundler, 'build'], { cwd: folder(project) });
  mkdirSync(join(project, 'dist'), { recursive: true });
  writeFileSync(stampFile(project), built);
}
