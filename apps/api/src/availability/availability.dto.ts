import { EXCEPTION_KINDS } from '#availability';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { AreParts, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const NOT_TIME = { message: '$property must be a time like 16:30' };

export class ProfileFactsDto {
  @ApiProperty({ example: ID, description: 'Home zone' })
  @IsUUID()
  zoneId!: string;
  @ApiProperty({ example: 240, description: 'Minutes given in a local week at most' })
  @IsInt()
  @Min(0)
  @Max(4_200)
  weeklyMinutes!: number;
  @ApiProperty({ example: 15, description: 'Minutes between two visits at least' })
  @IsInt()
  @Min(0)
  @Max(240)
  breakMinutes!: number;
  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: null,
    description: 'The community’s policy when left out',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(20)
  asksPerDay?: number | null;
  @ApiPropertyOptional({ type: Number, nullable: true, example: null })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  asksPerWeek?: number | null;
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2027-01-07',
    description: 'Free again from this day on',
  })
  @IsOptional()
  @IsLocalDay()
  pausedUntil?: string | null;
}

export class ProfileDto extends ProfileFactsDto {
  @ApiProperty({ example: ID })
  memberId!: string;
  @ApiProperty({ example: 3 })
  version!: number;
}

export class HoursDto {
  @ApiProperty({ example: 2, description: 'ISO weekday, 1 Monday' })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday!: number;
  @ApiProperty({ example: '15:00' })
  @Matches(TIME, NOT_TIME)
  startTime!: string;
  @ApiProperty({ example: '19:00' })
  @Matches(TIME, NOT_TIME)
  endTime!: string;
  @ApiPropertyOptional({ example: false, description: 'The end is on the next day, by noon' })
  @Optional()
  @IsBoolean()
  endsNextDay?: boolean;
}

export class WeeklyHoursDto {
  @ApiProperty({ type: [HoursDto] })
  @IsArray()
  @ArrayMaxSize(50)
  @AreParts(() => HoursDto)
  hours!: HoursDto[];
}

export class WeeklyHoursAnswerDto extends WeeklyHoursDto {
  @ApiProperty({ example: 4, description: 'The profile’s version' })
  version!: number;
}

export class NewExceptionDto {
  @ApiProperty({
    enum: EXCEPTION_KINDS,
    example: 'away',
    description: 'Away, free beyond the week, or free at these hours alone',
  })
  @IsIn(EXCEPTION_KINDS)
  kind!: (typeof EXCEPTION_KINDS)[number];
  @ApiProperty({ example: '2026-12-23' })
  @IsLocalDay()
  firstDay!: string;
  @ApiPropertyOptional({ example: '2027-01-06', description: 'The first day when left out' })
  @Optional()
  @IsLocalDay()
  lastDay?: string;
  @ApiPropertyOptional({ example: '14:00', description: 'Whole days when left out' })
  @Optional()
  @Matches(TIME, NOT_TIME)
  startTime?: string;
  @ApiPropertyOptional({ example: '18:00' })
  @Optional()
  @Matches(TIME, NOT_TIME)
  endTime?: string;
  @ApiPropertyOptional({ example: false })
  @Optional()
  @IsBoolean()
  endsNextDay?: boolean;
}

export class ExceptionDto extends NewExceptionDto {
  @ApiProperty({ example: ID })
  id!: string;
}

export const ExceptionPageDto = pageOf(ExceptionDto);

export class FreeTimeQuery {
  @ApiProperty({ example: '2026-12-01' })
  @IsLocalDay()
  from!: string;
  @ApiProperty({ example: '2026-12-14', description: 'Included; at most 62 days' })
  @IsLocalDay()
  to!: string;
}

class FreeIntervalDto {
  @ApiProperty({ example: '2026-12-01T14:00:00.000Z' })
  startsAt!: Date;
  @ApiProperty({ example: '2026-12-01T18:00:00.000Z' })
  endsAt!: Date;
}

export class FreeTimeDto {
  @ApiProperty({ type: [FreeIntervalDto] })
  intervals!: FreeIntervalDto[];
}
