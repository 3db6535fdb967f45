import { DeadLetters, type DeadLetter, type MemberActor } from '#database';
import type { Page } from '#platform';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Errors } from '../http/documentation.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { Actor, idParam } from '../http/parameters.decorator.js';
import { Policy } from '../http/policy.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

class DeadLetterDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'assignment.approved' }) topic!: string;
  @ApiProperty({ example: 'notifications.helper-asked' }) reaction!: string;
  @ApiProperty({ example: ID }) subjectId!: string;
  @ApiProperty({ example: 12 }) attempts!: number;
  @ApiProperty({ example: 'unavailable', nullable: true, type: String }) lastError!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) createdAt!: Date;
  @ApiProperty({ example: '2026-11-24T17:00:00.000Z' }) deadAt!: Date;
}

class DeadLetterPageDto {
  @ApiProperty({ type: [DeadLetterDto] }) items!: DeadLetterDto[];
  @ApiProperty({ example: null, nullable: true, type: String }) nextCursor!: string | null;
}

@ApiTags('Dead letters')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @Get()
  @Policy('dead-letter.read')
  @ApiOperation({ summary: 'Reactions that failed for good' })
  @ApiOkResponse({ type: DeadLetterPageDto })
  @Errors()
  list(@Actor() actor: MemberActor, @Query() query: PageQuery): Promise<Page<DeadLetter>> {
    return this.letters.list(actor, query);
  }

  @Post(':id/retry')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Done' })
  @Policy('dead-letter.retry')
  @ApiOperation({ summary: 'Try a failed reaction again' })
  @Errors('not-found')
  retry(@Actor() actor: MemberActor, @Param('id', idParam) id: string): Promise<void> {
    return this.letters.retry(actor, id);
  }
}
