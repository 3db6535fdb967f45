import { UnsubscribeService, type UnsubscribePage } from '#notifications';
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ApiReply } from '../http/api-request.js';
import { Policy } from '../http/policy.decorator.js';

/**
 * One click in a mail (RFC 8058). Mail scanners follow links, so opening the address only shows a page with one button;
 * the POST acts, from that button or from a mail program by itself.
 */
@ApiExcludeController()
@Controller('u')
export class UnsubscribeController {
  constructor(private readonly service: UnsubscribeService) {}

  @Get(':token')
  @Policy('notification.unsubscribe')
  async show(@Param('token') token: string, @Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    return page(reply, await this.service.describe(token), false);
  }

  @Post(':token')
  @HttpCode(200)
  @Policy('notification.unsubscribe')
  async act(@Param('token') token: string, @Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    return page(reply, await this.service.unsubscribe(token), true);
  }
}

/** Without a script; a form to the page's own address. Its referrer policy lets the browser name our own origin. */
function page(reply: ApiReply, words: UnsubscribePage, done: boolean): string {
  void reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin');
  const direction = words.language === 'ar' ? 'rtl' : 'ltr';
  const body = done
    ? words.done
        .split('\n')
        .map((line) => `<p>${escapeHtml(line)}</p>`)
        .join('')
    : `<p>${escapeHtml(words.question)}</p><form method="post"><button>${escapeHtml(words.button)}</button></form>`;
  return `<!doctype html><html lang="${words.language}" dir="${direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escapeHtml(words.title)}</title>
<style>body{max-width:32rem;margin:3rem auto;padding:0 1.5rem;font:1.2rem/1.5 sans-serif;color:#1a1a1a;background:#fff}
button{font:inherit;padding:.8rem 1.4rem;border:0;border-radius:.5rem;background:#0b4f8a;color:#fff;min-height:3rem}</style></head>
<body><main><h1>${escapeHtml(words.title)}</h1>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
