import type { MemberActor } from '#database';
import { CalendarFeedService, type CalendarFeed } from '#notifications';
import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiExcludeEndpoint,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { ApiReply } from '../http/api-request.js';
import { Errors } from '../http/documentation.decorator.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import { CalendarAddressDto, CalendarFeedDto } from './calendar.dto.js';

@ApiTags('Calendar')
@Controller()
export class CalendarController {
  constructor(private readonly feeds: CalendarFeedService) {}

  @Get('v1/me/calendar-feed')
  @Policy('calendar.manage-own')
  @ApiOperation({ summary: 'Whether my calendar program may read my visits' })
  @ApiOkResponse({ type: CalendarFeedDto })
  @Errors()
  find(@Actor() actor: MemberActor): Promise<CalendarFeed> {
    return this.feeds.find(actor);
  }

  @Post('v1/me/calendar-feed')
  @Policy('calendar.manage-own')
  @ApiOperation({
    summary: 'A secret address for my calendar program',
    description:
      'Told once; a new one ends the one before. Behind it: days, hours, kind of help, municipality, a helper’s first name. Never an address, never who is cared for.',
  })
  @ApiCreatedResponse({ type: CalendarAddressDto })
  @Errors()
  open(@Actor() actor: MemberActor): Promise<CalendarAddressDto> {
    return this.feeds.open(actor);
  }

  @Delete('v1/me/calendar-feed')
  @HttpCode(204)
  @Policy('calendar.manage-own')
  @ApiOperation({ summary: 'End it at once' })
  @ApiNoContentResponse({ description: 'Done' })
  @Errors()
  close(@Actor() actor: MemberActor): Promise<void> {
    return this.feeds.close(actor);
  }

  /** For calendar programs, which cannot sign in. */
  @Get('calendar/:token')
  @Policy('calendar.read-feed')
  @ApiExcludeEndpoint()
  async read(@Param('token') token: string, @Res({ passthrough: true }) reply: ApiReply): Promise<string> {
    const calendar = await this.feeds.read(token.replace(/\.ics$/, ''));
    void reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="intreccio.ics"')
      .header('cache-control', 'private, no-store');
    return calendar;
  }
}
