import {
  assignmentMachine,
  seatMachine,
  timeEntryMachine,
  type AssignmentState,
  type SeatState,
  type TimeEntryState,
} from '#assignments';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsInt, IsUUID, Max, MaxDate, Min, MinDate } from 'class-validator';
import { IsLine, IsTruth, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { ActionDto, HeardFromFamilyDto, SpokenHoursDto } from '../http/heard.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-11-24T15:00:00.000Z';
const MOST_GIVEN_MINUTES = 2_880;

export class SeatDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  assignmentId!: string;
  @ApiProperty({ example: ID })
  visitId!: string;
  @ApiProperty({ example: ID, description: 'The helper' })
  memberId!: string;
  @ApiProperty({ example: 1 })
  seatNumber!: number;
  @ApiProperty({ enum: seatMachine.states, example: 'scheduled' })
  state!: SeatState;
  @ApiProperty({ example: AT })
  startsAt!: Date;
  @ApiProperty({ example: AT })
  endsAt!: Date;
  @ApiProperty({ example: 60, description: 'What the visit costs as planned' })
  chargedMinutes!: number;
  @ApiProperty({ example: ID })
  fromZoneId!: string;
  @ApiProperty({ example: ID })
  toZoneId!: string;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'volunteer' })
  regime!: string;
  @ApiProperty({ type: String, nullable: true, example: null })
  payerAccountId!: string | null;
  @ApiProperty({ type: Date, nullable: true, example: null })
  arrivedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true, example: null })
  handedOverAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true, example: null })
  doneAt!: Date | null;
  @ApiProperty({ example: false, description: 'Nobody said so; it is past its end' })
  donePresumed!: boolean;
  @ApiProperty({ type: String, nullable: true, example: null })
  endReason!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['helper', 'family'], example: null })
  noShowBy!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['volunteer', 'timebank'],
    example: null,
    description: 'The kind of help the family is asked about for a replacement',
  })
  regimeAsked!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['volunteer', 'timebank'], example: null })
  agreedRegime!: string | null;
  @ApiProperty({ example: 1 })
  version!: number;
  @ApiProperty({ enum: assignmentMachine.states, example: 'confirmed' })
  assignmentState!: AssignmentState;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID })
  requestId!: string;
}
export const SeatPageDto = pageOf(SeatDto);

export class SeatQueryDto extends PageQuery {
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  visitId?: string;
  @ApiPropertyOptional({ enum: seatMachine.states, example: 'scheduled' })
  @Optional()
  @IsIn(seatMachine.states)
  state?: SeatState;
  @ApiPropertyOptional({ example: AT, description: 'Visits that end at this instant or later' })
  @Optional()
  @Type(() => Date)
  @IsDate()
  @MinDate(new Date('2000-01-01T00:00:00Z'))
  @MaxDate(new Date('2200-01-01T00:00:00Z'))
  from?: Date;
  @ApiPropertyOptional({
    example: true,
    description: 'Only visits that are over and whose hours nobody has said yet, or whose were taken back',
  })
  @Optional()
  @IsTruth()
  toDeclare?: boolean;
  @ApiPropertyOptional({ example: true, description: 'Only those I have a part in, at the desk too' })
  @Optional()
  @IsTruth()
  mine?: boolean;
}

export class NoShowDto extends ActionDto {
  @ApiProperty({ enum: ['helper', 'family'], example: 'helper', description: 'Who did not come' })
  @IsIn(['helper', 'family'])
  absent!: 'helper' | 'family';
}

export class AgreeRegimeDto extends HeardFromFamilyDto {
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'timebank' })
  @IsIn(['volunteer', 'timebank'])
  regime!: 'volunteer' | 'timebank';
}

