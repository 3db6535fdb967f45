import type { MemberActor } from '#database';
import {
  SECOND_APPROVAL_KINDS,
  SecondApproverService,
  type SecondApprovalKind,
  type SecondApprover,
} from '#members';
import { readPage, type Page } from '#platform';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { Errors } from '../http/documentation.decorator.js';
import { IsLine, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

class NewSecondApproverDto {
  @ApiProperty({ enum: SECOND_APPROVAL_KINDS, example: 'proposal' })
  @IsIn(SECOND_APPROVAL_KINDS)
  subjectKind!: SecondApprovalKind;
  @ApiProperty({ example: ID, description: 'The proposal; for a credential yourself' })
  @IsUUID()
  subjectId!: string;
  @ApiProperty({ example: ID, description: 'A coordinator of another organisation, or an administrator' })
  @IsUUID()
  approverId!: string;
  @ApiProperty({ example: 'Sono la sola coordinatrice e anche la volontaria' })
  @IsLine(300)
  reason!: string;
}

class SecondApproverDto extends NewSecondApproverDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  namedBy!: string;
  @ApiProperty({
    type: Date,
    nullable: true,
    example: null,
    description: 'When they decided: it holds for one decision',
  })
  usedAt!: Date | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  createdAt!: Date;
}
const SecondApproverPageDto = pageOf(SecondApproverDto);

@ApiTags('Second approvers')
@Controller('v1/second-approvers')
export class SecondApproversController {
  constructor(private readonly approvers: SecondApproverService) {}

  @Get()
  @Policy('second-approver.read')
  @ApiOperation({ summary: 'Cases I am named to decide, and those I named somebody for' })
  @ApiOkResponse({ type: SecondApproverPageDto })
  @Errors()
  async list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<SecondApprover>> {
    return this.approvers.list(actor, readPage(query));
  }

  @Post()
  @Policy('second-approver.name')
  @ApiOperation({
    summary: 'Name who decides a case that concerns me',
    description:
      'For the only coordinator in reach; the named person decides this one case and sees nothing else.',
  })
  @ApiCreatedResponse({ type: SecondApproverDto })
  @Errors('not-found', 'not-concerned', 'not-sole', 'approver-unfit', 'second-approver-named')
  name(@Actor() actor: MemberActor, @Body() body: NewSecondApproverDto): Promise<SecondApprover> {
    return this.approvers.name(actor, body);
  }
}
