import type { MemberActor } from '#database';
import { DutyService, type DutyShift } from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
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
import * as dto from './duty.dto.js';

@ApiTags('Duty rota')
@Controller('v1/duty-shifts')
export class DutyController {
  constructor(private readonly duty: DutyService) {}

  @Get()
  @Policy('duty.read')
  @ApiOperation({
    summary: 'The duty rota, or who is on duty now',
    description: 'Whom a missing "arrived" or "handed over" alerts after the family and the helper.',
  })
  @ApiOkResponse({ type: dto.DutyShiftPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: dto.DutyQueryDto): Promise<Page<DutyShift>> {
    return this.duty.listShifts(actor, readPage(query), query);
  }

  @Post()
  @Policy('duty.edit')
  @ApiOperation({
    summary: 'Put a coordinator on duty',
    description: 'For an organisation or the community.',
  })
  @ApiCreatedResponse({ type: dto.DutyShiftDto })
  @Errors('unknown-organisation', 'not-a-coordinator', 'already-on-duty')
  create(@Actor() actor: MemberActor, @Body() body: dto.NewDutyShiftDto): Promise<DutyShift> {
    return this.duty.createShift(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('duty.edit')
  @ApiOperation({ summary: 'Take a shift off the rota' })
  @Errors('not-found')
  delete(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.duty.deleteShift(actor, id);
  }
}
