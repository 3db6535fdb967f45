import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { IsLocalDay, IsPart, Optional } from '../http/fields.decorator.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

class TimesDto {
  @ApiProperty({ example: '16:00', description: 'Local wall clock' })
  @Matches(TIME, { message: '$property must be a time like 16:30' })
  startTime!: string;

  @ApiProperty({ example: '18:00' })
  @Matches(TIME, { message: '$property must be a time like 16:30' })
  endTime!: string;

  @ApiPropertyOptional({ example: false, description: 'The end is on the day after the start’s day' })
  @Optional()
  @IsBoolean()
  endsNextDay?: boolean;
}

export class ReturnLegDto extends TimesDto {
  @ApiPropertyOptional({ example: false })
  @Optional()
  @IsBoolean()
  startsNextDay?: boolean;
}

export class ScheduleDto extends TimesDto {
  @ApiProperty({ enum: ['once', 'weekly'], example: 'weekly' })
  @IsIn(['once', 'weekly'])
  frequency!: 'once' | 'weekly';

  @ApiProperty({ example: '2026-12-01' })
  @IsLocalDay()
  firstDay!: string;

  @ApiPropertyOptional({ example: '2027-01-26', description: 'The last day; needed when weekly' })
  @Optional()
  @IsLocalDay()
  untilDay?: string;

  @ApiPropertyOptional({
    type: [Number],
    example: [2, 4],
    description: 'ISO weekdays, 1 Monday; the first day’s when left out',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(7)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays?: number[];

  @ApiPropertyOptional({ example: 120, description: 'Less than from start to end: some time within it' })
  @Optional()
  @IsInt()
  @Min(15)
  @Max(1_440)
  durationMinutes?: number;

  @ApiPropertyOptional({ type: ReturnLegDto })
  @Optional()
  @IsPart(() => ReturnLegDto)
  returnLeg?: ReturnLegDto;
}
