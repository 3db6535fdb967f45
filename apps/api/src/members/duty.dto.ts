import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsUUID, MaxDate, MinDate } from 'class-validator';
import { IsTruth, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const FROM = '2026-11-24T07:00:00.000Z';
const TO = '2026-11-24T19:00:00.000Z';
const EARLIEST = new Date('2000-01-01T00:00:00Z');
const LATEST = new Date('2200-01-01T00:00:00Z');

export class DutyQueryDto extends PageQuery {
  @ApiPropertyOptional({
    example: FROM,
    description: 'Shifts that end after this instant; now when left out',
  })
  @Optional()
  @Type(() => Date)
  @IsDate()
  @MinDate(EARLIEST)
  @MaxDate(LATEST)
  from?: Date;
  @ApiPropertyOptional({ example: false, description: 'Only who is on duty now' })
  @Optional()
  @IsTruth()
  now?: boolean;
}

export class NewDutyShiftDto {
  @ApiProperty({ example: ID, description: 'An active coordinator who reaches these people' })
  @IsUUID()
  coordinatorId!: string;
  @ApiPropertyOptional({ example: ID, description: 'The whole community when left out' })
  @Optional()
  @IsUUID()
  organisationId?: string;
  @ApiProperty({ example: FROM })
  @Type(() => Date)
  @IsDate()
  @MinDate(EARLIEST)
  @MaxDate(LATEST)
  startsAt!: Date;
  @ApiProperty({ example: TO })
  @Type(() => Date)
  @IsDate()
  @MinDate(EARLIEST)
  @MaxDate(LATEST)
  endsAt!: Date;
}

export class DutyShiftDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  coordinatorId!: string;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'null: the whole community' })
  organisationId!: string | null;
  @ApiProperty({ example: FROM })
  startsAt!: Date;
  @ApiProperty({ example: TO })
  endsAt!: Date;
}
export const DutyShiftPageDto = pageOf(DutyShiftDto);
