import { PURPOSES, READERS, type Purpose } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ example: ID, description: 'Only records about this household, member or dependant' })
  @Optional()
  @IsUUID()
  subjectId?: string;
}

export class AuditRecordDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID, nullable: true, type: String, description: 'null: the system' })
  actorMemberId!: string | null;
  @ApiProperty({ example: null, nullable: true, type: String }) onBehalfOf!: string | null;
  @ApiProperty({ example: 'household.read' }) action!: string;
  @ApiProperty({ example: 'household' }) subjectKind!: string;
  @ApiProperty({ example: [ID], type: [String] }) subjectIds!: readonly string[];
  @ApiProperty({ example: null, nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) at!: Date;
  @ApiProperty({
    example: 41,
    nullable: true,
    type: Number,
    description: 'Place in the hash chain; null until sealed',
  })
  sealNumber!: number | null;
}

export class ReaderDto {
  @ApiProperty({ example: 'desk', enum: READERS }) kind!: (typeof READERS)[number];
  @ApiProperty({
    example: 'Associazione Esempio',
    nullable: true,
    type: String,
    description: 'A given name; of the desk, the body it belongs to; null where it is not yours to know',
  })
  name!: string | null;
}

export class OwnRecordDto extends AuditRecordDto {
  @ApiProperty({ type: ReaderDto }) reader!: ReaderDto;
  @ApiProperty({ example: 'case', enum: PURPOSES, description: 'What it was for' }) purpose!: Purpose;
}

export class ChainCheckDto {
  @ApiProperty({ example: true }) intact!: boolean;
  @ApiProperty({ example: null, nullable: true, type: Number }) firstBroken!: number | null;
}

export class HistoryStepDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'request' }) machine!: string;
  @ApiProperty({ example: 'open' }) name!: string;
  @ApiProperty({ example: 'draft' }) from!: string;
  @ApiProperty({ example: 'open' }) to!: string;
  @ApiProperty({ example: ID, nullable: true, type: String }) actorMemberId!: string | null;
  @ApiProperty({ example: null, nullable: true, type: String }) onBehalfOf!: string | null;
  @ApiProperty({ example: null, nullable: true, type: String }) reason!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) at!: Date;
}

export class LifeCycleStepDto {
  @ApiProperty({ example: 'suspend' }) name!: string;
  @ApiProperty({ example: ['active'], type: [String] }) from!: readonly string[];
  @ApiProperty({ example: 'suspended' }) to!: string;
  @ApiProperty({ example: ['coordinator'], type: [String] }) by!: readonly string[];
  @ApiProperty({ example: 'member.suspended', nullable: true, type: String }) emits!: string | null;
}

export class LifeCycleDto {
  @ApiProperty({ example: 'member' }) name!: string;
  @ApiProperty({ example: 'active' }) initial!: string;
  @ApiProperty({ example: ['active', 'suspended'], type: [String] }) states!: readonly string[];
  @ApiProperty({ type: [LifeCycleStepDto] }) steps!: readonly LifeCycleStepDto[];
}

export const AuditRecordPageDto = pageOf(AuditRecordDto);
export const OwnRecordPageDto = pageOf(OwnRecordDto);
export const HistoryPageDto = pageOf(HistoryStepDto);
