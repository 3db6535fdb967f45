import type { MemberActor } from '#database';
import {
  DeskAccountsService,
  exchangeMachine,
  LedgerService,
  type Account,
  type ListedAccount,
  type Posted,
  type StatementLine,
} from '#ledger';
import type { Page } from '#platform';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  StreamableFile,
  applyDecorators,
} from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Readable } from 'node:stream';
import { AlsoTakes, Errors, stepOf } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './ledger.dto.js';

const KEY = { name: 'Idempotency-Key', required: true, example: 'donation-2026-11-24-1' };

/** Answers a file of comma-separated values. */
const CsvFile = () =>
  applyDecorators(
    ApiProduces('text/csv'),
    ApiOkResponse({
      schema: { type: 'string' },
      description: 'RFC 4180 in UTF-8 with its mark, with a header; days and times of the community',
    }),
  );

/** Sent as it is read: it may be long. */
const asCsv = (text: Readable) =>
  new StreamableFile(text, {
    type: 'text/csv; charset=utf-8',
    disposition: 'attachment; filename="statement.csv"',
  });

@ApiTags('Ledger')
@Controller('v1')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly deskAccounts: DeskAccountsService,
  ) {}

  @Get('me/account')
  @Policy('ledger.read-own')
  @ApiOperation({
    summary: 'My hours',
    description: 'Balance, what is promised, limits, in minutes. Opened on first need.',
  })
  @ApiOkResponse({ type: dto.AccountDto })
  @Errors()
  myAccount(@Actor() actor: MemberActor): Promise<Account> {
    return this.ledger.myAccount(actor);
  }

  @Get('me/statement')
  @Policy('ledger.read-own')
  @ApiOperation({
    summary: 'What moved my hours',
    description: 'Newest first; each line with its reason and the balance after it.',
  })
  @ApiOkResponse({ type: dto.StatementPageDto })
  @Errors()
  myStatement(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<StatementLine>> {
    return this.ledger.myStatement(actor, query);
  }

  @Get('me/statement.csv')
  @Policy('ledger.read-own')
  @ApiOperation({ summary: 'What moved my hours, as a file', description: 'Every line, newest first.' })
  @CsvFile()
  @Errors()
  async myStatementCsv(@Actor() actor: MemberActor): Promise<StreamableFile> {
    return asCsv(await this.ledger.myStatementCsv(actor));
  }

  @Get('accounts')
  @Policy('ledger.read-all')
  @ApiOperation({
    summary: 'The accounts of the desk’s own reach',
    description: 'Administrators and auditors: all.',
  })
  @ApiOkResponse({ type: dto.ListedAccountPageDto })
  @Errors()
  accounts(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<ListedAccount>> {
    return this.deskAccounts.list(actor, query);
  }

  @Get('accounts/:id/statement')
  @Policy('ledger.read-all')
  @ApiOperation({ summary: 'What moved an account', description: 'Newest first.' })
  @ApiOkResponse({ type: dto.StatementPageDto })
  @Errors('not-found')
  statement(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<StatementLine>> {
    return this.ledger.statement(actor, id, query);
  }

  @Get('accounts/:id/statement.csv')
  @Policy('ledger.read-all')
  @ApiOperation({ summary: 'What moved an account, as a file', description: 'Every line, newest first.' })
  @CsvFile()
  @Errors('not-found')
  async statementCsv(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<StreamableFile> {
    return asCsv(await this.ledger.statementCsv(actor, id));
  }

  @Get('pool')
  @Policy('ledger.read-own')
  @ApiOperation({ summary: 'The solidarity pool' })
  @ApiOkResponse({ type: dto.AccountDto })
  @Errors()
  pool(@Actor() actor: MemberActor): Promise<Account> {
    return this.ledger.pool(actor);
  }

  @Post('donations')
  @HttpCode(200)
  @Policy('ledger.donate')
  @ApiOperation({ summary: 'Give hours to the pool, to a member, to an organisation or a group' })
  @ApiHeader(KEY)
  @ApiOkResponse({ type: dto.PostedDto })
  @Errors(
    'idempotency-key-missing',
    'idempotency-key-reused',
    'balance-too-low',
    'unknown-account',
    'member-not-active',
    'same-account',
  )
  donate(
    @Actor() actor: MemberActor,
    @Body() body: dto.DonateDto,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<Posted> {
    return this.ledger.donate(actor, { ...body, toMemberId: body.toMemberId ?? null }, key);
  }

  @Post('transfers/:id/reverse')
  @HttpCode(200)
  @Policy('ledger.correct')
  @AlsoTakes(stepOf(exchangeMachine, 'reverse'))
  @ApiOperation({
    summary: 'Take a transfer back',
    description: 'Once, by its opposite, with a reason. A visit’s hours are taken back through its seat.',
  })
  @ApiHeader(KEY)
  @ApiOkResponse({ type: dto.PostedDto })
  @Errors(
    'not-found',
    'forbidden',
    'idempotency-key-missing',
    'idempotency-key-reused',
    'already-reversed',
    'reversal-is-final',
    'reverse-the-visit',
    'balance-too-low',
  )
  reverse(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: dto.ReverseTransferDto,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<Posted> {
    return this.ledger.reverse(actor, id, body.reason, key);
  }

  @Post('adjustments')
  @HttpCode(200)
  @Policy('ledger.correct')
  @ApiOperation({
    summary: 'Correct an account from the bank',
    description: 'With a reason that stays on the statement; never one’s own account.',
  })
  @ApiHeader(KEY)
  @ApiOkResponse({ type: dto.PostedDto })
  @Errors(
    'not-found',
    'forbidden',
    'idempotency-key-missing',
    'idempotency-key-reused',
    'balance-too-low',
    'unknown-account',
  )
  async adjust(
    @Actor() actor: MemberActor,
    @Body() body: dto.AdjustDto,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<Posted> {
    return this.ledger.adjust(actor, { ...body, memberId: body.memberId ?? null }, key);
  }
}
