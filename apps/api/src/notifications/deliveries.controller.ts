import type { MemberActor } from '#database';
import { DeliveryDeskService } from '#notifications';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { DeliveriesDto, DeliveriesQuery, DeliveryDto, DeliveryWordsDto } from './notifications.dto.js';

@ApiTags('Notifications')
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(private readonly desk: DeliveryDeskService) {}

  @Get()
  @Policy('delivery.read')
  @ApiOperation({
    summary: 'Deliveries by state, newest first',
    description: 'Failed ones unless told otherwise: whom to call. No address and no words are shown.',
  })
  @ApiOkResponse({ type: DeliveriesDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: DeliveriesQuery): Promise<DeliveriesDto> {
    return this.desk.list(actor, { ...query, state: query.state ?? 'failed' });
  }

  @Get(':id/words')
  @Policy('delivery.read')
  @ApiOperation({
    summary: 'The words of a delivery, to pass on by hand',
    description:
      'In the member’s language, ready to be copied into another messenger. The reading is recorded.',
  })
  @ApiOkResponse({ type: DeliveryWordsDto })
  @Errors('not-found')
  words(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<DeliveryWordsDto> {
    return this.desk.wordsOf(actor, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Policy('dead-letter.retry')
  @ApiOperation({
    summary: 'Try a failed delivery again',
    description: 'It is queued anew, with all its attempts; an address that was refused is tried again.',
  })
  @ApiOkResponse({ type: DeliveryDto })
  @Errors('not-found', 'delivery-not-failed')
  retry(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<DeliveryDto> {
    return this.desk.retry(actor, id);
  }
}
