import type { MemberActor } from '#database';
import { PushSubscriptionsService, type PushOffer } from '#notifications';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './push.dto.js';

@ApiTags('Notifications')
@Controller('v1/me/push-subscriptions')
export class PushController {
  constructor(private readonly push: PushSubscriptionsService) {}

  @Get()
  @Policy('push.manage-own')
  @ApiOperation({ summary: 'What a browser needs to be told, and in how many I am' })
  @ApiOkResponse({ type: dto.PushOfferDto })
  @Errors()
  find(@Actor() actor: MemberActor): Promise<PushOffer> {
    return this.push.find(actor);
  }

  @Post()
  @Policy('push.manage-own')
  @ApiOperation({
    summary: 'Tell me in this browser',
    description:
      'Its own subscription, as the Push API gives it. What is pushed says only that there is something.',
  })
  @ApiCreatedResponse({ type: dto.PushIdDto })
  @Errors('not-a-push-service')
  subscribe(@Actor() actor: MemberActor, @Body() body: dto.PushSubscriptionDto): Promise<{ id: string }> {
    return this.push.subscribe(actor, body);
  }

  @Delete()
  @HttpCode(204)
  @Policy('push.manage-own')
  @ApiOperation({ summary: 'Tell me in no browser any more' })
  @ApiNoContentResponse({ description: 'Done' })
  @Errors()
  unsubscribeAll(@Actor() actor: MemberActor): Promise<void> {
    return this.push.unsubscribeAll(actor);
  }

  @Delete(':id')
  @HttpCode(204)
  @Policy('push.manage-own')
  @ApiOperation({ summary: 'Tell me in this browser no more' })
  @ApiNoContentResponse({ description: 'Done' })
  @Errors('not-found')
  unsubscribe(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.push.unsubscribe(actor, id);
  }
}
