import type { MemberActor } from '#database';
import { parseTime, readPage, type Page } from '#platform';
import {
  requestMachine,
  SeriesService,
  SessionsService,
  visitMachine,
  VisitsService,
  type ListedSession,
  type MovedSeries,
  type Session,
  type VisitRow,
} from '#requests';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './visits.dto.js';

@ApiTags('Visits')
@Controller('v1')
export class VisitsController {
  constructor(
    private readonly visits: VisitsService,
    private readonly series: SeriesService,
    private readonly sessions: SessionsService,
  ) {}

  @Get('visits')
  @Policy('visit.list')
  @ApiOperation({
    summary: 'The agenda',
    description: 'A family’s visits, a helper’s, or all a coordinator reaches; not the cancelled ones.',
  })
  @ApiOkResponse({ type: dto.VisitPageDto })
  @Errors('range-too-long', 'times-wrong', 'forbidden')
  async list(@Actor() actor: MemberActor, @Query() query: dto.AgendaQueryDto): Promise<Page<VisitRow>> {
    return this.visits.listAgenda(actor, query, readPage(query));
  }

  @Post('visits/:id/cancel')
  @HttpCode(200)
  @Policy('visit.cancel')
  @TakesStep(visitMachine, 'cancel')
  @ApiOperation({
    summary: 'Cancel a visit, or it and all that follow',
    description: 'The helpers who would have come are freed and told.',
  })
  @ApiOkResponse({ type: dto.CancelledVisitsDto })
  @Errors('not-found', 'visit-not-planned')
  async cancel(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.CancelVisitDto,
  ): Promise<dto.CancelledVisitsDto> {
    return { visitIds: await this.visits.cancelVisit(actor, id, body ?? {}) };
  }

  @Post('visits/:id/move')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('request.edit')
  @TakesStep(requestMachine, 'change')
  @ApiOperation({
    summary: 'Another time for one visit',
    description: 'On its own day, as long as nobody is coming to it; the other visits stay.',
  })
  @Errors(
    'not-found',
    'transition-not-allowed',
    'visit-not-planned',
    'visits-assigned',
    'times-wrong',
    'in-the-past',
    'payer-consent-missing',
    'shared-payer-off',
  )
  move(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() { startTime, endTime }: dto.MoveVisitDto,
  ): Promise<void> {
    return this.visits.moveVisit(actor, id, {
      startMinute: parseTime(startTime)!,
      endMinute: parseTime(endTime)!,
    });
  }

  @Post('visits/:id/move-following')
  @HttpCode(200)
  @Policy('request.edit')
  @TakesStep(requestMachine, 'change')
  @ApiOperation({
    summary: 'Another time, or another weekday, for a visit and all that follow',
    description:
      'The request changes while nobody is coming and nothing before it is still to come. Else what follows is cancelled, its helpers are freed and told, and a new request takes the series up.',
  })
  @ApiOkResponse({ type: dto.MovedSeriesDto })
  @Errors(
    'not-found',
    'transition-not-allowed',
    'visit-not-planned',
    'times-wrong',
    'in-the-past',
    'no-occurrences',
    'too-many-occurrences',
    'schedule-too-long',
    'too-far-ahead',
    'facts-missing',
    'unknown-reference',
    'payer-not-guardian',
    'payer-consent-missing',
    'shared-payer-off',
  )
  moveFollowing(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.MoveFollowingDto,
  ): Promise<MovedSeries> {
    return this.series.moveFollowing(actor, id, body);
  }

  @Post('visits/:id/plan-again')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('visit.cancel')
  @TakesStep(visitMachine, 'plan-again')
  @ApiOperation({
    summary: 'Have a visit again whose closure was taken back',
    description: 'It was cancelled because its day was closed; matching looks for a helper.',
  })
  @Errors('not-found', 'visit-not-offered')
  planAgain(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.visits.planAgain(actor, id);
  }

  @Get('sessions')
  @Policy('session.edit')
  @ApiOperation({
    summary: 'Sessions with their visits and places',
    description: 'Those that have not ended before the day; visits as far as the desk reaches.',
  })
  @ApiOkResponse({ type: dto.SessionPageDto })
  @Errors()
  async listSessions(
    @Actor() actor: MemberActor,
    @Query() query: dto.SessionQueryDto,
  ): Promise<Page<ListedSession>> {
    return this.sessions.listSessions(actor, readPage(query), query.from);
  }

  @Post('sessions')
  @Policy('session.edit')
  @ApiOperation({
    summary: 'Join visits of several households',
    description: 'They take place at the same time, and occupy a helper once.',
  })
  @ApiCreatedResponse({ type: dto.SessionDto })
  @Errors(
    'not-found',
    'unknown-reference',
    'visit-not-planned',
    'visit-in-session',
    'session-times-differ',
    'session-too-small',
  )
  createSession(@Actor() actor: MemberActor, @Body() body: dto.NewSessionDto): Promise<Session> {
    return this.sessions.createSession(actor, body);
  }

  @Put('sessions/:id/visits/:visitId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.edit')
  @ApiOperation({
    summary: 'Join one more visit',
    description: 'At the same time, with nobody coming to it yet.',
  })
  @Errors('not-found', 'visit-not-planned', 'visit-in-session', 'session-times-differ', 'session-too-small')
  joinSession(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('visitId', idParam) visitId: string,
  ): Promise<void> {
    return this.sessions.joinSession(actor, id, visitId);
  }

  @Delete('sessions/:id/visits/:visitId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('session.edit')
  @ApiOperation({
    summary: 'Let a visit take place by itself again',
    description: 'While nobody is coming to it.',
  })
  @Errors('not-found', 'visit-not-planned', 'visits-assigned')
  leaveSession(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Param('visitId', idParam) visitId: string,
  ): Promise<void> {
    return this.sessions.leaveSession(actor, id, visitId);
  }
}
