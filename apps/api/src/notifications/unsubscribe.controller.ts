import { UnsubscribeService, type UnsubscribePage } from '#notifications';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { Policy } from '../http/policy.decorator.js';
import { LinkPages, type LinkPage } from '../web/link-pages.js';

/**
 * One click in a mail (RFC 8058). Mail scanners follow links, so opening the address only shows a page with one button;
 * the POST acts, from that button or from a mail program by itself.
 */
@ApiExcludeController()
@Controller('u')
export class UnsubscribeController {
  constructor(
    private readonly service: UnsubscribeService,
    private readonly pages: LinkPages,
  ) {}

  @Get(':token')
  @Policy('notification.unsubscribe')
  show(
    @Param('token') token: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const language = this.pages.languageOf(request);
    return this.pages.send(request, reply, async () => asked(await this.service.describe(token, language)));
  }

  @Post(':token')
  @HttpCode(200)
  @Policy('notification.unsubscribe')
  act(
    @Param('token') token: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const language = this.pages.languageOf(request);
    return this.pages.send(request, reply, async () => done(await this.service.unsubscribe(token, language)));
  }
}

const asked = ({ language, title, question, button }: UnsubscribePage): LinkPage => ({
  language,
  title,
  text: question,
  button,
});

const done = ({ language, title, done: text }: UnsubscribePage): LinkPage => ({ language, title, text });
