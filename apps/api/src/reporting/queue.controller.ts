import type { MemberActor } from '#database';
import type { Page } from '#platform';
import { QueueService, type QueueItem } from '#reporting';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './queue.dto.js';

@ApiTags('Queue')
@Controller('v1/queue')
export class QueueController {
  constructor(private readonly queue: QueueService) {}

  @Get()
  @Policy('queue.read')
  @ApiOperation({
    summary: 'What waits for the desk',
    description: 'Nearest deadline first, in the reach of who asks; overdue items come first of all.',
  })
  @ApiOkResponse({ type: dto.QueuePageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: dto.QueueQueryDto): Promise<Page<QueueItem>> {
    const { kind, ...rest } = query;
    return this.queue.list(actor, { ...rest, kinds: kind });
  }

  @Get('counts')
  @Policy('queue.read')
  @ApiOperation({ summary: 'How much of each kind waits, and how much of it is overdue' })
  @ApiOkResponse({ type: dto.QueueCountsDto })
  @Errors()
  async counts(@Actor() actor: MemberActor, @Query() query: dto.QueueFilterDto): Promise<dto.QueueCountsDto> {
    return { counts: await this.queue.count(actor, query) };
  }
}
