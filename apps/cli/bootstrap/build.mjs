import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from './run-quietly.mjs';
import { say } from './words.mjs';

const roots = ['libs', 'apps/api/src', 'apps/worker/src', 'apps/cli/src'];
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', '.config/tsconfig.build.json'];
/** A page's scripts too: they are served as they are, where every other .js in dist is compiled. */
const isAsset = (path) => /\.(sql|json|html|css|svg)$|\/page\/[^/]+\.js$/.test(path);

/** Every file below the folder, by path relative to the project. */
export function filesBelow(project, folder) {
  const absolute = join(project, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(project.length + 1));
}

function sources(project) {
  return roots
    .flatMap((root) => filesBelow(project, root))
    .filter((path) => (path.endsWith('.ts') && !path.endsWith('.spec.ts')) || isAsset(path));
}

/** Names, sizes and times of the files: a few milliseconds, where compiling takes seconds. @param {string[]} paths */
export function signatureOf(project, paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const { size, mtimeMs } = statSync(join(project, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const signature = (project) => signatureOf(project, [...sources(project), ...settings]);

function stampFile(project) {
  return join(project, 'dist', '.built');
}

/** @param {string} project */
export function needsBuild(project) {
  return !existsSync(stampFile(project)) || readFileSync(stampFile(project), 'utf8') !== signature(project);
}

/** Puts what is no TypeScript beside the compiled code, and takes away what its sources no longer have. */
function syncAssets(project) {
  const assets = sources(project).filter(isAsset);
  const wanted = new Set(assets);
  for (const root of roots) {
    for (const path of filesBelow(project, join('dist', root))) {
      // A migration that a branch had would run for ever.
      if (isAsset(path) && !wanted.has(path.slice('dist/'.length))) rmSync(join(project, path));
    }
  }
  for (const asset of assets) {
    const target = join(project, 'dist', asset);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(project, asset), target);
  }
}

/**
 * Compiles the sources into `dist`.
 * @param {string} project
 * @throws {Error} with the compiler's words
 */
export async function build(project) {
  say('Building ...');
  // Read before: what changes while the compiler runs is built by the next start.
  const built = signature(project);
  // Without our stamp nobody knows what is missing in dist, and the compiler's own notes would hide it.
  if (!existsSync(stampFile(project))) rmSync(join(project, 'dist', '.build.tsbuildinfo'), { force: true });
  rmSync(stampFile(project), { force: true });
  const compiler = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  await runQuietly('Building', process.execPath, [compiler, '-p', '.config/tsconfig.build.json'], {
    cwd: project,
  });
  syncAssets(project);
  writeFileSync(stampFile(project), built);
}
