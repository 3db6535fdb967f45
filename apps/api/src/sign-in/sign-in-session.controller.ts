import { SessionService } from '#members';
import { Clock, commonError } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiReply, ApiRequest } from '../http/api-request.js';
import { Errors } from '../http/documentation.decorator.js';
import { FreshProof } from '../http/fresh-proof.guard.js';
import { idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { MeDto, OwnMembershipDto, SignInSessionDto, SwitchCommunityDto } from './sign-in.dto.js';
import { describeMe, Welcome } from './welcome.js';

@ApiTags('Signing in')
@Controller('v1')
export class SignInSessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly welcome: Welcome,
    private readonly clock: Clock,
  ) {}

  @Post('sign-out')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.end')
  @ApiOperation({ summary: 'Sign out of this session' })
  @Errors()
  async signOut(@Req() request: ApiRequest, @Res({ passthrough: true }) reply: ApiReply): Promise<void> {
    await this.sessions.revoke(request.actor!.personId, request.actor!.sessionId);
    this.welcome.out(reply);
  }

  @Get('me')
  @Policy('me.read')
  @ApiOperation({ summary: 'Who am I here' })
  @ApiOkResponse({ type: MeDto })
  @Errors()
  me(@Req() request: ApiRequest): MeDto {
    return describeMe(request.actor!, this.clock.now());
  }

  @Get('me/memberships')
  @Policy('membership.read-own')
  @ApiOperation({
    summary: 'The communities I may go on in',
    description: 'The first joined first; signed in with a service, those that have confirmed it.',
  })
  @ApiOkResponse({ type: [OwnMembershipDto] })
  @Errors()
  async listMemberships(@Req() request: ApiRequest): Promise<OwnMembershipDto[]> {
    const memberships = await this.sessions.membershipsWithin(request.actor!);
    return memberships.map(({ communityId, name }) => ({
      communityId,
      name,
      current: communityId === request.actor!.communityId,
    }));
  }

  @Put('me/community')
  @Policy('me.edit')
  @ApiOperation({
    summary: 'Go on in another community of mine',
    description: 'The session gets a new token.',
  })
  @ApiOkResponse({ type: MeDto })
  @Errors('no-such-membership', 'guardian-consents')
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

  @Delete('me/sessions')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'End all my other sessions',
    description: 'After a proof of the last quarter of an hour.',
  })
  @Errors('recent-proof-needed')
  endOtherSessions(@Req() request: ApiRequest): Promise<void> {
    return this.sessions.revokeOthers(request.actor!);
  }

  @Delete('me/sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.manage-own')
  @FreshProof()
  @ApiOperation({
    summary: 'End one of my sessions',
    description: 'After a proof of the last quarter of an hour.',
  })
  @Errors('not-found', 'recent-proof-needed')
  async endSession(@Param('id', idParam) id: string, @Req() request: ApiRequest): Promise<void> {
    if (!(await this.sessions.revoke(request.actor!.personId, id))) throw commonError('not-found');
  }
}
