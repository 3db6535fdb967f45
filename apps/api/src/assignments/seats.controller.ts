import {
  HoursService,
  NoShowsService,
  seatMachine,
  timeEntryMachine,
  SeatReadsService,
  SeatsService,
  type SeatRow,
  type TimeEntryRow,
} from '#assignments';
import type { MemberActor } from '#database';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AlsoTakes, Errors, stepOf, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { CancelDto } from './assignments.dto.js';
import { ActionDto, heardOf } from '../http/heard.dto.js';
import * as dto from './seats.dto.js';

@ApiTags('Seats of visits')
@Controller('v1/seats')
export class SeatsController {
  constructor(
    private readonly seats: SeatsService,
    private readonly reads: SeatReadsService,
    private readonly hours: HoursService,
    private readonly noShows: NoShowsService,
  ) {}

  @Get()
  @Policy('seat.read')
  @ApiOperation({ summary: 'Seats', description: 'Mine as helper or guardian; all a coordinator reaches.' })
  @ApiOkResponse({ type: dto.SeatPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: dto.SeatQueryDto): Promise<Page<SeatRow>> {
    return this.reads.list(actor, query);
  }

  @Get(':id')
  @Policy('seat.read')
  @ApiOperation({ summary: 'A seat: one helper’s place in one visit' })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors('not-found', 'own-record')
  find(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<SeatRow> {
    return this.reads.find(actor, id);
  }

  @Post(':id/reconfirm')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'reconfirm')
  @ApiOperation({ summary: 'The helper will come' })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'not-yet-confirmed',
    'transition-not-allowed',
    'stale-version',
  )
  reconfirm(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: ActionDto,
  ): Promise<SeatRow> {
    return this.seats.reconfirm(actor, id, body?.version);
  }

