import type { MemberActor } from '#database';
import { InboxService, PreferenceService } from '#notifications';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import {
  ChangePreferencesDto,
  InboxDto,
  InboxQuery,
  PreferencesDto,
  UnreadDto,
} from './notifications.dto.js';

@ApiTags('Notifications')
@Controller('v1/me')
export class NotificationsController {
  constructor(
    private readonly inbox: InboxService,
    private readonly preferences: PreferenceService,
  ) {}

  @Get('notifications')
  @Policy('notification.read-own')
  @ApiOperation({
    summary: 'My notifications, newest first',
    description:
      'The words are in my language of this moment; they never carry an address or a dependant’s name.',
  })
  @ApiOkResponse({ type: InboxDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: InboxQuery): Promise<InboxDto> {
    return this.inbox.listOwn(actor, query);
  }

  @Post('notifications/read-all')
  @HttpCode(200)
  @Policy('notification.read-own')
  @ApiOperation({ summary: 'Mark all my notifications as read' })
  @ApiOkResponse({ type: UnreadDto })
  @Errors()
  readAll(@Actor() actor: MemberActor): Promise<UnreadDto> {
    return this.inbox.readAll(actor);
  }

  @Post('notifications/:id/read')
  @HttpCode(200)
  @Policy('notification.read-own')
  @ApiOperation({
    summary: 'Mark one of my notifications as read',
    description: 'A second time changes nothing.',
  })
  @ApiOkResponse({ type: UnreadDto })
  @Errors('not-found')
  read(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<UnreadDto> {
    return this.inbox.read(actor, id);
  }

  @Get('notification-preferences')
  @Policy('notification.read-own')
  @ApiOperation({
    summary: 'About what I get mail and short messages, how often, and when not',
    description: 'Everything is in the inbox. Short messages (SMS) are listed for members with a phone.',
  })
  @ApiOkResponse({ type: PreferencesDto })
  @Errors()
  listPreferences(@Actor() actor: MemberActor): Promise<PreferencesDto> {
    return this.preferences.listOwn(actor);
  }

  @Put('notification-preferences')
  @Policy('notification.read-own')
  @ApiOperation({
    summary: 'Choose about what I get mail and short messages, how often, and when not',
    description:
      'Changes the topics it names, and the rhythm and quiet hours when given, and leaves the rest. Asks, changes of plan and safety never wait for a digest.',
  })
  @ApiOkResponse({ type: PreferencesDto })
  @Errors('mail-is-required')
  changePreferences(
    @Actor() actor: MemberActor,
    @Body() body: ChangePreferencesDto,
  ): Promise<PreferencesDto> {
    return this.preferences.changeOwn(actor, body.preferences, body);
  }
}
