import { visitMachine, type AgendaSide, type VisitState } from '#requests';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsLine, IsLocalDay, IsText, IsTruth, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class VisitDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  requestId!: string;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: 'homework' })
  categoryCode!: string;
  @ApiProperty({ example: '2026-12-01' })
  occurrence!: string;
  @ApiProperty({ example: 0, description: '0 outward or only, 1 return' })
  leg!: 0 | 1;
  @ApiProperty({ enum: visitMachine.states, example: 'planned' })
  state!: VisitState;
  @ApiProperty({ example: '2026-12-01T15:00:00.000Z' })
  windowStartsAt!: Date;
  @ApiProperty({ example: '2026-12-01T17:00:00.000Z' })
  windowEndsAt!: Date;
  @ApiProperty({ example: '2026-12-01T15:00:00.000Z' })
  startsAt!: Date;
  @ApiProperty({ example: '2026-12-01T17:00:00.000Z' })
  endsAt!: Date;
  @ApiProperty({ example: 120, description: 'Elapsed, also over a clock change' })
  minutes!: number;
  @ApiProperty({ example: ID })
  fromZoneId!: string;
  @ApiProperty({ example: ID })
  toZoneId!: string;
  @ApiProperty({ example: 1 })
  seatsNeeded!: number;
  @ApiProperty({ example: 0 })
  seatsTaken!: number;
  @ApiProperty({ type: String, nullable: true, example: null })
  sessionId!: string | null;
  @ApiProperty({
    type: [String],
    example: [],
    enum: [
      'credential-expired',
      'funds-missing',
      'helper-suspended',
      'blocked',
      'first-visit',
      'started-unfit',
      'not-covered',
    ],
    description: 'Why a coordinator should look at it',
  })
  flags!: readonly string[];
  @ApiProperty({
    example: false,
    description: 'Cancelled for a closure that was taken back: it can be planned again',
  })
  offered!: boolean;
}

export const VisitPageDto = pageOf(VisitDto);

export class AgendaQueryDto extends PageQuery {
  @ApiPropertyOptional({
    enum: ['family', 'helper', 'coordinator'],
    example: 'family',
    description: 'For members with several roles',
  })
  @Optional()
  @IsIn(['family', 'helper', 'coordinator'])
  side?: AgendaSide;
  @ApiPropertyOptional({ example: '2026-12-01', description: 'Today when left out' })
  @Optional()
  @IsLocalDay()
  from?: string;
  @ApiPropertyOptional({ example: '2026-12-14', description: 'Included; at most 62 days' })
  @Optional()
  @IsLocalDay()
  to?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  householdId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  categoryId?: string;
  @ApiPropertyOptional({ example: true, description: 'Only visits that lack a helper' })
  @Optional()
  @IsTruth()
  uncovered?: boolean;
}

export class CancelVisitDto {
  @ApiPropertyOptional({ example: false, description: 'This visit and all that follow in its request' })
  @Optional()
  @IsBoolean()
  following?: boolean;
  @ApiPropertyOptional({ example: 'Siamo malati', maxLength: 300 })
  @Optional()
  @IsText(300)
  reason?: string;
}

export class MoveVisitDto {
  @ApiProperty({ example: '16:30', description: 'Local wall clock, on the day of the visit' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time like 16:30' })
  startTime!: string;
  @ApiProperty({ example: '18:30' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time like 16:30' })
  endTime!: string;
}

export class MoveFollowingDto extends MoveVisitDto {
  @ApiPropertyOptional({
    example: 3,
    minimum: 1,
    maximum: 7,
    description: 'ISO, 1 Monday: another day of the week; of a series with one weekday alone',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(7)
  weekday?: number;
}

export class MovedSeriesDto {
  @ApiProperty({ example: ID, description: 'The request itself, or the new one that takes the series up' })
  requestId!: string;
  @ApiProperty({ example: 4, description: 'Visits whose helpers are freed and told' })
  freed!: number;
}

export class CancelledVisitsDto {
  @ApiProperty({ example: [ID] })
  visitIds!: string[];
}

export class NewSessionDto {
  @ApiProperty({ example: 'Compiti insieme' })
  @IsLine(120)
  title!: string;
  @ApiProperty({ example: ID })
  @IsUUID()
  zoneId!: string;
  @ApiProperty({ example: [ID, '0199a1b2-0000-7000-8000-000000000001'] })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(60)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  visitIds!: string[];
  @ApiProperty({ example: 8, description: 'Places for dependants; a visit without dependants takes one' })
  @IsInt()
  @Min(1)
  @Max(60)
  capacity!: number;
}

export class SessionQueryDto extends PageQuery {
  @ApiPropertyOptional({ example: '2026-12-01', description: 'Local day; today when left out' })
  @Optional()
  @IsLocalDay()
  from?: string;
}

class SessionVisitDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  requestId!: string;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID, description: 'The guardian whose request it is' })
  askedBy!: string;
  @ApiProperty({ example: 2 })
  places!: number;
  @ApiProperty({ example: false, description: 'Somebody is coming to it: it stays in the session' })
  covered!: boolean;
}

class ListedSessionDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: 'Compiti insieme' })
  title!: string;
  @ApiProperty({ example: ID })
  zoneId!: string;
  @ApiProperty({ example: '2026-12-01T15:00:00.000Z' })
  startsAt!: Date;
  @ApiProperty({ example: '2026-12-01T17:00:00.000Z' })
  endsAt!: Date;
  @ApiProperty({ example: 8 })
  capacity!: number;
  @ApiProperty({ example: 3 })
  placesTaken!: number;
  @ApiProperty({ type: [SessionVisitDto] })
  visits!: readonly SessionVisitDto[];
}
export const SessionPageDto = pageOf(ListedSessionDto);

export class SessionDto extends NewSessionDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: '2026-12-01T15:00:00.000Z' })
  startsAt!: Date;
  @ApiProperty({ example: '2026-12-01T17:00:00.000Z' })
  endsAt!: Date;
  @ApiProperty({ example: 3 })
  placesTaken!: number;
}
