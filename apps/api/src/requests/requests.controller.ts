import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import {
  requestMachine,
  RequestCasesService,
  RequestsService,
  RequestStepsService,
  type RequestSummary,
  type RequestView,
} from '#requests';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { heardOf } from '../http/heard.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { RequestDto, RequestPageDto } from './requests.answers.dto.js';
import * as dto from './requests.dto.js';

const FACTS = [
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
  'no-timebank',
  'one-payer',
  'shared-payer-off',
];
const NOTHING_MORE = {
  dependantIds: [],
  subjects: [],
  languages: [],
  mobility: [],
  seatsNeeded: 1,
  urgency: 'normal',
} as const;

@ApiTags('Requests')
@Controller('v1/requests')
export class RequestsController {
  constructor(
    private readonly requests: RequestsService,
    private readonly steps: RequestStepsService,
    private readonly cases: RequestCasesService,
  ) {}

  @Get()
  @Policy('request.list')
  @ApiOperation({
    summary: 'Requests with their coverage',
    description: 'A family’s own, or all a coordinator reaches; newest first. No name, address or note.',
  })
  @ApiOkResponse({ type: RequestPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.RequestQuery): Promise<Page<RequestSummary>> {
    return this.cases.listRequests(actor, query, readPage(query));
  }

  @Post()
  @Policy('request.create')
  @ApiOperation({
    summary: 'Ask for help',
    description:
      'A draft, or opened at once; a coordinator says for which guardian, in which language they spoke, and that the notice was read to them.',
  })
  @ApiCreatedResponse({ type: RequestDto })
  @Errors('not-found', 'on-behalf-missing', 'on-behalf-incomplete', 'on-behalf-needless', ...FACTS)
  create(@Actor() actor: MemberActor, @Body() body: dto.NewRequestDto): Promise<RequestView> {
    return this.requests.createRequest(actor, { ...NOTHING_MORE, ...body });
  }

  @Get(':id')
  @Policy('request.read')
  @ApiOperation({
    summary: 'One request in full',
    description: 'Exact addresses for the household and the coordinator of the case.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<RequestView> {
    return this.cases.readRequest(actor, id);
  }

  @Patch(':id')
  @Policy('request.edit')
  @TakesStep(requestMachine, 'change')
  @ApiOperation({
    summary: 'Change a request',
    description:
      'Of an open one, only coming visits nobody is assigned to move; if a helper comes to one that would change, nothing changes.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors(
    'not-found',
    'stale-version',
    'if-match-missing',
    'transition-not-allowed',
    'category-fixed',
    'visits-assigned',
    ...FACTS,
  )
  edit(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @IfMatch() version: number,
    @Body() body: dto.EditRequestDto,
  ): Promise<RequestView> {
    return this.requests.editRequest(actor, id, version, body);
  }

  @Post(':id/open')
  @HttpCode(200)
  @Policy('request.open')
  @TakesStep(requestMachine, 'open')
  @ApiOperation({
    summary: 'Open a draft',
    description: 'Its visits exist from now on and helpers are looked for.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found', 'transition-not-allowed', ...FACTS)
  open(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<RequestView> {
    return this.requests.openRequest(actor, id);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Policy('request.withdraw')
  @TakesStep(requestMachine, 'withdraw')
  @ApiOperation({
    summary: 'Take a request back',
    description: 'Its coming visits are cancelled; helpers are freed and told.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found', 'transition-not-allowed')
  withdraw(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.WithdrawRequestDto,
  ): Promise<RequestView> {
    return this.requests.withdrawRequest(actor, id, body?.reason);
  }

  @Post(':id/ask-info')
  @HttpCode(200)
  @Policy('request.own-case')
  @TakesStep(requestMachine, 'ask-info')
  @ApiOperation({ summary: 'Ask the family back', description: 'Matching pauses until the answer.' })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found', 'transition-not-allowed')
  askInfo(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.QuestionDto,
  ): Promise<RequestView> {
    return this.steps.askInfo(actor, id, body.question);
  }

  @Post(':id/answer-info')
  @HttpCode(200)
  @Policy('request.edit')
  @TakesStep(requestMachine, 'answer-info')
  @ApiOperation({
    summary: 'Answer the desk’s question; the request goes on',
    description:
      'A coordinator says how they heard it, in which language and from which guardian, who is told.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors(
    'not-found',
    'forbidden',
    'channel-missing',
    'guardian-not-asked',
    'transition-not-allowed',
    'stale-version',
  )
  answerInfo(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.AnswerDto,
  ): Promise<RequestView> {
    return this.steps.answerInfo(actor, id, body?.answer, heardOf(body), body?.version);
  }

  @Post(':id/unmet')
  @HttpCode(200)
  @Policy('request.own-case')
  @TakesStep(requestMachine, 'give-up')
  @ApiOperation({
    summary: 'Give up what could not be covered, with the reason',
    description: 'Visits that somebody comes to take place.',
  })
  @ApiOkResponse({ type: RequestDto })
  @Errors('not-found', 'transition-not-allowed')
  unmet(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.UnmetDto,
  ): Promise<RequestView> {
    return this.steps.giveUpRequest(actor, id, body.reason);
  }

  @Post(':id/repeat')
  @Policy('request.create')
  @ApiOperation({
    summary: 'Again like last time',
    description: 'A draft with the same facts from another first day on.',
  })
  @ApiCreatedResponse({ type: RequestDto })
  @Errors('not-found', 'on-behalf-missing', 'on-behalf-needless', ...FACTS)
  repeat(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.RepeatDto,
  ): Promise<RequestView> {
    return this.requests.repeatRequest(actor, id, body.firstDay, body.untilDay);
  }
}
