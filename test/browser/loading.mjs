/**
 * How long a cheap phone waits: the largest paint and the shifts of the layout, on a slow line with a slow processor.
 * `npm run bench:web` starts a demonstration of its own; an address measures the one that is there. Ends with 1 when a
 * page could not be measured, and when a budget is broken, unless it is told to report only: on a machine that others use
 * too, a time says as much of them as of the page.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/chromium.mjs';
import { startDemonstration } from '../support/demonstration.mjs';

const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, 'report-only': { type: 'boolean', default: false } },
});
const runs = Number(wanted.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 50)
  throw new Error('--runs is a whole number from 1 to 50.');

/** Slow 4G and a processor four times slower, as web tests commonly take them. */
const LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: (0.75 * 1_000_000) / 8,
};
const SLOWER = 4;
/** Nothing large comes later than this. */
const SETTLED_MS = 1_500;

/** What is opened, by whom, and the longest wait for its largest paint. */
const PAGES = [
  { path: '/', most: 1_500 },
  { path: '/login', most: 1_500 },
  { path: '/privacy', most: 1_500 },
  { path: '/c/nothing', most: 1_500 },
  { path: '/home', role: 'family', most: 3_000 },
  { path: '/ask/what', role: 'family', most: 3_000 },
  { path: '/v/home', role: 'helper', most: 3_000 },
  { path: '/v/availability', role: 'helper', most: 3_000 },
];
const MOST_SHIFT = 0.05;

const WATCH = `
  window.seen = { paint: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.paint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function sessionOf(browser, base, role) {
  const context = await browser.newContext();
  const answer = await context.request.post(`${base}/demo/sign-in`, { data: { role } });
  if (!answer.ok()) throw new Error(`No demonstration at ${base}: start one with npm start.`);
  const { cookies } = await context.storageState();
  await context.close();
  return cookies;
}

/** One visit with nothing kept from before. */
async function visit(browser, address, cookies) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'it',
    hasTouch: true,
    serviceWorkers: 'block',
  });
  if (cookies) await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  let seen = await page.evaluate('seen');
  for (let paint = -1; paint !== seen.paint; seen = await page.evaluate('seen')) {
    paint = seen.paint;
    await page.waitForTimeout(SETTLED_MS);
  }
  await context.close();
  return seen;
}

/** A page of which the browser told no paint was not measured. */
async function measure(browser, base, { path, role, most }) {
  const cookies = role && (await sessionOf(browser, base, role));
  const visits = [];
  for (let run = 0; run < runs; run += 1) visits.push(await visit(browser, base + path, cookies));
  const paint = Math.round(median(visits.map((one) => one.paint)));
  if (paint === 0) throw new Error(`Nothing was painted at ${path}.`);
  const shift = Math.round(median(visits.map((one) => one.shift)) * 1_000) / 1_000;
  const kept = paint <= most && shift <= MOST_SHIFT;
  return { page: path, 'largest paint, ms': paint, 'at most': most, 'layout shift': shift, kept };
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
let demonstration;
try {
  demonstration = positionals[0] ? undefined : await startDemonstration();
  const base = demonstration?.base ?? positionals[0];
  const rows = [];
  for (const page of PAGES) rows.push(await measure(browser, base, page));
  console.table(rows);
  if (!wanted['report-only'] && rows.some(({ kept }) => !kept)) process.exitCode = 1;
} finally {
  await browser.close();
  await demonstration?.close();
}
