import { DomainError } from '#platform';
import { Injectable } from '@nestjs/common';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { PAGE_POLICY } from './page-policy.js';
import { escapeHtml, paragraphs } from './html.js';
import { PublicPages } from './public-pages.js';
import { WebPages } from './web-pages.js';

/** What a page behind a link of a mail says; `button` posts to the page's own address. */
export interface LinkPage {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  readonly button?: string;
  /** Under the button, in a softer voice. */
  readonly otherwise?: string;
  readonly link?: { readonly href: string; readonly label: string };
}

/** The pages behind the links of mails: plain HTML that works without a script. Opening one changes nothing. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly pages: WebPages,
    private readonly publicPages: PublicPages,
  ) {}

  /** The language the reader chose on the page itself; else it is for the one who was written to. */
  languageOf(request: ApiRequest): string | undefined {
    const { lang } = request.query as { lang?: unknown };
    return this.pages.languages.find((language) => language === lang);
  }

  /** The page that `load` makes, or the one that says kindly that the link is of no use. */
  async send(request: ApiRequest, reply: ApiReply, load: () => Promise<LinkPage>): Promise<string | Buffer> {
    try {
      return this.write(reply, await load());
    } catch (error) {
      if (!(error instanceof DomainError) || error.status !== 404) throw error;
      void reply.status(404).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      return this.publicPages.send(request, reply, 'link-over');
    }
  }

  private write(reply: ApiReply, page: LinkPage): string {
    // The form names our own origin to us, so the address may be told to ourselves and to nobody else.
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', page.language)
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'same-origin');
    const { button, otherwise, link } = page;
    return this.pages.fill('link', page.language, {
      title: escapeHtml(page.title),
      content: [
        paragraphs(page.text),
        button
          ? `<form method="post"><button class="button main wide">${escapeHtml(button)}</button></form>`
          : '',
        otherwise ? `<div class="soft">${paragraphs(otherwise)}</div>` : '',
        link
          ? `<p><a class="button wide" href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a></p>`
          : '',
      ].join(''),
    });
  }
}
