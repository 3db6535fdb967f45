import type { MemberActor } from '#database';
import { invitationMachine, InvitationService, type Invitation, type MadeInvitation } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './invitations.dto.js';

@ApiTags('Joining')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationService) {}

  @Get()
  @Policy('invitation.read')
  @ApiOperation({
    summary: 'The invitations of my desk',
    description: 'Newest first; without link and code.',
  })
  @ApiOkResponse({ type: dto.InvitationPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.InvitationQuery): Promise<Page<Invitation>> {
    return this.invitations.list(actor, query, readPage(query));
  }

  @Post()
  @Policy('invitation.edit')
  @ApiOperation({
    summary: 'Make an invitation',
    description:
      'It is sent where an address is given. The link and the code are shown here, and never again.',
  })
  @ApiCreatedResponse({ type: dto.MadeInvitationDto })
  @Errors(
    'not-found',
    'forbidden',
    'invitation-shape',
    'invitation-days',
    'unknown-organisation',
    'organisation-closed',
    'claim-needless',
    'too-many-tries',
  )
  create(@Actor() actor: MemberActor, @Body() body: dto.NewInvitationDto): Promise<MadeInvitation> {
    return this.invitations.create(actor, body);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Policy('invitation.edit')
  @TakesStep(invitationMachine, 'revoke')
  @ApiOperation({ summary: 'Take an invitation back' })
  @ApiOkResponse({ type: dto.InvitationDto })
  @Errors('not-found', 'transition-not-allowed')
  revoke(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Invitation> {
    return this.invitations.revoke(actor, id);
  }
}
