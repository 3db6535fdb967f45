import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ApiReply } from '../http/api-request.js';
import { PageFiles } from '../http/page-files.js';
import { Policy } from '../http/policy.decorator.js';

const files = new PageFiles(new URL('./page/', import.meta.url), [
  'login.html',
  'login.js',
  'login-words.js',
  'base.css',
  'icon.svg',
]);

/**
 * The page a sign-in mail links to. It only shows: mail scanners follow links, so the token in the address is taken by
 * the POST of the page's button and never by opening it.
 */
@ApiExcludeController()
@Controller('login')
export class SignInPageController {
  @Get()
  @Policy('sign-in.start')
  page(@Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    return files.send(reply, 'login.html');
  }

  @Get(':file')
  @Policy('sign-in.start')
  file(@Param('file') name: string, @Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    return files.send(reply, name);
  }
}
