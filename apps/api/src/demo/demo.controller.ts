import { SESSION_DAYS, SessionService } from '#members';
import { SmsInboundService, type ReplyOutcome } from '#notifications';
import { commonError, newId, CONFIG, type Config } from '#platform';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController, ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { setCookie } from '../http/cookies.js';
import { Policy } from '../http/policy.decorator.js';
import { PublicPages } from '../web/public-pages.js';
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

class ReplyDto {
  @ApiProperty({ example: '+393331234567' })
  @Matches(/^\+[1-9]\d{6,14}$/, { message: '$property must be a telephone number like +393331234567' })
  from!: string;

  @ApiProperty({ example: '1' })
  @IsString()
  @MaxLength(2_000)
  text!: string;
}

const MOST_MAILS = 50;
/** The demonstration's page: be anyone with one button, read the mail, move the clock. Only there in demo mode. */
@ApiExcludeController()
@Controller()
export class DemoController {
  constructor(
    private readonly demo: Demonstration,
    private readonly pages: PublicPages,
    private readonly sessions: SessionService,
    private readonly replies: SmsInboundService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('demo')
  @Policy('demo.use')
  page(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<Buffer> {
    return this.pages.send(request, reply, 'demo');
  }

  /** What the page needs to know before and after signing in; asking never fails for lack of a session. */
  @Get('demo/state')
  @Header('cache-control', 'no-store')
  @Policy('demo.use')
  state(@Req() { actor }: ApiRequest) {
    const mine = this.demo.roles.find(({ personId }) => personId === actor?.personId);
    return {
      community: this.demo.community,
      timeZone: this.demo.timeZone,
      now: this.demo.now(),
      roles: this.demo.roles.map(({ key, label, givenName }) => ({ key, label, givenName })),
      me: actor
        ? {
            memberId: actor.memberId,
            roles: actor.roles,
            key: mine?.key ?? null,
            givenName: mine?.givenName ?? null,
          }
        : null,
    };
  }

  @Get('demo/mail')
  @Header('cache-control', 'no-store')
  @Policy('demo.use')
  mail() {
    return { items: this.demo.mails().slice(0, MOST_MAILS) };
  }

  /** Answers a short message as the phone it went to would. */
  @Post('demo/sms')
  @HttpCode(200)
  @Policy('demo.use')
  async reply(@Body() { from, text }: ReplyDto): Promise<{ outcome: ReplyOutcome }> {
    return { outcome: await this.replies.receive({ id: newId(), from, text }) };
  }

  @Post('demo/sign-in')
  @HttpCode(200)
  @Policy('demo.use')
  async be(@Body() body: BeDto, @Res({ passthrough: true }) reply: ApiReply) {
    const role = this.demo.roles.find(({ key }) => key === body.role);
    if (!role) throw commonError('not-found', 'The demonstration has no such person.');
    const { token, actor } = await this.sessions.open(role.personId, { way: 'demonstration' });
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
