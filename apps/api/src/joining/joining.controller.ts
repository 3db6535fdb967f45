import { JoinService, ProveAddressService, SessionService, type JoinDoor } from '#members';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { clientNetwork } from '../http/client-network.js';
import { ErrorsForAnyone } from '../http/documentation.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { Welcome } from '../sign-in/welcome.js';
import * as dto from './joining.dto.js';

const COMMON = ['invalid-input', 'foreign-origin', 'too-many-tries', 'invitation-over'] as const;

@ApiTags('Joining')
@Controller('v1/join')
export class JoiningController {
  constructor(
    private readonly joining: JoinService,
    private readonly proof: ProveAddressService,
    private readonly sessions: SessionService,
    private readonly welcome: Welcome,
  ) {}

  @Get('doors')
  @Policy('join.start')
  @ApiOperation({ summary: 'Where people may register by themselves' })
  @ApiOkResponse({ type: [dto.JoinDoorDto] })
  @ErrorsForAnyone('unavailable')
  doors(): Promise<JoinDoor[]> {
    return this.joining.doors();
  }

  @Post('look')
  @HttpCode(200)
  @Policy('join.start')
  @ApiOperation({ summary: 'What an invitation is for', description: 'Looking uses nothing up.' })
  @ApiOkResponse({ type: dto.JoinDoorDto })
  @ErrorsForAnyone(...COMMON)
  look(@Body() body: dto.LookDto, @Req() request: ApiRequest): Promise<JoinDoor> {
    return this.joining.look(body.invitation, clientNetwork(request.ip));
  }

  @Post('start')
  @HttpCode(202)
  @Policy('join.start')
  @ApiOperation({
    summary: 'Say who one is, and ask for the code that proves the address',
    description: 'By an invitation, or by oneself. An 8-digit code, valid 10 minutes, once, in this browser.',
  })
  @ApiAcceptedResponse({ type: dto.StartedJoinDto })
  @ErrorsForAnyone(
    'age-missing',
    'too-young',
    ...COMMON,
    'registration-closed',
    'stale-notice',
    'contact-missing',
    'phone-not-served',
    'not-found',
    'unknown-organisation',
    'organisation-closed',
    'unknown-municipality',
  )
  async start(
    @Body() body: dto.StartJoinDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<dto.StartedJoinDto> {
    const browser = this.welcome.browserOf(request, reply);
    return this.joining.start(body, { browser, client: clientNetwork(request.ip) });
  }

  @Post('confirm')
  @HttpCode(200)
  @Policy('join.start')
  @ApiOperation({
    summary: 'Prove the address with the code',
    description: 'Who was invited has joined and is signed in; who registers waits for the desk.',
  })
  @ApiOkResponse({ type: dto.ProvenDto })
  @ErrorsForAnyone(
    'invalid-input',
    'foreign-origin',
    'join-failed',
    'invitation-over',
    'member-exists',
    'waits-already',
    'guardian-consents',
  )
  async confirm(
    @Body() { code, ...started }: dto.ConfirmJoinDto,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<dto.ProvenDto> {
    const browser = this.welcome.browserThatAsked(request) ?? '';
    const proven = await this.proof.confirm(started, code, browser);
    if (!proven.joined) return { joined: false };
    const { personId, way } = proven;
    const device = this.welcome.deviceOf(request, reply);
    const { communityId } = started;
    this.welcome.in(reply, await this.sessions.open(personId, { way, device, communityId }));
    return { joined: true };
  }

  @Post('refer')
  @HttpCode(202)
  @Policy('join.start')
  @ApiOperation({
    summary: 'Propose a family by an organisation’s link',
    description:
      'With how they agreed. It waits for the desk; nothing is said of whether they are here already.',
  })
  @ApiAcceptedResponse({ type: dto.TakenDto })
  @ErrorsForAnyone(
    ...COMMON,
    'stale-notice',
    'unknown-organisation',
    'organisation-closed',
    'unknown-municipality',
  )
  async refer(@Body() body: dto.ReferDto, @Req() request: ApiRequest): Promise<dto.TakenDto> {
    await this.joining.propose(body, clientNetwork(request.ip));
    return { taken: true };
  }
}
