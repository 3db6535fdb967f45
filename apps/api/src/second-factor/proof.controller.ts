import { RecentProofService, type SignedInActor } from '#members';
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { MeDto, SentDto } from '../sign-in/sign-in.dto.js';
import { Welcome } from '../sign-in/welcome.js';
import { AskProofDto, SentCodeDto } from './second-factor.dto.js';

@ApiTags('Signing in')
@Controller('v1/me/proof')
export class ProofController {
  constructor(
    private readonly proofs: RecentProofService,
    private readonly welcome: Welcome,
  ) {}

  @Post()
  @HttpCode(202)
  @Policy('session.prove')
  @ApiOperation({
    summary: 'Ask for a code to prove again that it is me',
    description:
      'To the address I sign in with. It is proof for a quarter of an hour where I have no second factor; whoever has one shows that instead.',
  })
  @ApiAcceptedResponse({ type: SentDto })
  @Errors('not-found', 'too-many-sign-ins', 'phone-not-served', 'no-short-messages')
  async ask(
    @Actor() actor: SignedInActor,
    @Body() { language = 'it' }: AskProofDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<SentDto> {
    const browser = this.welcome.browserOf(request, reply);
    await this.proofs.ask(actor, language, browser, clientNetwork(request.ip));
    return { sent: true };
  }

  @Post('confirm')
  @HttpCode(200)
  @Policy('session.prove')
  @ApiOperation({
    summary: 'Prove with the code that it is me',
    description: 'In the browser that asked, once. The session gets a new token.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('proof-failed')
  async confirm(
    @Actor() actor: SignedInActor,
    @Body() { code }: SentCodeDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<MeDto> {
    const browser = this.welcome.browserThatAsked(request) ?? '';
    return this.welcome.in(reply, await this.proofs.give(actor, code, browser));
  }
}
