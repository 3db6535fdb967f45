import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { chunks } from './build/chunks.mjs';
import { compressed } from './build/compressed.mjs';
import { ownCopies } from './build/own-copies.mjs';
import { pagesInEveryLanguage, sharedParts } from './build/pages.mjs';
import { wordFiles } from './build/word-files.mjs';
import { FACTS } from './words.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const pages = readdirSync(at('./pages'))
  .filter((name) => name.endsWith('.html'))
  .map((name) => at(`./pages/${name}`));
const app = at('./pages/app.html');

/** The pages and their assets, written to dist/apps/web, from where the API serves them. */
export default defineConfig({
  root: at('.'),
  publicDir: at('./root'),
  base: '/',
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': JSON.stringify('production'), LANGUAGES_BUILT: JSON.stringify(FACTS) },
  build: {
    outDir: at('../../dist/apps/web'),
    emptyOutDir: true,
    target: ['es2022', 'safari15.4'],
    // Everything is a file of its own: the content security policy lets nothing inline in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      // Libraries mark what runs in a browser with 'use client'; here everything does.
      checks: { moduleLevelDirective: false },
      input: {
        ...Object.fromEntries(pages.map((page) => [basename(page, '.html'), page])),
        early: at('./src/api/early.ts'),
        sw: at('./src/offline/sw.ts'),
      },
      // A browser asks for the service worker by the same name for ever.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: chunks(
          app,
          pages.filter((page) => page !== app),
          [at('./src/ui/confirm.tsx'), at('./src/ui/switch.tsx')],
        ),
      },
    },
  },
  plugins: [
    ownCopies(at('./src/offline/sw.ts')),
    wordFiles(),
    sharedParts(),
    pagesInEveryLanguage(),
    compressed(),
  ],
});
