/**
 * The README's pictures, taken of a running demonstration: `npm start` in one window, `npm run screenshots` in another.
 * Another address than localhost:3000 is its first argument.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/chromium.mjs';

const base = process.argv[2] ?? 'http://localhost:3000';
const target = (name) => fileURLToPath(new URL(`../../.pictures/${name}.png`, import.meta.url));

/** Who looks (the tour's button), at what, on how wide a screen. */
const PICTURES = [
  {
    name: 'coordinator',
    button: /coordinatrice/,
    path: '/co/queue?kind=new',
    width: 1280,
    height: 860,
    press: ['.queue-row a'],
    shows: '.terms',
  },
  { name: 'family', button: /famiglia/, path: '/home', width: 390, height: 844 },
  {
    name: 'helper',
    button: /banca del tempo/,
    path: '/v/availability',
    width: 390,
    height: 844,
    press: ['text=Svuota', 'text=Pomeriggi feriali'],
    shows: 'h1',
  },
];

const MOST_TRIES = 5;
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const { name, button, path, width, height, press, shows } of PICTURES) {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: 'it',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
      hasTouch: width < 1280,
    });
    const page = await context.newPage();
    await page.goto(`${base}/login`);
    await page.locator('#tour-roles button', { hasText: button }).first().click();
    await page.waitForURL((url) => url.pathname !== '/login');
    // People's pages do not wait for the typeface; a picture does.
    for (let tries = 0, lettered = false; !lettered && tries < MOST_TRIES; tries += 1) {
      await page.goto(base + path);
      await page.locator('h1').waitFor();
      lettered = await page.evaluate(() => document.documentElement.classList.contains('own-letters'));
    }
    await page.waitForTimeout(1_500);
    for (const one of press ?? []) await page.locator(one).first().click();
    if (shows) await page.locator(shows).waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: target(name) });
    console.log(`.pictures/${name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
}
