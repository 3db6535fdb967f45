import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { RequestCasesService, type RequestNote, type RequestView, type VisitRow } from '#requests';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { VisitPageDto } from '../visits/visits.dto.js';
import { RequestDto, RequestNoteDto, RequestNotePageDto } from './requests.answers.dto.js';
import { CaseDto, NewNoteDto } from './requests.dto.js';

@ApiTags('Requests')
@Controller('v1/requests/:id')
export class CasesController {
  constructor(private readonly cases: RequestCasesService) {}

  @Put('case')
  @Policy('request.own-case')
  @ApiOperation({ summary: 'Set who owns and covers the case, and the day to call back' })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'unknown-reference', 'request-over')
  setCase(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: CaseDto,
  ): Promise<RequestView> {
    return this.cases.setCase(actor, id, version, body);
  }

  @Get('notes')
  @Policy('request.own-case')
  @ApiOperation({ summary: 'The desk’s notes of a case, oldest first' })
  @ApiOkResponse({ type: RequestNotePageDto })
  @Errors('not-found')
  async listNotes(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<RequestNote>> {
    return this.cases.listNotes(actor, id, readPage(query));
  }

  @Post('notes')
  @Policy('request.own-case')
  @ApiOperation({ summary: 'Add a note to a case' })
  @ApiCreatedResponse({ type: RequestNoteDto })
  @Errors('not-found')
  addNote(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: NewNoteDto,
  ): Promise<RequestNote> {
    return this.cases.addNote(actor, id, body.text);
  }

  @Get('visits')
  @Policy('request.read')
  @ApiOperation({ summary: 'All visits of a request, past and cancelled ones too' })
  @ApiOkResponse({ type: VisitPageDto })
  @Errors('not-found')
  async listVisits(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<VisitRow>> {
    return this.cases.listVisits(actor, id, readPage(query));
  }
}
