import type { MemberActor } from '#database';
import { MatchingService, WeightsService, type MatchingRunView, type VersionedWeights } from '#matching';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  AskedDto,
  MatchingRunDto,
  MatchingRunPageDto,
  VersionedWeightsDto,
  WeightsDto,
} from './matching.dto.js';

@ApiTags('Matching')
@Controller('v1')
export class MatchingController {
  constructor(
    private readonly matching: MatchingService,
    private readonly weights: WeightsService,
  ) {}

  @Get('matching-runs')
  @Policy('matching.read')
  @ApiOperation({ summary: 'Runs of the engine, newest first' })
  @ApiOkResponse({ type: MatchingRunPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<MatchingRunView>> {
    return this.matching.listRuns(actor, query);
  }

  @Get('matching-runs/:id')
  @Policy('matching.read')
  @ApiOperation({ summary: 'One run: what it saw, objective, proven bound and gap' })
  @ApiOkResponse({ type: MatchingRunDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<MatchingRunView> {
    return this.matching.readRun(actor, id);
  }

  @Post('matching-runs')
  @HttpCode(202)
  @Policy('matching.run')
  @ApiOperation({ summary: 'Ask for a run now' })
  @ApiAcceptedResponse({ type: AskedDto })
  @Errors()
  async run(@Actor() actor: MemberActor): Promise<AskedDto> {
    await this.matching.askForRun(actor);
    return { asked: true };
  }

  @Get('score-weights')
  @Policy('weights.read')
  @ApiOperation({ summary: 'The weights in force' })
  @ApiOkResponse({ type: VersionedWeightsDto })
  @Errors()
  readWeights(@Actor() actor: MemberActor): Promise<VersionedWeights> {
    return this.weights.read(actor);
  }

  @Put('score-weights')
  @Policy('weights.edit')
  @ApiOperation({ summary: 'Set new weights: a new version; serve must outweigh all others together' })
  @ApiOkResponse({ type: VersionedWeightsDto })
  @Errors('conflict')
  changeWeights(@Actor() actor: MemberActor, @Body() body: WeightsDto): Promise<VersionedWeights> {
    return this.weights.change(actor, { ...body });
  }
}
