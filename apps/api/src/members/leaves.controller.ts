import type { MemberActor } from '#database';
import { LeaveService, type Leave } from '#members';
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
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';
import * as dto from './leaves.dto.js';

@ApiTags('Leave of coordinators')
@Controller('v1/leaves')
export class LeavesController {
  constructor(private readonly leaves: LeaveService) {}

  @Get()
  @Policy('leave.read')
  @ApiOperation({
    summary: 'Leaves that are not over',
    description: 'Who is away, and who covers their cases.',
  })
  @ApiOkResponse({ type: dto.LeavePageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<Leave>> {
    return this.leaves.list(actor, readPage(query));
  }

  @Post()
  @Policy('leave.edit')
  @ApiOperation({
    summary: 'Enter a leave',
    description:
      'From the first to the last day whoever covers sees the cases as their own, and is told of what happens in them.',
  })
  @ApiCreatedResponse({ type: dto.LeaveDto })
  @Errors('not-a-coordinator', 'already-away', 'forbidden')
  create(@Actor() actor: MemberActor, @Body() body: dto.NewLeaveDto): Promise<Leave> {
    return this.leaves.create(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('leave.edit')
  @ApiOperation({ summary: 'Take a leave back' })
  @Errors('not-found')
  delete(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.leaves.delete(actor, id);
  }
}
