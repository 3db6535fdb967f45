import { commonError } from '#platform';
import { readFile } from 'node:fs/promises';
import type { ApiReply } from './api-request.js';

/** What react-aria-components writes into the page by itself: how its buttons take touches. */
const PRESSABLE_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** Pages take nothing from elsewhere and run no script but their own files. */
export const PAGE_POLICY =
  `default-src 'self'; style-src 'self' ${PRESSABLE_STYLE}; ` +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The files of a page. Only a name of the list is ever read: no path is made of what a request says. */
export class PageFiles {
  private readonly files: ReadonlyMap<string, URL>;

  constructor(folder: URL, names: readonly string[]) {
    this.files = new Map(names.map((name) => [name, new URL(name, folder)]));
  }

  /** Sends one of them. @throws DomainError not-found for any other name */
  async send(reply: ApiReply, name: string): Promise<string> {
    const file = this.files.get(name);
    if (!file) throw commonError('not-found');
    void reply
      .header('content-type', TYPES[name.split('.').at(-1)!]!)
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-cache');
    return readFile(file, 'utf8');
  }
}
