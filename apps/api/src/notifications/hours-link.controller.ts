import { HoursLinkService, type HoursPage } from '#notifications';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { Policy } from '../http/policy.decorator.js';
import { LinkPages, type LinkPage } from '../web/link-pages.js';

/** Hours confirmed from a mail, without signing in: opening the link shows them, its one button confirms. */
@ApiExcludeController()
@Controller('c')
export class HoursLinkController {
  constructor(
    private readonly links: HoursLinkService,
    private readonly pages: LinkPages,
  ) {}

  @Get(':token')
  @Policy('hours.confirm-by-link')
  show(
    @Param('token') token: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const language = this.pages.languageOf(request);
    return this.pages.send(request, reply, async () => pageOf(await this.links.describe(token, language)));
  }

  @Post(':token')
  @HttpCode(200)
  @Policy('hours.confirm-by-link')
  confirm(
    @Param('token') token: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ) {
    const language = this.pages.languageOf(request);
    return this.pages.send(request, reply, async () => pageOf(await this.links.confirm(token, language)));
  }
}

function pageOf({ language, title, text, button, otherwise, signIn }: HoursPage): LinkPage {
  return { language, title, text, button, otherwise, link: { href: '/hours', label: signIn } };
}
