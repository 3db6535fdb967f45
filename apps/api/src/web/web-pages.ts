import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const LANGUAGES = ['it', 'en', 'ar'] as const;
export type PageLanguage = (typeof LANGUAGES)[number];

const PAGES = ['app', 'front', 'login', 'privacy', 'accessibility'] as const;
export type PageName = (typeof PAGES)[number];

const ROOT_FILES = ['sw.js', 'app.webmanifest', 'icon.svg'] as const;
export type RootFile = (typeof ROOT_FILES)[number];

/** A page in one language, ready to be sent in each encoding. */
export interface WebPage {
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** Where the build lays the web application: beside the compiled API. */
export const BUILT_WEB = fileURLToPath(new URL('../../../web/', import.meta.url));

/** The pages of the web application as the build left them; read once. A folder without them has none to show. */
export class WebPages {
  private readonly pages = new Map<string, WebPage>();
  private readonly files = new Map<RootFile, Buffer>();

  /** @param demo says so in the page, which then offers a tour of the sample data */
  constructor(
    readonly folder: string,
    demo: boolean,
  ) {
    for (const name of ROOT_FILES) {
      if (existsSync(`${folder}/${name}`)) this.files.set(name, readFileSync(`${folder}/${name}`));
    }
    for (const name of PAGES) for (const language of LANGUAGES) this.read(name, language, demo);
  }

  find(name: PageName, language: PageLanguage): WebPage | undefined {
    return this.pages.get(`${name}.${language}`);
  }

  /** One of the few files whose names never change. */
  file(name: RootFile): Buffer | undefined {
    return this.files.get(name);
  }

  private read(name: PageName, language: PageLanguage, demo: boolean): void {
    const file = `${this.folder}/pages/${name}.${language}.html`;
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const identity = Buffer.from(demo ? text.replace('<html ', '<html data-demo ') : text);
    this.pages.set(`${name}.${language}`, {
      identity,
      gzip: gzipSync(identity, { level: 9 }),
      br: brotliCompressSync(identity),
    });
  }
}

/**
 * The language a page is asked for in: the address says it, else what was chosen before, else the browser's own list,
 * else Italian.
 */
export function pageLanguage(asked: unknown, chosen: unknown, accepted: string | undefined): PageLanguage {
  const wishes = [asked, chosen, ...wished(accepted)];
  return wishes.find(isPageLanguage) ?? 'it';
}

const isPageLanguage = (code: unknown): code is PageLanguage => LANGUAGES.includes(code as PageLanguage);

const MOST_WISHES = 20;

/** The languages of an Accept-Language header, the most wanted first. */
function wished(accepted = ''): string[] {
  return accepted
    .split(',', MOST_WISHES)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((it) => /^\s*q=([\d.]+)$/.exec(it)?.[1]).find(Boolean);
      return { code: tag.toLowerCase().split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ code }) => code);
}
