import type { MemberActor } from '#database';
import { exchangeMachine, ExchangesService, type Exchange } from '#ledger';
import type { Page } from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors, TakesStep } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './ledger.dto.js';

@ApiTags('Direct exchange')
@Controller('v1/exchanges')
export class ExchangesController {
  constructor(private readonly exchanges: ExchangesService) {}

  @Get()
  @Policy('exchange.record')
  @ApiOperation({ summary: 'Swaps I gave or received', description: 'Newest first.' })
  @ApiOkResponse({ type: dto.ExchangePageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<Exchange>> {
    return this.exchanges.list(actor, query);
  }

  @Post()
  @Policy('exchange.record')
  @ApiOperation({
    summary: 'Record a swap that took place',
    description: 'It counts once the other side confirms.',
  })
  @ApiCreatedResponse({ type: dto.ExchangeDto })
  @Errors(
    'same-account',
    'unknown-account',
    'member-not-active',
    'category-needs-approval',
    'no-timebank',
    'exchange-day',
    'exchange-between-adults',
  )
  record(@Actor() actor: MemberActor, @Body() body: dto.NewExchangeDto): Promise<Exchange> {
    const { mySide, otherMemberId, ...swap } = body;
    const [giverId, receiverId] =
      mySide === 'gave' ? [actor.memberId, otherMemberId] : [otherMemberId, actor.memberId];
    return this.exchanges.record(actor, { ...swap, giverId, receiverId });
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Policy('exchange.record')
  @TakesStep(exchangeMachine, 'confirm')
  @ApiOperation({
    summary: 'Confirm a swap the other side recorded',
    description: 'The minutes move at once; a second tap changes nothing.',
  })
  @ApiOkResponse({ type: dto.ExchangeDto })
  @Errors(
    'not-found',
    'not-the-other-side',
    'transition-not-allowed',
    'balance-too-low',
    'exchange-between-adults',
  )
  confirm(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Exchange> {
    return this.exchanges.confirm(actor, id);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Policy('exchange.record')
  @TakesStep(exchangeMachine, 'refuse')
  @ApiOperation({ summary: 'Refuse a swap the other side recorded' })
  @ApiOkResponse({ type: dto.ExchangeDto })
  @Errors('not-found', 'not-the-other-side', 'transition-not-allowed')
  refuse(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<Exchange> {
    return this.exchanges.refuse(actor, id);
  }
}
