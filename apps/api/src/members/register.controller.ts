import type { MemberActor } from '#database';
import { RegisterService, type ChainCheck, type RegisterEntry } from '#members';
import { readPage, type Page } from '#platform';
import { RegisterPaperService } from '#reporting';
import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ChainCheckDto } from '../audit/audit.dto.js';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './register.dto.js';

@ApiTags('Register')
@Controller('v1')
export class RegisterController {
  constructor(
    private readonly register: RegisterService,
    private readonly paper: RegisterPaperService,
  ) {}

  @Get('register')
  @Policy('register.read')
  @ApiOperation({
    summary: 'The register of those who give time',
    description: 'In the order of its numbers.',
  })
  @ApiOkResponse({ type: dto.RegisterPageDto })
  @Errors('not-found', 'forbidden')
  async list(
    @Actor() actor: MemberActor,
    @Query() { organisationId, ...page }: dto.RegisterPageQuery,
  ): Promise<Page<RegisterEntry>> {
    return this.register.listEntries(actor, organisationId ?? null, readPage(page));
  }

  @Get('register.csv')
  @Policy('register.read')
  @ApiOperation({ summary: 'The register as a file', description: 'Every line.' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'RFC 4180, with a header' })
  @Errors('not-found', 'forbidden')
  async csv(
    @Actor() actor: MemberActor,
    @Query() { organisationId }: dto.RegisterQuery,
  ): Promise<StreamableFile> {
    // Sent as it is read: it may be long.
    return new StreamableFile(await this.paper.csv(actor, organisationId ?? null), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="register.csv"',
    });
  }

  @Get('register.pdf')
  @Policy('register.read')
  @ApiOperation({
    summary: 'The register on paper, for signing',
    description: 'Up to 20,000 lines; of a longer one it says so, and the file has all of them.',
  })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Errors('not-found', 'forbidden')
  async pdf(
    @Actor() actor: MemberActor,
    @Query() { organisationId }: dto.RegisterQuery,
  ): Promise<StreamableFile> {
    const file = await this.paper.pdf(actor, organisationId ?? null);
    return new StreamableFile(file, {
      type: 'application/pdf',
      disposition: 'attachment; filename="register.pdf"',
    });
  }

  @Get('register/check')
  @Policy('register.read')
  @ApiOperation({ summary: 'Does every line follow from the one before it?' })
  @ApiOkResponse({ type: ChainCheckDto })
  @Errors('not-found')
  check(@Actor() actor: MemberActor, @Query() { organisationId }: dto.RegisterQuery): Promise<ChainCheck> {
    return this.register.verify(actor, organisationId ?? null);
  }

  @Post('register')
  @Policy('register.edit')
  @ApiOperation({
    summary: 'Enter somebody',
    description:
      'Into the register of their organisation; cover starts at 24:00 of the day. Nobody enters themselves.',
  })
  @ApiCreatedResponse({ type: dto.RegisterEntryDto })
  @Errors(
    'not-found',
    'not-your-own',
    'member-left',
    'not-a-helper',
    'already-registered',
    'registered-in-future',
    'occasional-days',
  )
  enter(@Actor() actor: MemberActor, @Body() body: dto.NewRegisterEntryDto): Promise<RegisterEntry> {
    return this.register.enter(actor, body);
  }

  @Post('members/:id/leave-register')
  @HttpCode(200)
  @Policy('register.edit')
  @ApiOperation({ summary: 'Write somebody out', description: 'Cover ends at 24:00 of the day.' })
  @ApiOkResponse({ type: dto.RegisterEntryDto })
  @Errors('not-found', 'not-your-own', 'not-registered')
  leave(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<RegisterEntry> {
    return this.register.leave(actor, id);
  }
}
