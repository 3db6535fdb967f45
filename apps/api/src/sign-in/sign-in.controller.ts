import { PhoneCodeService, SignInService } from '#members';
import { InvalidInput } from '#platform';
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { ErrorsForAnyone } from '../http/documentation.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { ConfirmSignInDto, MeDto, SentDto, StartSignInDto } from './sign-in.dto.js';
import { Welcome } from './welcome.js';

@ApiTags('Signing in')
@Controller('v1/sign-in')
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly phoneCodes: PhoneCodeService,
    private readonly welcome: Welcome,
  ) {}

  @Post()
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
    const browser = this.welcome.browserOf(request, reply);
    const network = clientNetwork(request.ip);
    if (phone !== undefined) await this.phoneCodes.start(phone, language, browser, network);
    else await this.signIn.start(email!, language, browser, network);
    return { sent: true };
  }

  @Post('confirm')
  @HttpCode(200)
  @Policy('sign-in.confirm')
  @ApiOperation({
    summary: 'Sign in with the code or the link that was sent',
    description: 'Sets the session cookie. Five wrong codes end the challenge.',
  })
  @ApiOkResponse({ type: MeDto })
  @ErrorsForAnyone(
    'invalid-input',
    'foreign-origin',
    'sign-in-failed',
    'sign-in-other-browser',
    'guardian-consents',
  )
  async confirm(
    @Body() body: ConfirmSignInDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    if ((body.code === undefined) === (body.token === undefined)) {
      throw new InvalidInput([{ field: 'code', message: 'Send either code or token' }]);
    }
    const browser = this.welcome.browserThatAsked(request);
    const device = this.welcome.deviceOf(request, reply);
    return this.welcome.in(
      reply,
      body.token
        ? await this.signIn.confirmLink(body.token, browser, device)
        : await this.signIn.confirmCode(body.code!, browser ?? '', device),
    );
  }
}
