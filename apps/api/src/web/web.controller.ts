import { commonError } from '#platform';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { PAGE_POLICY } from './page-policy.js';
import { Policy } from '../http/policy.decorator.js';
import { PublicPages } from './public-pages.js';
import { ICONS, WebPages, type RootFile } from './web-pages.js';

/** The screens of the application: the browser shows each from one page. Any other address is not found. */
const SCREENS = [
  'home',
  ...['what', 'when', 'where', 'check', 'sent'].map((step) => `ask/${step}`),
  'requests/:id',
  'requests/:id/edit',
  'household',
  'hours',
  'balance',
  'inbox',
  'settings',
  'report',
  ...['home', 'availability', 'offers', 'checks', 'proposals/:id'].map((screen) => `v/${screen}`),
  ...['queue', 'needs', 'people', 'people/:id', 'calendar', 'hours', 'stats', 'messages', 'audit'].map(
    (screen) => `co/${screen}`,
  ),
  ...[
    'runs',
    'settings',
    'more',
    'duty',
    'identities',
    'referrals',
    'incidents',
    'register',
    'accounts',
    'what-if',
    'ask/:id',
    'cases/:id',
    'joining',
    'sessions',
  ].map((screen) => `co/${screen}`),
];

/**
 * The web application's pages, in the reader's language. They only show: mail scanners follow links, so the token in an
 * address is taken by the POST of the page's button and never by opening it.
 */
@ApiExcludeController()
@Controller()
export class WebController {
  constructor(
    private readonly pages: WebPages,
    private readonly publicPages: PublicPages,
  ) {}

  @Get()
  @Policy('page.read')
  front(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'front');
  }

  @Get('login')
  @Policy('page.read')
  login(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'login');
  }

  /** Where an issuer sends the browser back to. */
  @Get('login/with/:id')
  @Policy('page.read')
  loginWith(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'login-with');
  }

  @Get(['join', 'join/:token'])
  @Policy('page.read')
  join(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    void reply.header('referrer-policy', 'no-referrer');
    return this.publicPages.send(request, reply, 'join');
  }

  @Get('privacy')
  @Policy('page.read')
  privacy(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'privacy');
  }

  @Get('accessibility')
  @Policy('page.read')
  accessibility(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'accessibility');
  }

  @Get(SCREENS)
  @Policy('page.read')
  screen(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.publicPages.send(request, reply, 'app');
  }

  /** Keeps the application for times without a network. */
  @Get('sw.js')
  @Policy('page.read')
  serviceWorker(@Res({ passthrough: true }) reply: ApiReply): Buffer {
    return this.sendFile(reply, 'sw.js', 'text/javascript; charset=utf-8');
  }

  @Get('app.webmanifest')
  @Policy('page.read')
  manifest(@Res({ passthrough: true }) reply: ApiReply): Buffer {
    return this.sendFile(reply, 'app.webmanifest', 'application/manifest+json');
  }

  @Get('icon.svg')
  @Policy('page.read')
  icon(@Res({ passthrough: true }) reply: ApiReply): Buffer {
    return this.sendFile(reply, 'icon.svg', 'image/svg+xml');
  }

  @Get([...ICONS])
  @Policy('page.read')
  picture(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Buffer {
    const name = ICONS.find((icon) => request.url.startsWith(`/${icon}`))!;
    return this.sendFile(reply, name, 'image/png');
  }

  private sendFile(reply: ApiReply, name: RootFile, type: string): Buffer {
    const file = this.pages.file(name);
    if (!file) throw commonError('not-found', 'The web application was not built.');
    void reply
      .header('content-type', type)
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-cache');
    return file;
  }
}
