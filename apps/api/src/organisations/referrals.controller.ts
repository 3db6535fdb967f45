import type { MemberActor } from '#database';
import { referralMachine, ReferralService, type Referral } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './referrals.dto.js';

@ApiTags('Referrals')
@Controller('v1/referrals')
export class ReferralsController {
  constructor(private readonly referrals: ReferralService) {}

  @Get()
  @Policy('referral.read')
  @ApiOperation({
    summary: 'People shared with my organisation, or by it',
    description: 'Newest first; administrators see all. Of the person the given name alone.',
  })
  @ApiOkResponse({ type: dto.ReferralPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.ReferralQueryDto): Promise<Page<Referral>> {
    return this.referrals.list(actor, query, readPage(query));
  }

  @Post()
  @Policy('referral.edit')
  @ApiOperation({
    summary: 'Share a member or a household with another organisation',
    description:
      'It sees them once its coordinators accept, until the last day or until either side takes it back.',
  })
  @ApiCreatedResponse({ type: dto.ReferralDto })
  @Errors(
    'not-found',
    'referral-of-nobody',
    'referral-needless',
    'referral-days',
    'unknown-organisation',
    'organisation-closed',
    'already-referred',
  )
  create(@Actor() actor: MemberActor, @Body() body: dto.NewReferralDto): Promise<Referral> {
    return this.referrals.create(actor, body);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Policy('referral.edit')
  @TakesStep(referralMachine, 'accept')
  @ApiOperation({ summary: 'Take a shared person on' })
  @ApiOkResponse({ type: dto.ReferralDto })
  @Errors('not-found', 'forbidden', 'transition-not-allowed', 'referral-over')
  accept(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Referral> {
    return this.referrals.accept(actor, id);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Policy('referral.edit')
  @TakesStep(referralMachine, 'refuse')
  @ApiOperation({ summary: 'Refuse a shared person' })
  @ApiOkResponse({ type: dto.ReferralDto })
  @Errors('not-found', 'forbidden', 'transition-not-allowed', 'referral-over')
  refuse(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ReferralReasonDto,
  ): Promise<Referral> {
    return this.referrals.refuse(actor, id, body?.reason);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Policy('referral.edit')
  @TakesStep(referralMachine, 'revoke')
  @ApiOperation({ summary: 'Take a referral back', description: 'By either organisation; it ends at once.' })
  @ApiOkResponse({ type: dto.ReferralDto })
  @Errors('not-found', 'transition-not-allowed', 'referral-over')
  revoke(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ReferralReasonDto,
  ): Promise<Referral> {
    return this.referrals.revoke(actor, id, body?.reason);
  }
}
