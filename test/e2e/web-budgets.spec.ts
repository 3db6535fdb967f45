import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BUILT_WEB } from '../support/test-installation.js';

/** What a page may weigh, in bytes as sent with gzip; fonts are compressed already. */
const KB = 1_024;
const FIRST_SCRIPTS = 160 * KB;
const FIRST_STYLES = 15 * KB;
const FIRST_FONTS = 30 * KB;
const LATER_SCREEN = 40 * KB;
const PUBLIC_PAGE = 20 * KB;
const DESK = 260 * KB;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

let manifest: Record<string, Chunk>;

beforeAll(() => {
  manifest = JSON.parse(readFileSync(join(BUILT_WEB, 'manifest.json'), 'utf8')) as typeof manifest;
});

const sizeOf = (file: string) => statSync(join(BUILT_WEB, `${file}.gz`)).size;
const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + sizeOf(file), 0);

/** The chunks that come with these, by their keys. */
function loadedWith(...keys: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (key: string) => {
    if (found.has(key)) return;
    found.add(key);
    manifest[key]!.imports?.forEach(visit);
  };
  keys.forEach(visit);
  return found;
}

const scripts = (keys: Iterable<string>) => new Set([...keys].map((key) => manifest[key]!.file));
const styles = (keys: Iterable<string>) => new Set([...keys].flatMap((key) => manifest[key]!.css ?? []));

/** The scripts and styles of a page as it was built, with all that these bring. */
function loadedBy(html: string): Set<string> {
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
  const keys = Object.keys(manifest).filter((key) => named.includes(manifest[key]!.file));
  const all = loadedWith(...keys);
  return new Set([...named, ...scripts(all), ...styles(all)]);
}

const FIRST = ['pages/app.html', 'src/home/home.tsx', 'words/it.po'];

describe('the weight of the web application', () => {
  it('lets a family’s first screen come quickly on a slow line', () => {
    const first = loadedWith(...FIRST);
    expect(sum(scripts(first))).toBeLessThanOrEqual(FIRST_SCRIPTS);
    expect(sum(styles(first))).toBeLessThanOrEqual(FIRST_STYLES);
    const fonts = ['400', '600'].map((weight) => `latin-${weight}-normal`);
    const files = Object.values(manifest).map(({ file }) => file);
    const used = files.filter((file) => fonts.some((font) => file.includes(`web-${font}`)));
    expect(used).toHaveLength(2);
    const weight = used.reduce((total, file) => total + statSync(join(BUILT_WEB, file)).size, 0);
    expect(weight).toBeLessThanOrEqual(FIRST_FONTS);
  });

  it('lets every later screen bring little', () => {
    const first = scripts(loadedWith(...FIRST));
    const later = Object.keys(manifest).filter((key) => key.startsWith('src/') && key.endsWith('.tsx'));
    expect(later.length).toBeGreaterThan(10);
    for (const key of later) {
      const own = [...scripts(loadedWith(key))].filter((file) => !first.has(file));
      expect({ key, fits: sum(own) <= LATER_SCREEN }).toEqual({ key, fits: true });
    }
  });

  it('lets the desk begin with what its first screen needs', () => {
    const queue = loadedWith('pages/app.html', 'src/desk-queue/queue.tsx', 'words/it.po', 'words/it.po?desk');
    expect(sum(scripts(queue)) + sum(styles(queue))).toBeLessThanOrEqual(DESK);
  });

  it('keeps the pages for everybody and behind links light, in every language', () => {
    const pages = readdirSync(join(BUILT_WEB, 'pages')).filter((name) => !name.startsWith('app.'));
    const names = new Set(pages.map((name) => name.split('.')[0]));
    expect([...names].sort()).toEqual(
      [
        'accessibility',
        'demo',
        'front',
        'join',
        'link',
        'link-over',
        'login',
        'login-with',
        'privacy',
      ].sort(),
    );
    for (const page of pages) {
      const html = readFileSync(join(BUILT_WEB, 'pages', page));
      const files = loadedBy(html.toString());
      expect(files.size).toBeGreaterThan(1);
      const weight = sum(files) + gzipSync(html).length;
      expect({ page, fits: weight <= PUBLIC_PAGE }).toEqual({ page, fits: true });
    }
  });
});
