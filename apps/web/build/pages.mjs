import { readFileSync } from 'node:fs';
import { FACTS, LANGUAGES, readWords } from '../words.mjs';

const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** To the same page in each language, by how each calls itself. */
const SWITCH = FACTS.map(
  ({ code, short, name }) =>
    `<a href="?lang=${code}" lang="${code}" hreflang="${code}" aria-label="${escape(`${short} ${name}`)}">${escape(short)}</a>`,
).join('\n      ');

/**
 * `{{id}}` becomes the message, `{{@language}}` and `{{@direction}}` what they say, `{{@languages}}` the links to the others.
 * @throws Error for an unknown id
 */
function inLanguage(html, language, words, name) {
  return html.replace(/\{\{(@?[\w.-]+)\}\}/g, (_, id) => {
    if (id === '@language') return language;
    if (id === '@direction') return FACTS.find(({ code }) => code === language).direction;
    if (id === '@languages') return SWITCH;
    if (!words[id]) throw new Error(`${name} names the message ${id}, which ${language}.po does not have.`);
    return escape(words[id]);
  });
}

const PART = /<!-- part: (\w+) -->/g;

/**
 * `<!-- part: bar -->` becomes pages/parts/bar.html: what all pages share is written once.
 * @throws Error for an unknown part
 */
export function sharedParts() {
  return {
    name: 'shared-parts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(PART, (_, part) =>
          readFileSync(new URL(`../pages/parts/${part}.html`, import.meta.url), 'utf8'),
        ),
    },
  };
}

const builtFrom = (bundle, module) =>
  Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));

/** Where most people begin, and the screen there. */
const BEGINNINGS = {
  '/home': '/src/home/home.tsx',
  '/ask/what': '/src/ask/ask.tsx',
  '/v/home': '/src/helper-home/helper-home.tsx',
  '/v/availability': '/src/availability/availability.tsx',
  '/co/queue': '/src/desk-queue/queue.tsx',
};

/** The files of a screen that the page does not load anyway. */
function filesOf(bundle, html, module) {
  const files = new Set([builtFrom(bundle, module).fileName]);
  for (const file of files) for (const one of bundle[file]?.imports ?? []) files.add(one);
  return [...files].filter((file) => !html.includes(`"/${file}"`)).map((file) => `/${file}`);
}

/** What the application asks for once it runs, its page asks for before: its words, its first screen and answers. */
function withFirstNeeds(html, bundle, language) {
  const words = builtFrom(bundle, `/words/${language}.po`).fileName;
  const early = builtFrom(bundle, '/api/early.ts').fileName;
  const screens = Object.entries(BEGINNINGS).map(([path, module]) => [path, filesOf(bundle, html, module)]);
  const told = escape(JSON.stringify(Object.fromEntries(screens)));
  return html
    .replace(
      '<script',
      `<script type="module" async crossorigin src="/${early}" data-screens="${told}"></script>\n    <script`,
    )
    .replace('</head>', `  <link rel="modulepreload" crossorigin href="/${words}">\n  </head>`);
}

/** Each page comes out once a language, ready to be read without any script: login.it.html, login.en.html … */
export function pagesInEveryLanguage() {
  return {
    name: 'pages-in-every-language',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const [name, page] of Object.entries(bundle)) {
        if (!name.endsWith('.html')) continue;
        delete bundle[name];
        for (const language of LANGUAGES) {
          const whole = name.endsWith('app.html')
            ? withFirstNeeds(String(page.source), bundle, language)
            : page.source;
          const source = inLanguage(String(whole), language, readWords(language), name);
          this.emitFile({ type: 'asset', fileName: name.replace('.html', `.${language}.html`), source });
        }
      }
    },
  };
}
