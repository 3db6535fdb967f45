import { FirstVisitService, type FirstVisitCheck } from '#assignments';
import type { MemberActor } from '#database';
import { incidentMachine, IncidentService, type Incident } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './incidents.dto.js';

const STEP_ERRORS = ['not-found', 'stale-version', 'if-match-missing', 'transition-not-allowed'] as const;

@ApiTags('Incidents')
@Controller('v1')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentService,
    private readonly firstVisits: FirstVisitService,
  ) {}

  @Get('incidents')
  @Policy('incident.read')
  @ApiOperation({ summary: 'What I reported, and what I review', description: 'Newest first.' })
  @ApiOkResponse({ type: dto.IncidentPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.IncidentQuery): Promise<Page<Incident>> {
    return this.incidents.list(actor, query, readPage(query));
  }

  @Post('incidents')
  @Policy('incident.read')
  @ApiOperation({
    summary: 'Report that something went wrong',
    description: 'Read by administrators, or whom they give it to; never by those it concerns.',
  })
  @ApiCreatedResponse({ type: dto.IncidentDto })
  @Errors('not-found')
  report(@Actor() actor: MemberActor, @Body() body: dto.NewIncidentDto): Promise<Incident> {
    return this.incidents.report(actor, body);
  }

  @Get('incidents/:id')
  @Policy('incident.read')
  @ApiOperation({ summary: 'One report' })
  @ApiOkResponse({ type: dto.IncidentDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Incident> {
    return this.incidents.read(actor, id);
  }

  @Post('incidents/:id/take')
  @HttpCode(200)
  @Policy('incident.review')
  @TakesStep(incidentMachine, 'take')
  @ApiOperation({ summary: 'Review a report oneself', description: 'The clock stops.' })
  @ApiOkResponse({ type: dto.IncidentDto })
  @Errors(...STEP_ERRORS)
  take(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
  ): Promise<Incident> {
    return this.incidents.take(actor, id, version);
  }

  @Post('incidents/:id/hand-on')
  @HttpCode(200)
  @Policy('incident.review')
  @TakesStep(incidentMachine, 'hand-on')
  @ApiOperation({ summary: 'Let another review it' })
  @ApiOkResponse({ type: dto.IncidentDto })
  @Errors(...STEP_ERRORS, 'reviewer-unfit')
  handOn(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() { ownerId }: dto.HandOnDto,
  ): Promise<Incident> {
    return this.incidents.handOn(actor, id, version, ownerId);
  }

  @Post('incidents/:id/close')
  @HttpCode(200)
  @Policy('incident.review')
  @TakesStep(incidentMachine, 'close')
  @ApiOperation({ summary: 'Close it with what came of it' })
  @ApiOkResponse({ type: dto.IncidentDto })
  @Errors(...STEP_ERRORS)
  close(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() { outcome }: dto.OutcomeDto,
  ): Promise<Incident> {
    return this.incidents.close(actor, id, version, outcome);
  }

  @Post('incidents/:id/reopen')
  @HttpCode(200)
  @Policy('incident.review')
  @TakesStep(incidentMachine, 'reopen')
  @ApiOperation({ summary: 'Look into it again' })
  @ApiOkResponse({ type: dto.IncidentDto })
  @Errors(...STEP_ERRORS)
  reopen(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
  ): Promise<Incident> {
    return this.incidents.reopen(actor, id, version);
  }

  @Post('first-visit-checks')
  @Policy('first-visit.record')
  @ApiOperation({
    summary: 'A coordinator called, or was there, before a first visit',
    description: 'Takes the flag off the visit where the policy `firstVisitCheck` asks for it.',
  })
  @ApiCreatedResponse({ type: dto.FirstVisitDto })
  @Errors('not-found', 'own-record', 'first-visit-recorded')
  recordFirstVisit(
    @Actor() actor: MemberActor,
    @Body() body: dto.NewFirstVisitDto,
  ): Promise<FirstVisitCheck> {
    return this.firstVisits.record(actor, body);
  }
}
