import {
  AuthenticatorService,
  browserKind,
  FactorService,
  PasskeyService,
  type AuthenticatorSetup,
  type OwnFactors,
  type SignedInActor,
} from '#members';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { Errors } from '../http/documentation.decorator.js';
import { FreshProof } from '../http/fresh-proof.guard.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { MeDto } from '../sign-in/sign-in.dto.js';
import { Welcome } from '../sign-in/welcome.js';
import { attestationOf } from './passkey-answers.js';
import * as dto from './second-factor.dto.js';

/** One's own second factors. What changes them needs a proof of the last quarter of an hour. */
@ApiTags('Signing in')
@Controller('v1/me')
export class OwnFactorsController {
  constructor(
    private readonly factors: FactorService,
    private readonly authenticators: AuthenticatorService,
    private readonly passkeys: PasskeyService,
    private readonly welcome: Welcome,
  ) {}

  @Get('second-factors')
  @Policy('second-factor.manage-own')
  @ApiOperation({ summary: 'My second factors' })
  @ApiOkResponse({ type: dto.OwnFactorsDto })
  @Errors()
  list(@Actor() actor: SignedInActor): Promise<OwnFactors> {
    return this.factors.listOwn(actor);
  }

  @Post('passkeys/options')
  @HttpCode(200)
  @Policy('second-factor.enrol')
  @FreshProof()
  @ApiOperation({ summary: 'What a new passkey must be made from' })
  @ApiOkResponse({ type: dto.PasskeyOptionsDto })
  @Errors('recent-proof-needed', 'too-many-passkeys', 'too-many-sign-ins')
  async passkeyOptions(@Actor() actor: SignedInActor): Promise<dto.PasskeyOptionsDto> {
    return { options: await this.passkeys.beginEnrolment(actor) };
  }

  @Post('passkeys')
  @HttpCode(200)
  @Policy('second-factor.enrol')
  @FreshProof()
  @ApiOperation({
    summary: 'Add a passkey',
    description: 'The session counts as proved by it and gets a new token. Told by mail.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('passkey-refused', 'recent-proof-needed', 'too-many-passkeys')
  async addPasskey(
    @Actor() actor: SignedInActor,
    @Body() body: dto.NewPasskeyDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    const kind = browserKind(request.headers['user-agent']);
    return this.welcome.in(reply, await this.passkeys.enrol(actor, attestationOf(body), kind));
  }

  @Delete('passkeys/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('second-factor.manage-own')
  @FreshProof()
  @ApiOperation({ summary: 'Remove a passkey', description: 'My other sessions end. Told by mail.' })
  @Errors('not-found', 'recent-proof-needed', 'last-factor')
  removePasskey(@Actor() actor: SignedInActor, @Param('id', idParam) id: string): Promise<void> {
    return this.factors.removePasskey(actor, id);
  }

  @Put('authenticator')
  @Policy('second-factor.enrol')
  @FreshProof()
  @ApiOperation({
    summary: 'Begin setting up an authenticator',
    description: 'Its secret, shown once. It counts when a code of it was confirmed, within 15 minutes.',
  })
  @ApiOkResponse({ type: dto.AuthenticatorSetupDto })
  @Errors('recent-proof-needed')
  beginAuthenticator(@Actor() actor: SignedInActor): Promise<AuthenticatorSetup> {
    return this.authenticators.begin(actor);
  }

  @Post('authenticator/confirm')
  @HttpCode(200)
  @Policy('second-factor.enrol')
  @FreshProof()
  @ApiOperation({
    summary: 'Put the authenticator to use',
    description:
      'In the place of an earlier one. The session counts as proved and gets a new token. Told by mail.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('nothing-to-confirm', 'recent-proof-needed', 'wrong-factor-code', 'factor-locked')
  async confirmAuthenticator(
    @Actor() actor: SignedInActor,
    @Body() { code }: dto.AuthenticatorCodeDto,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    return this.welcome.in(reply, await this.authenticators.confirm(actor, code));
  }

  @Delete('authenticator')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('second-factor.manage-own')
  @FreshProof()
  @ApiOperation({ summary: 'Remove my authenticator', description: 'My other sessions end. Told by mail.' })
  @Errors('not-found', 'recent-proof-needed', 'last-factor')
  removeAuthenticator(@Actor() actor: SignedInActor): Promise<void> {
    return this.factors.removeAuthenticator(actor);
  }

  @Put('recovery-codes')
  @Policy('second-factor.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'Make new recovery codes',
    description: 'Ten, each good once, in the place of all earlier ones.',
  })
  @ApiOkResponse({ type: dto.RecoveryCodesDto })
  @Errors('recent-proof-needed', 'no-second-factor')
  async renewRecoveryCodes(@Actor() actor: SignedInActor): Promise<dto.RecoveryCodesDto> {
    return { codes: await this.factors.renewRecoveryCodes(actor) };
  }
}
