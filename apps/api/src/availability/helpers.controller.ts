import { HelpersService, type HelperProfile } from '#availability';
import type { MemberActor } from '#database';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam, IfMatch } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './availability.dto.js';
import {
  showException,
  showExceptions,
  showHours,
  toException,
  toWeeklyHours,
} from './availability.mapping.js';

const NO_LIMIT_OF_OWN = { asksPerDay: null, asksPerWeek: null, pausedUntil: null };

@ApiTags('Availability')
@Controller('v1')
export class HelpersController {
  constructor(private readonly helpers: HelpersService) {}

  @Get('helpers/:memberId/profile')
  @Policy('availability.read')
  @ApiOperation({ summary: 'A helper’s limits' })
  @ApiOkResponse({ type: dto.ProfileDto })
  @Errors('not-found')
  readProfile(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
  ): Promise<HelperProfile> {
    return this.helpers.readProfile(actor, memberId);
  }

  @Put('helpers/:memberId/profile')
  @Policy('availability.edit')
  @ApiOperation({ summary: 'Set a helper’s limits', description: 'The first time with If-Match: "v0".' })
  @ApiOkResponse({ type: dto.ProfileDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'no-helper-profile', 'offer-names-unknown')
  putProfile(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @IfMatch() version: number,
    @Body() body: dto.ProfileFactsDto,
  ): Promise<HelperProfile> {
    return this.helpers.putProfile(actor, memberId, version, { ...NO_LIMIT_OF_OWN, ...body });
  }

  @Get('helpers/:memberId/weekly-hours')
  @Policy('availability.read')
  @ApiOperation({ summary: 'A helper’s weekly hours, local wall clock' })
  @ApiOkResponse({ type: dto.WeeklyHoursAnswerDto })
  @Errors('not-found')
  async readHours(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
  ): Promise<dto.WeeklyHoursAnswerDto> {
    return showHours(await this.helpers.readWeeklyHours(actor, memberId));
  }

  @Put('helpers/:memberId/weekly-hours')
  @Policy('availability.edit')
  @ApiOperation({ summary: 'Replace all weekly hours', description: 'If-Match names the profile’s version.' })
  @ApiOkResponse({ type: dto.WeeklyHoursAnswerDto })
  @Errors('not-found', 'stale-version', 'if-match-missing', 'no-helper-profile', 'hours-wrong')
  async putHours(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @IfMatch() version: number,
    @Body() body: dto.WeeklyHoursDto,
  ): Promise<dto.WeeklyHoursAnswerDto> {
    return showHours(
      await this.helpers.putWeeklyHours(actor, memberId, version, body.hours.map(toWeeklyHours)),
    );
  }

  @Get('helpers/:memberId/exceptions')
  @Policy('availability.read')
  @ApiOperation({ summary: 'Days and hours away or extra' })
  @ApiOkResponse({ type: dto.ExceptionPageDto })
  @Errors('not-found')
  async listExceptions(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() query: PageQuery,
  ): Promise<Page<dto.ExceptionDto>> {
    return showExceptions(await this.helpers.listExceptions(actor, memberId, readPage(query)));
  }

  @Post('helpers/:memberId/exceptions')
  @Policy('availability.edit')
  @ApiOperation({
    summary: 'Be away, give extra hours, or give these alone',
    description: 'Being away outweighs hours given.',
  })
  @ApiCreatedResponse({ type: dto.ExceptionDto })
  @Errors('not-found', 'no-helper-profile', 'hours-wrong', 'too-many-exceptions')
  async addException(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Body() body: dto.NewExceptionDto,
  ): Promise<dto.ExceptionDto> {
    return showException(await this.helpers.addException(actor, memberId, toException(body)));
  }

  @Delete('exceptions/:id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('availability.edit')
  @ApiOperation({ summary: 'Remove an exception' })
  @Errors('not-found')
  removeException(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.helpers.removeException(actor, id);
  }

  @Get('helpers/:memberId/free-time')
  @Policy('availability.read')
  @ApiOperation({
    summary: 'When a helper is free',
    description: 'Weekly hours and extra hours, minus days away and the pause; not minus visits.',
  })
  @ApiOkResponse({ type: dto.FreeTimeDto })
  @Errors('not-found', 'free-time-too-long', 'hours-wrong')
  async freeTime(
    @Actor() actor: MemberActor,
    @Param('memberId', idParam) memberId: string,
    @Query() query: dto.FreeTimeQuery,
  ): Promise<dto.FreeTimeDto> {
    return { intervals: await this.helpers.freeTime(actor, memberId, query.from, query.to) };
  }
}
