import type { MemberActor } from '#database';
import { joinRequestMachine, JoinRequestService, type Alike, type JoinRequest } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AlsoTakes, Errors, stepOf, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { AlikeDto } from '../members/members.dto.js';
import * as dto from './join-requests.dto.js';
import { ProposeDto } from './joining.dto.js';

@ApiTags('Joining')
@Controller('v1/join-requests')
export class JoinRequestsController {
  constructor(private readonly requests: JoinRequestService) {}

  @Get()
  @Policy('join-request.read')
  @ApiOperation({
    summary: 'People who ask to join',
    description:
      'Newest first: who was invited or proposed by an organisation is for its desk and administrators, the others for every desk. Recorded, one record a page.',
  })
  @ApiOkResponse({ type: dto.JoinRequestPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.JoinRequestQuery): Promise<Page<JoinRequest>> {
    return this.requests.list(actor, query, readPage(query));
  }

  @Post()
  @Policy('join-request.propose')
  @AlsoTakes(stepOf(joinRequestMachine, 'propose'))
  @ApiOperation({
    summary: 'Propose somebody who agreed to it',
    description: 'For my organisation; the desk decides, as on everybody who asks.',
  })
  @ApiCreatedResponse({ type: dto.JoinRequestDto })
  @Errors('stale-notice', 'unknown-organisation', 'organisation-closed', 'unknown-municipality')
  propose(@Actor() actor: MemberActor, @Body() body: ProposeDto): Promise<JoinRequest> {
    return this.requests.propose(actor, body);
  }

  @Get(':id/alike')
  @Policy('join-request.read')
  @ApiOperation({ summary: 'Who may be the one who asks', description: 'Recorded as a read of those shown.' })
  @ApiOkResponse({ type: AlikeDto })
  @Errors('not-found')
  alike(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Alike> {
    return this.requests.findAlike(actor, id);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Policy('join-request.decide')
  @TakesStep(joinRequestMachine, 'approve')
  @ApiOperation({
    summary: 'Let somebody in',
    description: 'They become a member by the same checks as anybody, and are told.',
  })
  @ApiOkResponse({ type: dto.JoinRequestDto })
  @Errors(
    'age-missing',
    'too-young',
    'not-found',
    'transition-not-allowed',
    'own-request',
    'maybe-the-same',
    'member-exists',
    'unknown-organisation',
    'organisation-closed',
    'forbidden',
  )
  approve(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ApproveJoinDto,
  ): Promise<JoinRequest> {
    return this.requests.approve(actor, id, body);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Policy('join-request.decide')
  @TakesStep(joinRequestMachine, 'refuse')
  @ApiOperation({ summary: 'Say no to somebody who asks', description: 'They are told the reason.' })
  @ApiOkResponse({ type: dto.JoinRequestDto })
  @Errors('not-found', 'transition-not-allowed', 'own-request')
  refuse(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.RefuseJoinDto,
  ): Promise<JoinRequest> {
    return this.requests.refuse(actor, id, body.reason);
  }
}
