import type { PublicDesk } from '#communities';
import { commonError } from '#platform';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { escapeHtml, phoneLink } from './html.js';

/** In which whoever asks for no language that there is reads. */
const FALLBACK = 'it';

const PAGES = [
  'app',
  'front',
  'login',
  'login-with',
  'join',
  'privacy',
  'accessibility',
  'link-over',
  'demo',
] as const;
export type PageName = (typeof PAGES)[number];

/** Pages with places for words that are known only when they are asked for: `{{=title}}`. */
const FILLED_PAGES = ['link'] as const;
type FilledPage = (typeof FILLED_PAGES)[number];

/** Where a page tells whom to call; without a desk there is nothing to tell. */
const CALL = /<div class="call">[^]*?<\/div>/;

/** What phones and tablets show the application by. */
export const ICONS = ['icon-180.png', 'icon-192.png', 'icon-512.png', 'icon-maskable-512.png'] as const;
const ROOT_FILES = ['sw.js', 'app.webmanifest', 'icon.svg', ...ICONS] as const;
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
  /** The languages in which the build made the pages: one for each of its PO files. */
  readonly languages: readonly string[];
  private readonly texts = new Map<string, string>();
  private readonly files = new Map<RootFile, Buffer>();
  /** As they are sent, with the desks they name. */
  private readonly sent = new Map<string, { readonly desks: string; readonly page: WebPage }>();

  /** @param demo says so in the page, which then offers a tour of the sample data */
  constructor(
    readonly folder: string,
    demo: boolean,
  ) {
    for (const name of ROOT_FILES) {
      if (existsSync(`${folder}/${name}`)) this.files.set(name, readFileSync(`${folder}/${name}`));
    }
    this.languages = builtLanguages(folder);
    for (const name of [...PAGES, ...FILLED_PAGES]) {
      for (const language of this.languages) this.read(name, language, demo);
    }
  }

  find(name: PageName, language: string, desks: readonly PublicDesk[] = []): WebPage | undefined {
    const key = `${name}.${language}`;
    const text = this.texts.get(key);
    if (text === undefined) return undefined;
    const told = JSON.stringify(desks);
    const known = this.sent.get(key);
    if (known?.desks === told) return known.page;
    const identity = Buffer.from(withDesks(text, desks));
    const page = {
      identity,
      gzip: gzipSync(identity, { level: 9 }),
      br: brotliCompressSync(identity),
    };
    this.sent.set(key, { desks: told, page });
    return page;
  }

  /**
   * A page with its places filled.
   * @param slots HTML, escaped already. @throws DomainError not-found when it was not built
   */
  fill(name: FilledPage, language: string, slots: Readonly<Record<string, string>>): string {
    const text = this.texts.get(`${name}.${language}`);
    if (text === undefined) throw commonError('not-found', 'The web application was not built.');
    return text.replace(/\{\{=(\w+)\}\}/g, (_, slot: string) => slots[slot] ?? '');
  }

  /** One of the few files whose names never change. */
  file(name: RootFile): Buffer | undefined {
    return this.files.get(name);
  }

  private read(name: PageName | FilledPage, language: string, demo: boolean): void {
    const file = `${this.folder}/pages/${name}.${language}.html`;
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    this.texts.set(`${name}.${language}`, demo ? text.replace('<html ', '<html data-demo ') : text);
  }
}

/** One desk needs no name beside its number. */
function withDesks(text: string, desks: readonly PublicDesk[]): string {
  if (desks.length === 0) return text.replace(CALL, '');
  const lines = desks.map(({ name, phone }) =>
    desks.length === 1 ? phoneLink(phone) : `<span dir="auto">${escapeHtml(name)}</span> ${phoneLink(phone)}`,
  );
  return text.replace('{{=desks}}', () => lines.map((line) => `<p>${line}</p>`).join(''));
}

/**
 * The language a page is asked for in: the address says it, else what was chosen before, else the browser's own list,
 * else Italian.
 */
export function pageLanguage(
  languages: readonly string[],
  asked: unknown,
  chosen: unknown,
  accepted: string | undefined,
): string {
  const wishes = [asked, chosen, ...wished(accepted)];
  return wishes.find((wish): wish is string => languages.includes(wish as string)) ?? FALLBACK;
}

function builtLanguages(folder: string): string[] {
  if (!existsSync(`${folder}/pages`)) return [];
  return readdirSync(`${folder}/pages`).flatMap(
    (name) => /^front\.([a-z]{2,3})\.html$/.exec(name)?.[1] ?? [],
  );
}

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
