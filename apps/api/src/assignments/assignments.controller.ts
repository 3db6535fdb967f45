import {
  assignmentMachine,
  seatMachine,
  AssignmentReadsService,
  AssignmentsService,
  type AssignmentRow,
  type AssignmentView,
  type ListedAssignment,
} from '#assignments';
import type { MemberActor } from '#database';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AlsoTakes, Errors, stepOf, TakesStep } from '../http/documentation.decorator.js';
import { Actor, idParam, WantedLanguages } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './assignments.dto.js';
import { HeardDto, HeardFromFamilyDto, heardOf } from '../http/heard.dto.js';

@ApiTags('Assignments')
@Controller('v1/assignments')
export class AssignmentsController {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly reads: AssignmentReadsService,
  ) {}

  @Get()
  @Policy('assignment.read')
  @ApiOperation({
    summary: 'Assignments',
    description:
      'Mine as helper or guardian, with whom and where one meets while that is told; all a coordinator reaches. The read is recorded.',
  })
  @ApiOkResponse({ type: dto.AssignmentPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: dto.AssignmentQueryDto): Promise<Page<ListedAssignment>> {
    return this.reads.list(actor, query);
  }

  @Get(':id')
  @Policy('assignment.read')
  @ApiOperation({
    summary: 'An assignment',
    description:
      'Address, phones, hand-over person and note from the confirmation until the last visit ends. The read is recorded.',
  })
  @ApiOkResponse({ type: dto.AssignmentDto })
  @Errors('not-found', 'own-record')
  find(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @WantedLanguages() wanted: string[],
  ): Promise<AssignmentView> {
    return this.reads.find(actor, id, wanted);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Policy('assignment.answer')
  @TakesStep(assignmentMachine, 'accept')
  @AlsoTakes(stepOf(assignmentMachine, 'accept-known'))
  @ApiOperation({
    summary: 'The helper says yes',
    description:
      'Confirmed at once, unless a guardian must say yes first. A coordinator may record a yes they heard, with how and in which language; the helper is told.',
  })
  @ApiOkResponse({ type: dto.AssignmentStateDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'channel-missing',
    'helper-not-active',
    'no-longer-matched',
    'credential-missing',
    'not-covered',
    'collection-missing',
    'transition-not-allowed',
    'stale-version',
  )
  accept(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: HeardDto,
  ): Promise<AssignmentRow> {
    return this.assignments.accept(actor, id, body?.version, heardOf(body));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Policy('assignment.answer')
  @TakesStep(assignmentMachine, 'decline')
  @AlsoTakes(stepOf(seatMachine, 'release'))
  @ApiOperation({ summary: 'The helper says no', description: 'One tap; never a penalty.' })
  @ApiOkResponse({ type: dto.AssignmentStateDto })
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
    @Body() body: dto.DeclineDto,
  ): Promise<AssignmentRow> {
    return this.assignments.decline(actor, id, body?.reason, body?.version, heardOf(body));
  }

  @Post(':id/guardian-yes')
  @HttpCode(200)
  @Policy('assignment.guardian-answer')
  @TakesStep(assignmentMachine, 'guardian-yes')
  @ApiOperation({
    summary: 'A guardian says yes to a new helper',
    description:
      'A coordinator may record a yes given on the phone or at the desk, with the language and which guardian; that guardian is told.',
  })
  @ApiOkResponse({ type: dto.AssignmentStateDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'channel-missing',
    'guardian-not-asked',
    'helper-not-active',
    'no-longer-matched',
    'credential-missing',
    'not-covered',
    'collection-missing',
    'transition-not-allowed',
    'stale-version',
  )
  guardianYes(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: HeardFromFamilyDto,
  ): Promise<AssignmentRow> {
    return this.assignments.guardianYes(actor, id, heardOf(body), body?.version);
  }

  @Post(':id/guardian-no')
  @HttpCode(200)
  @Policy('assignment.guardian-answer')
  @TakesStep(assignmentMachine, 'guardian-no')
  @AlsoTakes(stepOf(seatMachine, 'release'))
  @ApiOperation({ summary: 'A guardian says no to a new helper', description: 'Without a reason.' })
  @ApiOkResponse({ type: dto.AssignmentStateDto })
  @Errors(
    'not-found',
    'forbidden',
    'own-record',
    'channel-missing',
    'guardian-not-asked',
    'transition-not-allowed',
    'stale-version',
  )
  guardianNo(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: HeardFromFamilyDto,
  ): Promise<AssignmentRow> {
    return this.assignments.guardianNo(actor, id, heardOf(body), body?.version);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Policy('assignment.cancel')
  @TakesStep(assignmentMachine, 'cancel')
  @AlsoTakes(stepOf(seatMachine, 'release'))
  @ApiOperation({
    summary: 'End all that is still to come',
    description: 'Near visits count as late cancellations of the side that cancels.',
  })
  @ApiOkResponse({ type: dto.AssignmentStateDto })
  @Errors('not-found', 'own-record', 'transition-not-allowed', 'stale-version')
  cancel(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.CancelDto,
  ): Promise<AssignmentRow> {
    return this.assignments.cancel(actor, id, body.reason, body.version);
  }
}