export class ContestDto extends SpokenHoursDto {
  @ApiProperty({
    example: 60,
    minimum: 0,
    maximum: MOST_GIVEN_MINUTES,
    description: 'With the family; 0 when you came and the other side did not',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_GIVEN_MINUTES)
  minutes!: number;
  @ApiProperty({ example: 'I was there, the bell was broken' })
  @IsLine(300)
  reason!: string;
}

export class UpholdDto extends NoShowDto {
  @ApiProperty({ example: 'The neighbour saw that nobody came' })
  @IsLine(300)
  reason!: string;
}

export class DeclareHoursDto extends SpokenHoursDto {
  @ApiProperty({
    example: 90,
    minimum: 0,
    maximum: MOST_GIVEN_MINUTES,
    description: 'Minutes with the family, without travel',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_GIVEN_MINUTES)
  minutes!: number;
}

export class ConfirmHoursDto extends SpokenHoursDto {
  @ApiPropertyOptional({ example: 90, description: 'Your own count; as declared when left out' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(MOST_GIVEN_MINUTES)
  minutes?: number;
}

export class DisputeHoursDto extends SpokenHoursDto {
  @ApiProperty({ example: 'The visit took half an hour' })
  @IsLine(500)
  reason!: string;
}

export class SettleHoursDto extends ActionDto {
  @ApiProperty({
    example: 90,
    minimum: 0,
    maximum: MOST_GIVEN_MINUTES,
    description: 'Minutes with the family, without travel',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_GIVEN_MINUTES)
  minutes!: number;
  @ApiProperty({ example: 'Both agree on an hour', maxLength: 300 })
  @IsLine(300)
  reason!: string;
}

export class ReverseSeatDto extends ActionDto {
  @ApiProperty({ example: 'Booked for the wrong day' })
  @IsLine(300)
  reason!: string;
}

export class TimeEntryDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  seatId!: string;
  @ApiProperty({ enum: timeEntryMachine.states, example: 'declared' })
  state!: TimeEntryState;
  @ApiProperty({ example: 90 })
  minutesGiven!: number;
  @ApiProperty({ example: 90, description: '0 for volunteers: a gift is counted, never credited' })
  minutesCredited!: number;
  @ApiProperty({ example: ID })
  declaredBy!: string;
  @ApiProperty({ enum: ['helper', 'family', 'coordinator'], example: 'helper' })
  declaredSide!: string;
  @ApiProperty({ example: 90 })
  declaredMinutes!: number;
  @ApiProperty({ example: AT })
  declaredAt!: Date;
  @ApiProperty({
    type: Date,
    nullable: true,
    example: null,
    description: 'When silence confirms; null before the notice',
  })
  autoConfirmAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  answeredBy!: string | null;
  @ApiProperty({ type: Number, nullable: true, example: null })
  answeredMinutes!: number | null;
  @ApiProperty({ type: Date, nullable: true, example: null })
  answeredAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  disputeReason!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  settledReason!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  transferId!: string | null;
  @ApiProperty({ example: 1 })
  version!: number;
}

export class ListedTimeEntryDto extends TimeEntryDto {
  @ApiProperty({ example: AT })
  startsAt!: Date;
  @ApiProperty({ example: AT })
  endsAt!: Date;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'timebank' })
  regime!: string;
  @ApiProperty({ example: ID })
  requestId!: string;
  @ApiProperty({ enum: seatMachine.states, example: 'disputed' })
  seatState!: SeatState;
  @ApiProperty({ example: 1, description: 'To be named by what is done with the seat' })
  seatVersion!: number;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['helper', 'family'],
    example: null,
    description: 'Who is said not to have come: the dispute is about that',
  })
  noShowBy!: string | null;
  @ApiProperty({ type: String, nullable: true, example: ID, description: 'For the desk' })
  helperId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the desk' })
  helperGivenName!: string | null;
  @ApiProperty({ type: String, nullable: true, example: ID, description: 'For the desk: who asked' })
  familyMemberId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'For the desk' })
  familyGivenName!: string | null;
}
export const TimeEntryPageDto = pageOf(ListedTimeEntryDto);

export class TimeEntryQueryDto extends PageQuery {
  @ApiPropertyOptional({
    enum: ['mine', 'declared', 'disputed', 'booked'],
    example: 'mine',
    description:
      'Those I can answer, or (desk) all that wait for an answer, or all disputes, or all hours that count',
  })
  @Optional()
  @IsIn(['mine', 'declared', 'disputed', 'booked'])
  list?: 'mine' | 'declared' | 'disputed' | 'booked';
  @ApiPropertyOptional({ example: ID, description: 'Of the desk’s lists, the hours of this request' })
  @Optional()
  @IsUUID()
  requestId?: string;
  @ApiPropertyOptional({ example: ID, description: 'Of the desk’s lists, what has this member on a side' })
  @Optional()
  @IsUUID()
  memberId?: string;
}
