import type { MemberActor } from '#database';
import { InsuranceService, type Insurance } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './insurances.dto.js';
import { RegisterPageQuery } from './register.dto.js';

@ApiTags('Register')
@Controller('v1/insurances')
export class InsurancesController {
  constructor(private readonly insurances: InsuranceService) {}

  @Get()
  @Policy('register.read')
  @ApiOperation({
    summary: 'Insurances of an organisation, newest first',
    description:
      'An organisation without one of its own is covered by those of the community. Where nobody has recorded any, the register’s days alone count.',
  })
  @ApiOkResponse({ type: dto.InsurancePageDto })
  @Errors('not-found')
  async list(
    @Actor() actor: MemberActor,
    @Query() { organisationId, ...page }: RegisterPageQuery,
  ): Promise<Page<Insurance>> {
    return this.insurances.list(actor, organisationId ?? null, readPage(page));
  }

  @Post()
  @Policy('register.edit')
  @ApiOperation({
    summary: 'Write down an insurance',
    description:
      'An organisation’s desk its own, administrators the community’s. Outside its days nobody of the organisation is proposed or begins a visit; coming visits there are flagged.',
  })
  @ApiCreatedResponse({ type: dto.InsuranceDto })
  @Errors('forbidden', 'unknown-organisation', 'insurance-days')
  record(@Actor() actor: MemberActor, @Body() body: dto.NewInsuranceDto): Promise<Insurance> {
    return this.insurances.record(actor, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Policy('register.edit')
  @ApiOperation({ summary: 'Set the last day of an insurance', description: 'Today or later.' })
  @ApiOkResponse({ type: dto.InsuranceDto })
  @Errors('not-found', 'forbidden', 'insurance-days')
  end(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() { lastDay }: dto.InsuranceEndDto,
  ): Promise<Insurance> {
    return this.insurances.end(actor, id, lastDay);
  }
}
