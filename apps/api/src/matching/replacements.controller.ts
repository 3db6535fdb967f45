import type { MemberActor } from '#database';
import {
  replacementAskMachine,
  ReplacementReadsService,
  ReplacementsService,
  type ReplacementAsk,
} from '#matching';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HeardDto, heardOf } from '../http/heard.dto.js';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { ApprovedDto } from './matching.dto.js';
import * as dto from './replacements.dto.js';

@ApiTags('Replacements')
@Controller('v1/replacement-asks')
export class ReplacementsController {
  constructor(
    private readonly replacements: ReplacementsService,
    private readonly reads: ReplacementReadsService,
  ) {}

  @Get()
  @Policy('replacement.read')
  @ApiOperation({
    summary: 'Who is asked to take a place that was given up',
    description:
      'Mine as helper; all a coordinator reaches. Zone, time and age bands: what is needed to answer.',
  })
  @ApiOkResponse({ type: dto.ReplacementAskPageDto })
  @Errors()
  list(
    @Actor() actor: MemberActor,
    @Query() query: dto.ReplacementAskQueryDto,
  ): Promise<Page<ReplacementAsk>> {
    return this.reads.list(actor, query);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Policy('replacement.answer')
  @TakesStep(replacementAskMachine, 'accept')
  @ApiOperation({
    summary: 'The helper takes the place',
    description:
      'The first yes has it and the hours are held; a guardian whom the helper is new to still answers. A coordinator may record what they heard; the helper is told.',
  })
  @ApiOkResponse({ type: ApprovedDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'channel-missing',
    'replacement-taken',
    'hard-rule-broken',
    'override-needed',
    'family-suspended',
    'no-offer',
    'helper-not-active',
    'no-longer-matched',
    'credential-missing',
    'not-covered',
    'collection-missing',
    'helper-already-booked',
    'funds-missing',
    'transition-not-allowed',
    'stale-version',
  )
  accept(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: HeardDto,
  ): Promise<{ assignmentId: string }> {
    return this.replacements.accept(actor, id, body?.version, heardOf(body));
  }

  @Post(':id/decline')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('replacement.answer')
  @TakesStep(replacementAskMachine, 'decline')
  @ApiOperation({ summary: 'The helper says no', description: 'One tap; never a penalty.' })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'channel-missing',
    'transition-not-allowed',
    'stale-version',
  )
  decline(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: HeardDto,
  ): Promise<void> {
    return this.replacements.decline(actor, id, body?.version, heardOf(body));
  }
}
