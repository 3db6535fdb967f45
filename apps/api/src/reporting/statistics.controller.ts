import type { MemberActor } from '#database';
import { StatisticsService, type Statistics } from '#reporting';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { StatisticsDto, StatisticsQueryDto } from './statistics.dto.js';

@ApiTags('Statistics')
@Controller('v1/statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @Policy('statistics.read')
  @ApiOperation({
    summary: 'The community’s figures',
    description:
      'Of the households and people the desk reaches; administrators and auditors: all. A request belongs to the period in ' +
      'which it was opened, a visit to the one in which it starts; proposals to approve, answers awaited, open requests, ' +
      'tiring helpers and balances are as they stand now.',
  })
  @ApiOkResponse({ type: StatisticsDto })
  @Errors('period-wrong')
  read(@Actor() actor: MemberActor, @Query() query: StatisticsQueryDto): Promise<Statistics> {
    return this.statistics.read(actor, query);
  }
}
