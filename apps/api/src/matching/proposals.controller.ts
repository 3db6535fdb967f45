import { assignmentMachine, seatMachine } from '#assignments';
import type { MemberActor } from '#database';
import {
  proposalMachine,
  ProposalsService,
  ProposalViews,
  type ProposalDetail,
  type ProposalView,
} from '#matching';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AlsoTakes, Errors, stepOf, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam, IfMatch, WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  ApprovedDto,
  ApproveDto,
  CreatedDto,
  CreateProposalDto,
  ProposalDetailDto,
  ProposalPageDto,
  ProposalQuery,
  RejectDto,
} from './matching.dto.js';

@ApiTags('Proposals')
@Controller('v1')
export class ProposalsController {
  constructor(
    private readonly proposals: ProposalsService,
    private readonly views: ProposalViews,
  ) {}

  @Get('proposals')
  @Policy('proposal.read')
  @ApiOperation({
    summary: 'Proposals by state',
    description: 'Given names, zones and times: what is needed to decide.',
  })
  @ApiOkResponse({ type: ProposalPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: ProposalQuery): Promise<Page<ProposalView>> {
    return this.views.list(actor, query);
  }

  @Get('proposals/:id')
  @Policy('proposal.read')
  @ApiOperation({ summary: 'One proposal with its explanation and the next-best helpers' })
  @ApiOkResponse({ type: ProposalDetailDto })
  @Errors('not-found')
  read(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() wanted: string[],
  ): Promise<ProposalDetail> {
    return this.views.read(actor, id, wanted);
  }

  @Post('proposals')
  @Policy('proposal.create')
  @ApiOperation({
    summary: 'Propose a helper yourself',
    description: "Rules 5, 6 and 7 can be set aside with a written reason; 5 with the helper's yes.",
  })
  @ApiCreatedResponse({ type: CreatedDto })
  @Errors(
    'not-found',
    'nothing-to-cover',
    'no-offer',
    'hard-rule-broken',
    'override-needed',
    'family-suspended',
    'already-proposed',
  )
  create(@Actor() actor: MemberActor, @Body() body: CreateProposalDto): Promise<{ id: string }> {
    return this.proposals.create(actor, {
      requestId: body.requestId,
      helperId: body.helperId,
      visitIds: body.visitIds ?? [],
      overrideRules: body.overrideRules ?? [],
      reason: body.reason,
      helperAgreed: body.helperAgreed ?? false,
    });
  }

  @Post('proposals/:id/approve')
  @HttpCode(200)
  @Policy('proposal.decide')
  @TakesStep(proposalMachine, 'approve')
  @ApiOperation({
    summary: 'Approve: makes the assignment, holds the hours, asks the helper',
    description:
      'Every hard rule is checked again under lock. A helper who was asked enough today or this week is asked again only with a written reason.',
  })
  @ApiOkResponse({ type: ApprovedDto })
  @Errors(
    'not-found',
    'proposal-not-open',
    'own-proposal',
    'hard-rule-broken',
    'override-needed',
    'family-suspended',
    'asked-enough',
    'nothing-to-cover',
    'stale-version',
    'if-match-missing',
    'helper-already-booked',
    'visit-already-covered',
    'funds-missing',
  )
  approve(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: ApproveDto,
  ): Promise<{ assignmentId: string }> {
    return this.proposals.approve(actor, id, version, body?.overrideReason);
  }

  @Post('proposals/:id/reject')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('proposal.decide')
  @TakesStep(proposalMachine, 'reject')
  @ApiOperation({ summary: 'Reject with a reason; the next best is looked for' })
  @Errors('not-found', 'proposal-not-open', 'stale-version', 'if-match-missing')
  reject(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: RejectDto,
  ): Promise<void> {
    return this.proposals.reject(actor, id, version, body.reason);
  }

  @Post('assignments/:id/undo')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('proposal.decide')
  @TakesStep(proposalMachine, 'return')
  @AlsoTakes(stepOf(assignmentMachine, 'undo'), stepOf(seatMachine, 'release'))
  @ApiOperation({ summary: 'Take an approval back before its messages leave' })
  @Errors('not-found', 'transition-not-allowed', 'undo-too-late')
  undo(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.proposals.undo(actor, id);
  }
}
