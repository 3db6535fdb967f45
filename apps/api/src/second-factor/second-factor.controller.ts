import {
  AuthenticatorService,
  FactorService,
  PasskeyService,
  type FactorKinds,
  type SignedInActor,
} from '#members';
import { InvalidInput } from '#platform';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { Errors, ErrorsForAnyone } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { MeDto } from '../sign-in/sign-in.dto.js';
import { Welcome } from '../sign-in/welcome.js';
import { assertionOf } from './passkey-answers.js';
import { FactorKindsDto, GivenCodeDto, PasskeyOptionsDto, ShownPasskeyDto } from './second-factor.dto.js';

@ApiTags('Signing in')
@Controller('v1/sign-in')
export class SecondFactorController {
  constructor(
    private readonly authenticators: AuthenticatorService,
    private readonly passkeys: PasskeyService,
    private readonly factors: FactorService,
    private readonly welcome: Welcome,
  ) {}

  @Get('second-factor')
  @Policy('second-factor.present')
  @ApiOperation({ summary: 'Which second factors I can show' })
  @ApiOkResponse({ type: FactorKindsDto })
  @Errors()
  kinds(@Actor() { personId }: SignedInActor): Promise<FactorKinds> {
    return this.factors.kinds(personId);
  }

  @Post('second-factor')
  @HttpCode(200)
  @Policy('second-factor.present')
  @ApiOperation({
    summary: 'Show the second factor by a code',
    description:
      'The session gets a new token. Each code works once; from the fifth wrong one in a row on none is looked at for a while.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('wrong-factor-code', 'factor-locked')
  async present(
    @Actor() actor: SignedInActor,
    @Body() body: GivenCodeDto,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    if ((body.code === undefined) === (body.recoveryCode === undefined)) {
      throw new InvalidInput([{ field: 'code', message: 'Send either code or recoveryCode' }]);
    }
    return this.welcome.in(reply, await this.authenticators.present(actor, body));
  }

  @Post('second-factor/passkey-options')
  @HttpCode(200)
  @Policy('second-factor.present')
  @ApiOperation({ summary: 'What a passkey must sign to be my second factor' })
  @ApiOkResponse({ type: PasskeyOptionsDto })
  @Errors('too-many-sign-ins')
  async presentOptions(@Actor() actor: SignedInActor): Promise<PasskeyOptionsDto> {
    return { options: await this.passkeys.beginPresenting(actor) };
  }

  @Post('second-factor/passkey')
  @HttpCode(200)
  @Policy('second-factor.present')
  @ApiOperation({
    summary: 'Show a passkey as the second factor',
    description: 'The session gets a new token.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('passkey-refused')
  async presentPasskey(
    @Actor() actor: SignedInActor,
    @Body() body: ShownPasskeyDto,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    return this.welcome.in(reply, await this.passkeys.present(actor, assertionOf(body)));
  }

  @Post('passkey-options')
  @HttpCode(200)
  @Policy('sign-in.passkey')
  @ApiOperation({ summary: 'What a passkey must sign to sign in with it alone' })
  @ApiOkResponse({ type: PasskeyOptionsDto })
  @ErrorsForAnyone('foreign-origin', 'too-many-sign-ins')
  async signInOptions(
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<PasskeyOptionsDto> {
    const browser = this.welcome.browserOf(request, reply);
    return { options: await this.passkeys.beginSignIn(browser, clientNetwork(request.ip)) };
  }

  @Post('passkey')
  @HttpCode(200)
  @Policy('sign-in.passkey')
  @ApiOperation({
    summary: 'Sign in with a passkey alone',
    description: 'It is held and unlocked: both factors in one. In the browser that asked, once.',
  })
  @ApiOkResponse({ type: MeDto })
  @ErrorsForAnyone(
    'invalid-input',
    'foreign-origin',
    'passkey-refused',
    'sign-in-failed',
    'guardian-consents',
  )
  async signIn(
    @Body() body: ShownPasskeyDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    const browser = this.welcome.browserThatAsked(request) ?? '';
    const device = this.welcome.deviceOf(request, reply);
    return this.welcome.in(reply, await this.passkeys.signIn(assertionOf(body), browser, device));
  }
}
