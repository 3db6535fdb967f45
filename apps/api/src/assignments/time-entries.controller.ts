import {
  HoursService,
  seatMachine,
  timeEntryMachine,
  TimeEntryReadsService,
  type TimeEntryRow,
  type TimeEntryView,
} from '#assignments';
import type { MemberActor } from '#database';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AlsoTakes, Errors, stepOf, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './seats.dto.js';

@ApiTags('Hours')
@Controller('v1/time-entries')
export class TimeEntriesController {
  constructor(
    private readonly hours: HoursService,
    private readonly reads: TimeEntryReadsService,
  ) {}

  @Get()
  @Policy('hours.confirm')
  @ApiOperation({
    summary: 'Hours that wait for my answer',
    description:
      'Or, for the desk, all that wait for an answer, that are disputed, or that count, newest first, with both sides by their given names.',
  })
  @ApiOkResponse({ type: dto.TimeEntryPageDto })
  @Errors('forbidden')
  async list(
    @Actor() actor: MemberActor,
    @Query() query: dto.TimeEntryQueryDto,
  ): Promise<Page<TimeEntryView>> {
    return this.reads.list(actor, { ...query, list: query.list ?? 'mine' });
  }

  @Get(':id')
  @Policy('hours.confirm')
  @ApiOperation({ summary: 'Hours of one visit' })
  @ApiOkResponse({ type: dto.ListedTimeEntryDto })
  @Errors('not-found', 'own-record')
  find(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<TimeEntryView> {
    return this.reads.find(actor, id);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Policy('hours.confirm')
  @TakesStep(timeEntryMachine, 'confirm')
  @AlsoTakes(stepOf(seatMachine, 'confirm-hours'), stepOf(seatMachine, 'dispute'))
  @ApiOperation({
    summary: 'Confirm hours the other side declared',
    description:
      'Credits move at once. Small differences are averaged, larger ones become a dispute. A second tap changes nothing. A coordinator speaks for the side that did not declare.',
  })
  @ApiOkResponse({ type: dto.TimeEntryDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'side-missing',
    'channel-missing',
    'guardian-not-asked',
    'transition-not-allowed',
    'stale-version',
  )
  confirm(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ConfirmHoursDto,
  ): Promise<TimeEntryRow> {
    return this.hours.confirm(actor, id, body?.minutes, body?.version, body);
  }

  @Post(':id/dispute')
  @HttpCode(200)
  @Policy('hours.confirm')
  @TakesStep(timeEntryMachine, 'dispute')
  @AlsoTakes(stepOf(seatMachine, 'dispute'))
  @ApiOperation({
    summary: 'Dispute hours the other side declared',
    description: 'A coordinator speaks for the side that did not declare.',
  })
  @ApiOkResponse({ type: dto.TimeEntryDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'side-missing',
    'channel-missing',
    'guardian-not-asked',
    'transition-not-allowed',
    'stale-version',
  )
  dispute(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.DisputeHoursDto,
  ): Promise<TimeEntryRow> {
    return this.hours.dispute(actor, id, body.reason, body.version, body);
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Policy('hours.settle')
  @TakesStep(timeEntryMachine, 'settle')
  @AlsoTakes(stepOf(seatMachine, 'settle'))
  @ApiOperation({
    summary: 'Settle a dispute',
    description: 'By a coordinator who has no part in it, with a reason both sides read.',
  })
  @ApiOkResponse({ type: dto.TimeEntryDto })
  @Errors('not-found', 'own-record', 'transition-not-allowed', 'stale-version')
  settle(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.SettleHoursDto,
  ): Promise<TimeEntryRow> {
    return this.hours.settle(actor, id, body.minutes, body.reason, body.version);
  }
}
