import type { MemberActor } from '#database';
import { UnmatchedViews, type RecruitingView, type UnmatchedView } from '#matching';
import type { Page } from '#platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { RecruitingPageDto, UnmatchedPageDto } from './unmatched.dto.js';

@ApiTags('Proposals')
@Controller('v1')
export class UnmatchedController {
  constructor(private readonly views: UnmatchedViews) {}

  @Get('unmatched-visits')
  @Policy('proposal.read')
  @ApiOperation({
    summary: 'Visits that found nobody: the rule that binds and the smallest change that would help',
  })
  @ApiOkResponse({ type: UnmatchedPageDto })
  @Errors()
  visits(
    @Actor() actor: MemberActor,
    @Query() query: PageQuery,
    @WantedLanguages() wanted: string[],
  ): Promise<Page<UnmatchedView>> {
    return this.views.listVisits(actor, query, wanted);
  }

  @Get('recruiting-list')
  @Policy('recruiting.read')
  @ApiOperation({
    summary: 'Whom to recruit: weekday, part of the day, help and place, by the families it would serve',
    description:
      'Tried in the latest run by adding such helpers to what it left open; each visit counts once.',
  })
  @ApiOkResponse({ type: RecruitingPageDto })
  @Errors()
  recruiting(
    @Actor() actor: MemberActor,
    @Query() query: PageQuery,
    @WantedLanguages() wanted: string[],
  ): Promise<Page<RecruitingView>> {
    return this.views.listNeeds(actor, query, wanted);
  }
}
