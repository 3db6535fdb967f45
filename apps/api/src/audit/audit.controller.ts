import type { MemberActor } from '#database';
import {
  AuditService,
  OwnRecordsService,
  type AuditRecord,
  type ChainCheck,
  type HistoryStep,
  type OwnRecord,
} from '#members';
import { allMachines, readPage, type Page } from '#platform';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, ErrorsForAnyone } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './audit.dto.js';

@ApiTags('Record')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly own: OwnRecordsService,
  ) {}

  @Get('audit-records')
  @Policy('audit.read')
  @ApiOperation({ summary: 'Who read or did what', description: 'Newest first; ids only.' })
  @ApiOkResponse({ type: dto.AuditRecordPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.AuditQuery): Promise<Page<AuditRecord>> {
    return this.audit.listRecords(actor, readPage(query), query.subjectId);
  }

  @Get('me/audit-records')
  @Policy('audit.read-own')
  @ApiOperation({
    summary: 'Who read about me and my household',
    description: 'Newest first, with who it was and what for; incident reviews excepted.',
  })
  @ApiOkResponse({ type: dto.OwnRecordPageDto })
  @Errors()
  async listOwn(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<OwnRecord>> {
    return this.own.list(actor, readPage(query));
  }

  @Post('audit-records/verify')
  @HttpCode(200)
  @Policy('audit.read')
  @ApiOperation({ summary: 'Check the hash chain of the sealed records' })
  @ApiOkResponse({ type: dto.ChainCheckDto })
  @Errors()
  verify(@Actor() actor: MemberActor): Promise<ChainCheck> {
    return this.audit.verifyChain(actor);
  }

  @Get('history/:subjectId')
  @Policy('history.read')
  @ApiOperation({ summary: 'The steps a record took: who, for whom, why, when' })
  @ApiOkResponse({ type: dto.HistoryPageDto })
  @Errors('not-found')
  async history(
    @Actor() actor: MemberActor,
    @Param('subjectId', idParam) subjectId: string,
    @Query() query: PageQuery,
  ): Promise<Page<HistoryStep>> {
    return this.audit.listHistory(actor, subjectId, readPage(query));
  }

  @Get('life-cycles')
  @Policy('life-cycles.read')
  @ApiOperation({ summary: 'Every life cycle as a table: states, steps, who may, what it announces' })
  @ApiOkResponse({ type: [dto.LifeCycleDto] })
  @ErrorsForAnyone('unavailable')
  lifeCycles(): dto.LifeCycleDto[] {
    return allMachines().map(({ name, initial, states, steps }) => ({
      name,
      initial,
      states,
      steps: steps.map((step) => ({ ...step, emits: step.emits ?? null })),
    }));
  }
}
