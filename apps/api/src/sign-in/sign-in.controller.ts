import { newToken, PhoneCodeService, SessionService, SignInService } from '#members';
import { Clock, commonError, CONFIG, InvalidInput, type Config } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { browserToken, setCookie } from '../http/cookies.js';
import { describeMe, Welcome } from './welcome.js';
import { Errors, ErrorsForAnyone } from '../http/documentation.decorator.js';
import { idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  ConfirmSignInDto,
  MeDto,
  SentDto,
  SignInSessionDto,
  StartSignInDto,
  SwitchCommunityDto,
} from './sign-in.dto.js';

export const BROWSER_SECONDS = 3_600;

@ApiTags('Signing in')
@Controller('v1')
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly phoneCodes: PhoneCodeService,
    private readonly sessions: SessionService,
    private readonly welcome: Welcome,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Post('sign-in')
  @HttpCode(202)
  @Policy('sign-in.start')
  @ApiOperation({
    summary: 'Ask for a sign-in code',
    description:
      'By mail a link and an 8-digit code, by SMS the code; valid 10 minutes, once, in this browser. Send one of email and phone.',
  })
  @ApiAcceptedResponse({ type: SentDto })
  @ErrorsForAnyone(
    'invalid-input',
    'foreign-origin',
    'too-many-sign-ins',
    'phone-not-served',
    'no-short-messages',
  )
  async start(
    @Body() body: StartSignInDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<SentDto> {
    const { email, phone, language = 'it' } = body;
    if ((email === undefined) === (phone === undefined)) {
      throw new InvalidInput([{ field: 'email', message: 'Send either email or phone' }]);
    }
    const browser = browserToken(request, this.config.publicUrl) ?? newToken();
    const network = clientNetwork(request.ip);
    if (phone !== undefined) await this.phoneCodes.start(phone, language, browser, network);
    else await this.signIn.start(email!, language, browser, network);
    setCookie(reply, 'browser', browser, BROWSER_SECONDS, this.config.publicUrl);
    return { sent: true };
  }

  @Post('sign-in/confirm')
  @HttpCode(200)
  @Policy('sign-in.confirm')
  @ApiOperation({
    summary: 'Sign in with the code or the link that was sent',
    description: 'Sets the session cookie. Five wrong codes end the challenge.',
  })
  @ApiOkResponse({ type: MeDto })
  @ErrorsForAnyone('invalid-input', 'foreign-origin', 'sign-in-failed', 'sign-in-other-browser')
  async confirm(
    @Body() body: ConfirmSignInDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    if ((body.code === undefined) === (body.token === undefined)) {
      throw new InvalidInput([{ field: 'code', message: 'Send either code or token' }]);
    }
    const browser = browserToken(request, this.config.publicUrl);
    const device = this.welcome.deviceOf(request, reply);
    return this.welcome.in(
      reply,
      body.token
        ? await this.signIn.confirmLink(body.token, browser, device)
        : await this.signIn.confirmCode(body.code!, browser ?? '', device),
    );
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.end')
  @ApiOperation({ summary: 'Sign out of this session' })
  @Errors()
  async signOut(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<void> {
    await this.sessions.revoke(request.actor!.personId, request.actor!.sessionId);
    setCookie(reply, 'session', '', 0, this.config.publicUrl);
  }

  @Get('me')
  @Policy('me.read')
  @ApiOperation({ summary: 'Who am I here' })
  @ApiOkResponse({ type: MeDto })
  @Errors()
  me(@Req() request: ApiRequest): MeDto {
    return describeMe(request.actor!, this.clock.now());
  }

  @Put('me/community')
  @Policy('me.edit')
  @ApiOperation({
    summary: 'Go on in another community of mine',
    description: 'The session gets a new token.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('no-such-membership')
  async switchCommunity(
    @Body() body: SwitchCommunityDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    return this.welcome.in(reply, await this.sessions.switchCommunity(request.actor!, body.communityId));
  }

  @Get('me/sessions')
  @Policy('session.manage-own')
  @ApiOperation({ summary: 'Where I am signed in' })
  @ApiOkResponse({ type: [SignInSessionDto] })
  @Errors()
  async listSessions(@Req() request: ApiRequest): Promise<SignInSessionDto[]> {
    const { personId, sessionId } = request.actor!;
    return (await this.sessions.list(personId)).map((session) => ({
      ...session,
      current: session.id === sessionId,
    }));
  }

  @Delete('me/sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.manage-own')
  @ApiOperation({ summary: 'End one of my sessions' })
  @Errors('not-found')
  async endSession(@Param('id', idParam) id: string, @Req() request: ApiRequest): Promise<void> {
    if (!(await this.sessions.revoke(request.actor!.personId, id))) throw commonError('not-found');
  }
}
