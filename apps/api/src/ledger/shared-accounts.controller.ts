import type { MemberActor } from '#database';
import { SharedAccountsService, type Account, type Posted, type SharedAccount } from '#ledger';
import type { Page } from '#platform';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { AccountDto, DonateDto, PostedDto } from './ledger.dto.js';
import * as dto from './shared-accounts.dto.js';

@ApiTags('Shared accounts')
@Controller('v1/shared-accounts')
export class SharedAccountsController {
  constructor(private readonly accounts: SharedAccountsService) {}

  @Get()
  @Policy('ledger.read-own')
  @ApiOperation({ summary: 'Organisations and groups that hours can be given to' })
  @ApiOkResponse({ type: dto.SharedAccountPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<SharedAccount>> {
    return this.accounts.list(actor, query);
  }

  @Post()
  @Policy('ledger.correct')
  @ApiOperation({ summary: 'Open the account of an organisation or a group' })
  @ApiCreatedResponse({ type: AccountDto })
  @Errors('not-found', 'unknown-organisation', 'account-exists', 'organisation-missing', 'name-missing')
  open(@Actor() actor: MemberActor, @Body() body: dto.NewSharedAccountDto): Promise<Account> {
    return this.accounts.open(actor, body);
  }

  @Post(':id/payments')
  @HttpCode(200)
  @Policy('ledger.correct')
  @ApiOperation({
    summary: 'Pay from the account of an organisation or a group',
    description: 'By its coordinators, where the policy `sharedAccountsPay` allows it; never oneself.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true, example: 'payment-2026-11-24-1' })
  @ApiOkResponse({ type: PostedDto })
  @Errors(
    'not-found',
    'forbidden',
    'payments-off',
    'idempotency-key-missing',
    'idempotency-key-reused',
    'balance-too-low',
    'unknown-account',
    'member-not-active',
    'same-account',
  )
  async pay(
    @Actor() actor: MemberActor,
    @Param('id', idParam) id: string,
    @Body() body: DonateDto,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<Posted> {
    return this.accounts.pay(actor, id, { ...body, toMemberId: body.toMemberId ?? null }, key);
  }
}
