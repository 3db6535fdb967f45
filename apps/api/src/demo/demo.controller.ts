import { SESSION_DAYS, SignInService } from '#members';
import { commonError, CONFIG, type Config } from '#platform';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiExcludeController, ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { readFile } from 'node:fs/promises';
import type { ApiReply } from '../http/api-request.js';
import { setCookie } from '../http/cookies.js';
import { Policy } from '../http/policy.decorator.js';
import { Demonstration } from './demonstration.js';

class BeDto {
  @ApiProperty({ example: 'family' })
  @IsString()
  @MaxLength(40)
  role!: string;
}

class AdvanceDto {
  @ApiProperty({ example: 1_440 })
  @IsInt()
  @Min(1)
  @Max(527_040)
  minutes!: number;
}

const MOST_MAILS = 50;
const file = (name: string) => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8');

/** The demonstration's page: be anyone with one button, read the mail, move the clock. Only there in demo mode. */
@ApiExcludeController()
@Controller()
export class DemoController {
  constructor(
    private readonly demo: Demonstration,
    private readonly signIn: SignInService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Policy('demo.use')
  page(): Promise<string> {
    return file('demo.html');
  }

  @Get('demo/demo.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Policy('demo.use')
  style(): Promise<string> {
    return file('demo.css');
  }

  @Get('demo/demo.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Policy('demo.use')
  script(): Promise<string> {
    return file('demo.js');
  }

  @Get('demo/state')
  @Header('cache-control', 'no-store')
  @Policy('demo.use')
  state() {
    return {
      community: this.demo.community,
      now: this.demo.now(),
      roles: this.demo.roles.map(({ key, label, givenName }) => ({ key, label, givenName })),
    };
  }

  @Get('demo/mail')
  @Header('cache-control', 'no-store')
  @Policy('demo.use')
  mail() {
    return { items: this.demo.mails().slice(0, MOST_MAILS) };
  }

  @Post('demo/sign-in')
  @HttpCode(200)
  @Policy('demo.use')
  async be(@Body() body: BeDto, @Res({ passthrough: true }) reply: ApiReply) {
    const role = this.demo.roles.find(({ key }) => key === body.role);
    if (!role) throw commonError('not-found', 'The demonstration has no such person.');
    const { token, actor } = await this.signIn.openSession(role.personId);
    setCookie(reply, 'session', token, SESSION_DAYS * 86_400, this.config.publicUrl);
    return {
      memberId: actor.memberId,
      communityId: actor.communityId,
      roles: actor.roles,
      givenName: role.givenName,
    };
  }

  @Post('demo/clock')
  @HttpCode(200)
  @Policy('demo.use')
  async move(@Body() body: AdvanceDto) {
    return { now: await this.demo.advance(body.minutes) };
  }
}
