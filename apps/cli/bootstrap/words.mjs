const needed = [20, 19];

/** Writes one sentence to the terminal. @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/**
 * @param {string} version Node's version, like 20.19.0
 * @returns {string | undefined} what to do, when it is too old
 */
export function nodeIsTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return undefined;
  return `Intreccio needs Node ${needed.join('.')} or newer and this is Node ${version}: install it from https://nodejs.org and run the command again.`;
}

/** @type {[RegExp, string][]} */
const causes = [
  [/ENOSPC|no space left/i, 'The disk is full: free about 1 GB, then run the command again.'],
  [
    /EROFS|read-only file system/i,
    'This folder is read-only: copy the project to a place that can be written.',
  ],
  [/EACCES|EPERM/, 'This folder belongs to somebody else: take a folder of your own, or change its owner.'],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network|proxy|UNABLE_TO_GET_ISSUER|SELF_SIGNED/i,
    "npm's registry cannot be reached: check the internet connection (and npm's proxy settings), then run the command again.",
  ],
  [
    /EUSAGE|in sync/i,
    'package.json and package-lock.json do not fit together: restore both with `git checkout`, or run `npm install` if you changed them.',
  ],
  [
    /EINTEGRITY/,
    'A package did not arrive as it was published: run `npm cache clean --force`, then the command again.',
  ],
];

/** A failure in one sentence with what to do, where the cause is known. @param {unknown} error */
export function explain(error) {
  const text = error instanceof Error ? error.message : String(error);
  const known = causes.find(([pattern]) => pattern.test(text));
  return known ? `${text}\n${known[1]}` : text;
}
