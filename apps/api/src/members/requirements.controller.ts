import type { MemberActor } from '#database';
import {
  ExemptionService,
  HouseholdRequirementService,
  type Exemption,
  type HouseholdRequirements,
} from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './requirements.dto.js';

@ApiTags('Members')
@Controller('v1')
export class RequirementsController {
  constructor(
    private readonly exemptions: ExemptionService,
    private readonly demands: HouseholdRequirementService,
  ) {}

  @Get('members/:id/exemptions')
  @Policy('exemption.read')
  @ApiOperation({ summary: 'From which checks a member is exempt, why and until when' })
  @ApiOkResponse({ type: dto.ExemptionPageDto })
  @Errors('not-found')
  async list(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<Exemption>> {
    return this.exemptions.listExemptions(actor, id, readPage(query));
  }

  @Post('members/:id/exemptions')
  @Policy('exemption.grant')
  @ApiOperation({
    summary: 'Exempt a member from a check',
    description: 'With a reason and an end. Nobody exempts themselves.',
  })
  @ApiCreatedResponse({ type: dto.ExemptionDto })
  @Errors(
    'not-found',
    'not-your-own',
    'member-left',
    'unknown-credential-type',
    'unknown-category',
    'exemption-days',
  )
  grant(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.NewExemptionDto,
  ): Promise<Exemption> {
    return this.exemptions.grantExemption(actor, id, body);
  }

  @Post('exemptions/:id/revoke')
  @HttpCode(200)
  @Policy('exemption.grant')
  @ApiOperation({
    summary: 'End an exemption at once',
    description: 'Coming visits without the check are flagged.',
  })
  @ApiOkResponse({ type: dto.ExemptionDto })
  @Errors('not-found', 'not-your-own')
  revoke(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Exemption> {
    return this.exemptions.revokeExemption(actor, id);
  }

  @Get('households/:id/requirements')
  @Policy('household.read')
  @ApiOperation({ summary: 'What a household demands of whoever helps it' })
  @ApiOkResponse({ type: dto.HouseholdRequirementsDto })
  @Errors('not-found')
  readDemands(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<HouseholdRequirements> {
    return this.demands.readRequirements(actor, id);
  }

  @Put('households/:id/requirements')
  @Policy('household.edit')
  @ApiOperation({
    summary: 'Set what a household demands of whoever helps it',
    description: 'If-Match is the household’s ETag. Coming visits whose helper lacks something are flagged.',
  })
  @ApiOkResponse({ type: dto.HouseholdRequirementsDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'unknown-credential-type')
  setDemands(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() { requirements }: dto.HouseholdDemandsDto,
  ): Promise<HouseholdRequirements> {
    const demands = requirements.map((one) => ({ ...one, validUntil: one.validUntil ?? null }));
    return this.demands.setRequirements(actor, id, version, demands);
  }
}
