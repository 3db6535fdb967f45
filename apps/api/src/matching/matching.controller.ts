import type { MemberActor } from '#database';
import {
  MatchingService,
  ReplayService,
  WeightsService,
  type MatchingRunDetail,
  type MatchingRunView,
  type Replay,
  type VersionedWeights,
} from '#matching';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { MatchingRunDetailDto, MatchingRunPageDto, ReplayDto } from './matching-run.dto.js';
import { AskedDto, VersionedWeightsDto, WeightsDto } from './matching.dto.js';

@ApiTags('Matching')
@Controller('v1')
export class MatchingController {
  constructor(
    private readonly matching: MatchingService,
    private readonly replays: ReplayService,
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
  @ApiOperation({
    summary:
      'One run: how far it has come, objective, proven bound and gap, weights, the proposals it changed',
  })
  @ApiOkResponse({ type: MatchingRunDetailDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<MatchingRunDetail> {
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

  @Post('matching-runs/:id/replay')
  @HttpCode(200)
  @Policy('matching.run')
  @ApiOperation({
    summary: 'Ask the engine again what this run asked it',
    description: 'The same questions must give the same plan. Writes nothing.',
  })
  @ApiOkResponse({ type: ReplayDto })
  @Errors('not-found', 'snapshot-gone', 'replay-busy')
  replay(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Replay> {
    return this.replays.replay(actor, id);
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
