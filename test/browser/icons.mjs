/** The icons that phones and tablets want as pictures, drawn of root/icon.svg: `npm run icons`, once it has changed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/chromium.mjs';

const root = fileURLToPath(new URL('../../apps/web/root/', import.meta.url));
const drawn = readFileSync(`${root}icon.svg`, 'utf8');
/** Any shape may be cut out of it: the ground fills the square, what is on it keeps to the inner 80 per cent. */
const toCut = drawn
  .replace(/ rx="\d+"/, '')
  .replace(
    /(<circle.*)<\/svg>/,
    '<g transform="translate(16 16) scale(.82) translate(-16 -16)">$1</g></svg>',
  );

const ICONS = [
  ['icon-192', 192, drawn],
  ['icon-512', 512, drawn],
  ['icon-maskable-512', 512, toCut],
  // Phones of Apple round the corners themselves.
  ['icon-180', 180, toCut],
];

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const [name, size, svg] of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>* { margin: 0 } svg { display: block }</style>${svg}`);
    writeFileSync(`${root}${name}.png`, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
