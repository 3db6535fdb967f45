import { listPublicDesks, type PublicDesk } from '#communities';
import { UnitOfWork } from '#database';
import { commonError, LOGGER, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { PAGE_POLICY } from './page-policy.js';
import { pageLanguage, WebPages, type PageName } from './web-pages.js';

/**
 * Sends the built pages in the reader's language, with the phone numbers of the desks where a page has room for
 * them.
 */
@Injectable()
export class PublicPages {
  private desks: readonly PublicDesk[] = [];

  constructor(
    private readonly pages: WebPages,
    private readonly uow: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async send(request: ApiRequest, reply: ApiReply, name: PageName): Promise<Buffer> {
    const asked = (request.query as { lang?: unknown }).lang;
    const { 'accept-language': accepted, 'accept-encoding': encodings = '' } = request.headers;
    const language = pageLanguage(
      this.pages.languages,
      asked,
      request.cookies['intreccio-language'],
      accepted,
    );
    const desks = name === 'app' ? [] : await this.desksNow();
    const page = this.pages.find(name, language, desks);
    if (!page) throw commonError('not-found', 'The web application was not built.');
    const encoding = (['br', 'gzip'] as const).find((one) => String(encodings).includes(one));
    if (encoding) void reply.header('content-encoding', encoding);
    void reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-language', language)
      .header('content-security-policy', PAGE_POLICY)
      .header('vary', 'accept-encoding, accept-language, cookie');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-cache');
    return page[encoding ?? 'identity'];
  }

  /** The last known ones when the database does not answer: the page comes all the same. */
  private async desksNow(): Promise<readonly PublicDesk[]> {
    try {
      this.desks = await listPublicDesks(this.uow);
    } catch (error) {
      this.logger.warn({ err: (error as Error).message }, 'the numbers of the desks could not be read');
    }
    return this.desks;
  }
}
