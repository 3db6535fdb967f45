import { incidentMachine, SEVERITIES, type IncidentState, type Severity } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class IncidentQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'open', enum: incidentMachine.states })
  @Optional()
  @IsIn(incidentMachine.states)
  state?: IncidentState;
}

export class NewIncidentDto {
  @ApiProperty({
    example: 'concern',
    enum: SEVERITIES,
    description: 'danger: somebody is called within the hour',
  })
  @IsIn(SEVERITIES)
  severity!: Severity;

  @ApiProperty({ example: 'Nobody was at the door, and the light was on.', maxLength: 2000 })
  @IsText(2_000)
  text!: string;

  @ApiPropertyOptional({ example: ID, description: 'Whom it is about' })
  @Optional()
  @IsUUID()
  aboutMemberId?: string;

  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  householdId?: string;

  @ApiPropertyOptional({ example: ID, description: 'The visit’s seat it happened in' })
  @Optional()
  @IsUUID()
  seatId?: string;
}

export class HandOnDto {
  @ApiProperty({ example: ID, description: 'A coordinator or administrator whom it does not concern' })
  @IsUUID()
  ownerId!: string;
}

export class OutcomeDto {
  @ApiProperty({ example: 'Spoken with both; the family had overslept.', maxLength: 2000 })
  @IsText(2_000)
  outcome!: string;
}

export class IncidentDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'concern', enum: SEVERITIES }) severity!: string;
  @ApiProperty({ example: 'open', enum: incidentMachine.states }) state!: string;
  @ApiProperty({ example: 'Nobody was at the door, and the light was on.' }) text!: string;
  @ApiProperty({ example: ID }) reportedBy!: string;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' }) aboutMemberId!: string | null;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' }) householdId!: string | null;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' }) seatId!: string | null;
  @ApiPropertyOptional({
    example: ID,
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'For reviewers',
  })
  ownerId?: string | null;
  @ApiPropertyOptional({ example: null, nullable: true, type: String, description: 'For reviewers' })
  outcome?: string | null;
  @ApiPropertyOptional({ example: '2026-11-25T15:00:00.000Z', nullable: true, type: Date })
  escalateAt?: Date | null;
  @ApiPropertyOptional({ example: 0 }) escalations?: number;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) createdAt!: Date;
  @ApiProperty({ example: 1 }) version!: number;
}

export const IncidentPageDto = pageOf(IncidentDto);

export class NewFirstVisitDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  helperId!: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  householdId!: string;

  @ApiProperty({ example: 'call', enum: ['call', 'presence'] })
  @IsIn(['call', 'presence'])
  kind!: 'call' | 'presence';
}

export class FirstVisitDto extends NewFirstVisitDto {
  @ApiProperty({ example: ID }) recordedBy!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) recordedAt!: Date;
}
