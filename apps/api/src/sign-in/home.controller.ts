import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Policy } from '../http/policy.decorator.js';

/** The front door where there is no demonstration. */
@ApiExcludeController()
@Controller()
export class HomeController {
  @Get()
  @Redirect('/login', 302)
  @Policy('sign-in.start')
  home(): void {
    return undefined;
  }
}