  @Post(':id/arrived')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'arrive')
  @ApiOperation({ summary: 'The helper is there', description: 'From an hour before the start.' })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'own-record',
    'not-yet-confirmed',
    'too-early',
    'helper-not-active',
    'credential-missing',
    'not-covered',
    'no-longer-matched',
    'collection-missing',
    'transition-not-allowed',
    'stale-version',
  )
  arrived(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: ActionDto,
  ): Promise<SeatRow> {
    return this.seats.arrived(actor, id, body?.version);
  }

  @Post(':id/handed-over')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'hand-over')
  @ApiOperation({ summary: 'The dependant was handed over' })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors('not-found', 'own-record', 'not-yet-confirmed', 'transition-not-allowed', 'stale-version')
  handedOver(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: ActionDto,
  ): Promise<SeatRow> {
    return this.seats.handedOver(actor, id, body?.version);
  }

  @Post(':id/done')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'finish')
  @ApiOperation({
    summary: 'The visit is done',
    description:
      'Before its end, where nobody said "arrived", only by a helper who may come. Afterwards what was done counts, and the desk sees the visit where a check or cover was missing.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'own-record',
    'not-yet-confirmed',
    'too-early',
    'helper-not-active',
    'credential-missing',
    'collection-missing',
    'not-covered',
    'no-longer-matched',
    'transition-not-allowed',
    'stale-version',
  )
  done(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: ActionDto,
  ): Promise<SeatRow> {
    return this.seats.done(actor, id, body?.version);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'cancel-early')
  @AlsoTakes(stepOf(seatMachine, 'cancel-late'))
  @ApiOperation({
    summary: 'This helper does not come to this visit',
    description: 'Early or late by the community’s policy; the visit reopens.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'own-record',
    'not-yet-confirmed',
    'visit-begun',
    'transition-not-allowed',
    'stale-version',
  )
  cancel(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: CancelDto,
  ): Promise<SeatRow> {
    return this.seats.cancel(actor, id, body.reason, body.version);
  }

  @Post(':id/no-show')
  @HttpCode(200)
  @Policy('seat.step')
  @TakesStep(seatMachine, 'miss')
  @ApiOperation({
    summary: 'The other side did not come',
    description: 'After the start and the minutes of grace.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'own-record',
    'not-yet-confirmed',
    'too-early',
    'hours-declared',
    'transition-not-allowed',
    'stale-version',
  )
  noShow(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.NoShowDto,
  ): Promise<SeatRow> {
    return this.seats.noShow(actor, id, body.absent, body.version);
  }

  @Post(':id/contest')
  @HttpCode(200)
  @Policy('hours.declare')
  @TakesStep(seatMachine, 'contest')
  @AlsoTakes(stepOf(timeEntryMachine, 'contest'))
  @ApiOperation({
    summary: 'Say that one did come after all',
    description:
      'The side said not to have come, within the community’s days; a coordinator says for which side they speak. It is settled by a coordinator: hours (time entries) or upheld.',
  })
  @ApiOkResponse({ type: dto.TimeEntryDto })
  @Errors(
    'not-found',
    'own-record',
    'forbidden',
    'side-missing',
    'channel-missing',
    'guardian-not-asked',
    'contest-too-late',
    'helper-already-booked',
    'transition-not-allowed',
    'stale-version',
  )
  contest(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ContestDto,
  ): Promise<TimeEntryRow> {
    return this.noShows.contest(actor, id, body, body.version, body);
  }

  @Post(':id/uphold-no-show')
  @HttpCode(200)
  @Policy('hours.settle')
  @TakesStep(seatMachine, 'uphold')
  @ApiOperation({ summary: 'Decide that somebody did not come after all', description: 'With a reason.' })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors('not-found', 'own-record', 'transition-not-allowed', 'stale-version')
  upholdNoShow(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.UpholdDto,
  ): Promise<SeatRow> {
    return this.noShows.uphold(actor, id, body.absent, body.reason, body.version);
  }

  @Post(':id/seek-replacement')
  @HttpCode(200)
  @Policy('seat.replace')
  @TakesStep(seatMachine, 'seek-replacement')
  @ApiOperation({
    summary: 'Look for somebody else for this visit',
    description:
      'Under 48 hours before it helpers are asked in waves of 3, 6 and 12, and the first yes has the place; earlier, matching looks.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'own-record',
    'not-yet-confirmed',
    'visit-begun',
    'transition-not-allowed',
    'stale-version',
  )
  seekReplacement(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: CancelDto,
  ): Promise<SeatRow> {
    return this.seats.seekReplacement(actor, id, body.reason, body.version);
  }

  @Post(':id/agree-regime')
  @HttpCode(200)
  @Policy('seat.agree-regime')
  @ApiOperation({
    summary: 'A guardian agrees to help of another kind for this replacement alone',
    description:
      'Asked when nobody of an accepted kind can come. A coordinator says how they heard it, in which language and from which guardian, who is told.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'not-yet-confirmed',
    'channel-missing',
    'guardian-not-asked',
    'regime-not-asked',
    'stale-version',
  )
  agreeRegime(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.AgreeRegimeDto,
  ): Promise<SeatRow> {
    return this.seats.agreeRegime(actor, id, body.regime, heardOf(body), body.version);
  }

  @Post(':id/declare-hours')
  @Policy('hours.declare')
  @AlsoTakes(stepOf(seatMachine, 'declare-anew'))
  @ApiOperation({
    summary: 'Say how long it took',
    description:
      'Never before the visit; another person of the other side confirms. A coordinator says for which side they speak.',
  })
  @ApiCreatedResponse({ type: dto.TimeEntryDto })
  @Errors(
    'not-found',
    'own-record',
    'too-early',
    'hours-declared',
    'side-missing',
    'channel-missing',
    'guardian-not-asked',
    'forbidden',
    'not-yet-confirmed',
    'transition-not-allowed',
    'stale-version',
  )
  declareHours(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.DeclareHoursDto,
  ): Promise<TimeEntryRow> {
    return this.hours.declare(actor, id, body.minutes, body.version, body);
  }

  @Post(':id/reverse')
  @HttpCode(200)
  @Policy('hours.settle')
  @TakesStep(seatMachine, 'reverse')
  @AlsoTakes(stepOf(timeEntryMachine, 'reverse'))
  @ApiOperation({
    summary: 'Take a visit’s hours back',
    description: 'Hours, bonus and levy together, with a reason; they can be declared anew.',
  })
  @ApiOkResponse({ type: dto.SeatDto })
  @Errors('not-found', 'own-record', 'balance-too-low', 'transition-not-allowed', 'stale-version')
  reverse(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ReverseSeatDto,
  ): Promise<SeatRow> {
    return this.hours.reverse(actor, id, body.reason, body.version);
  }
}
