import { WEIGHT_NAMES } from '#matching';
import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { AreParts, IsPart, IsWords, Optional } from '../http/fields.decorator.js';
import { WeightsDto } from './matching.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

export class SupposedWeightsDto extends PartialType(WeightsDto, { skipNullProperties: false }) {}

export class SupposedHoursDto {
  @ApiProperty({ example: 2, minimum: 1, maximum: 7, description: 'ISO weekday, 1 Monday' })
  @IsInt()
  @Min(1)
  @Max(7)
  weekday!: number;
  @ApiProperty({ example: 840, description: 'Minutes since local midnight' })
  @IsInt()
  @Min(0)
  @Max(1_439)
  startMinute!: number;
  @ApiProperty({ example: 1_140, description: 'Later than startMinute; beyond 1,440 into the next day' })
  @IsInt()
  @Min(1)
  @Max(2_160)
  endMinute!: number;
}

export class SupposedHelpersDto {
  @ApiPropertyOptional({ example: 2, default: 1, minimum: 1, maximum: 20 })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(20)
  count?: number;
  @ApiPropertyOptional({ enum: ['volunteer', 'timebank'], example: 'volunteer', default: 'volunteer' })
  @Optional()
  @IsIn(['volunteer', 'timebank'])
  regime?: 'volunteer' | 'timebank';
  @ApiProperty({ type: [String], example: [ID] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  categoryIds!: string[];
  @ApiProperty({ example: ID, description: 'Where they live' })
  @IsUUID()
  zoneId!: string;
  @ApiProperty({ type: [SupposedHoursDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @AreParts(() => SupposedHoursDto)
  hours!: SupposedHoursDto[];
  @ApiPropertyOptional({ example: 20, default: 20, minimum: 0, maximum: 240 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(240)
  maxTravelMinutes?: number;
  @ApiPropertyOptional({ example: 240, default: 240, minimum: 15, maximum: 10_080 })
  @Optional()
  @IsInt()
  @Min(15)
  @Max(10_080)
  weeklyMinutes?: number;
  @ApiPropertyOptional({ type: [String], example: ['maths'] })
  @Optional()
  @IsWords(40)
  subjects?: string[];
  @ApiPropertyOptional({ type: [String], example: ['it'] })
  @Optional()
  @IsWords(20)
  languages?: string[];
  @ApiPropertyOptional({ example: 0, default: 0, description: 'Seats of each type in the car' })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(8)
  carSeats?: number;
}

export class WhatIfDto {
  @ApiPropertyOptional({
    type: SupposedWeightsDto,
    description: `Of ${WEIGHT_NAMES.join(', ')}: those that would be others`,
  })
  @Optional()
  @IsPart(() => SupposedWeightsDto)
  weights?: SupposedWeightsDto;
  @ApiPropertyOptional({
    type: [SupposedHelpersDto],
    description: 'Helpers who are not there, with every check',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(10)
  @AreParts(() => SupposedHelpersDto)
  helpers?: SupposedHelpersDto[];
}

export class PlanFiguresDto {
  @ApiProperty({ example: 210, description: 'Seats of visits that would be served' }) seats!: number;
  @ApiProperty({ example: 64 }) families!: number;
  @ApiProperty({ example: 41 }) visitsUnmatched!: number;
  @ApiProperty({ example: 70 }) proposals!: number;
  @ApiProperty({ example: 2_310_450 }) objective!: number;
  @ApiProperty({ example: 2_310_502, description: 'No plan scores more' }) bound!: number;
  @ApiProperty({ example: 0.0000225 }) gap!: number;
  @ApiProperty({ example: 'optimal', enum: ['optimal', 'feasible'] }) status!: string;
  @ApiProperty({ example: 2_700, description: 'Road minutes to all visits' }) travelMinutes!: number;
  @ApiProperty({ example: 48, description: 'Helpers with a visit' }) helpers!: number;
  @ApiProperty({ example: 720, description: 'Minutes of the busiest helper' }) mostMinutes!: number;
  @ApiProperty({ example: 150, description: 'Standard deviation of their minutes: smaller is fairer' })
  spreadMinutes!: number;
}

export class ChangedRequestDto {
  @ApiProperty({ example: ID }) requestId!: string;
  @ApiProperty({ example: 0 }) visitsBefore!: number;
  @ApiProperty({ example: 12 }) visitsAfter!: number;
  @ApiProperty({ type: [String], example: [] }) helpersBefore!: readonly string[];
  @ApiProperty({ type: [String], example: ['new-1'], description: 'new-1, new-2: the supposed helpers' })
  helpersAfter!: readonly string[];
}

export class WhatIfViewDto {
  @ApiProperty({ example: 1, description: 'Of the weights in force' }) weightsVersion!: number;
  @ApiProperty({ type: WeightsDto, description: 'The weights of the supposed plan' }) weights!: WeightsDto;
  @ApiProperty({ type: PlanFiguresDto, description: 'The plan of today’s people and weights' })
  current!: PlanFiguresDto;
  @ApiProperty({ type: PlanFiguresDto }) supposed!: PlanFiguresDto;
  @ApiProperty({ example: 9, description: 'Requests whose helpers or visits would be others' })
  changedRequests!: number;
  @ApiProperty({
    type: [ChangedRequestDto],
    description: 'Of these, the first hundred that the desk reaches',
  })
  changes!: readonly ChangedRequestDto[];
}
