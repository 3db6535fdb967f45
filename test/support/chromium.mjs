import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of the browser tests: `CHROMIUM_PATH`, else one on the PATH.
 * @returns {string | undefined}
 * @throws {Error} when `REQUIRE_CHROMIUM=1` and there is none
 */
export function findChromium(env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const files = env.CHROMIUM_PATH
    ? [env.CHROMIUM_PATH]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = files.find(canRun);
  if (!found && env.REQUIRE_CHROMIUM === '1') {
    throw new Error('REQUIRE_CHROMIUM=1, but there is no Chromium on the PATH and none at CHROMIUM_PATH.');
  }
  return found;
}
