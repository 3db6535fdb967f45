import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { advisoriesOf, judge, type Seen } from './advisories.rules.js';

/**
 * `npm run advisories`: asks the registry which locked libraries have known weaknesses. Ends with 1 when one is beyond
 * its time, with 3 when the registry did not answer and so nothing is known.
 */
const SEEN = '.ci/advisories.json';
const NO_ANSWER = 3;
const PATIENCE_MS = 120_000;

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function ask(): unknown {
  const asked = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return JSON.parse(asked.stdout);
  } catch {
    return { message: asked.error?.message ?? 'no report' };
  }
}

const report = ask();
const advisories = advisoriesOf(report);
if (!advisories) {
  const { message = 'no report' } = report as { message?: string };
  say(`The registry did not answer (${message}): nothing was looked at. Ask again with a network.`);
  process.exit(NO_ANSWER);
}
const seen = JSON.parse(readFileSync(SEEN, 'utf8')) as Seen;
const { overdue, inTime, settled } = judge(advisories, seen, new Date().toISOString().slice(0, 10));
for (const one of inTime) say(`Known: ${one}`);
for (const url of settled) say(`Settled: take ${url} out of ${SEEN}.`);
for (const one of overdue) say(`Overdue: ${one}`);
if (overdue.length > 0) {
  say(`Replace the library. A new one may wait as long as SECURITY.md says: write the day into ${SEEN}.`);
  process.exit(1);
}
say(advisories.length === 0 ? 'No locked library has a known weakness.' : 'Nothing is beyond its time.');
