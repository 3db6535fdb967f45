import { IdentitySignInService, providerName } from '#members';
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { ErrorsForAnyone } from '../http/documentation.decorator.js';
import { WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { IdentityOutcomeDto, IssuerAnswerDto, ProviderDto, WayOutDto } from './identity.dto.js';
import { Welcome } from './welcome.js';

@ApiTags('Signing in')
@Controller('v1/sign-in/providers')
export class ProvidersController {
  constructor(
    private readonly identities: IdentitySignInService,
    private readonly welcome: Welcome,
  ) {}

  @Get()
  @Policy('sign-in.start')
  @ApiOperation({ summary: 'The services through which one signs in here beside the mail' })
  @ApiOkResponse({ type: [ProviderDto] })
  @ErrorsForAnyone('unavailable')
  list(@WantedLanguages() languages: string[]): ProviderDto[] {
    return this.identities.issuers.map((issuer) => ({
      id: issuer.id,
      name: providerName(issuer, languages),
    }));
  }

  @Post(':id')
  @HttpCode(200)
  @Policy('sign-in.start')
  @ApiOperation({
    summary: 'Go to a service to sign in',
    description: 'Answers where the browser goes. It may come back within 10 minutes, once.',
  })
  @ApiOkResponse({ type: WayOutDto })
  @ErrorsForAnyone('not-found', 'foreign-origin', 'too-many-attempts', 'provider-unreachable')
  async start(
    @Param('id') id: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<WayOutDto> {
    const browser = {
      token: this.welcome.browserOf(request, reply),
      clientAddress: clientNetwork(request.ip),
    };
    return { url: await this.identities.start(id, browser) };
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Policy('sign-in.confirm')
  @ApiOperation({
    summary: 'Sign in with what the service sent along',
    description:
      'What stood in the address when the browser came back. An identity that is not known yet signs nobody in: it waits for the desk.',
  })
  @ApiOkResponse({ type: IdentityOutcomeDto })
  @ErrorsForAnyone(
    'invalid-input',
    'not-found',
    'foreign-origin',
    'sign-in-failed',
    'sign-in-other-browser',
    'provider-refused',
    'level-too-low',
    'provider-unreachable',
    'identity-linked-elsewhere',
    'too-many-links',
    'guardian-consents',
  )
  async confirm(
    @Param('id') id: string,
    @Body() body: IssuerAnswerDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<IdentityOutcomeDto> {
    const browser = {
      token: this.welcome.browserThatAsked(request),
      device: this.welcome.deviceOf(request, reply),
    };
    const came = await this.identities.finish(id, body, browser, request.actor);
    if (came.outcome !== 'signed-in') return { outcome: came.outcome, me: null };
    return { outcome: 'signed-in', me: this.welcome.in(reply, came.signedIn) };
  }
}
