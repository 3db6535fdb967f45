import type { Regime } from '#availability';
import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { IsPart, IsWords, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AGE_BANDS = ['0-2', '3-5', '6-10', '11-13', '14-17', 'adult'];

class SeatsDto {
  @ApiPropertyOptional({ example: 0 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(8)
  infant?: number;
  @ApiPropertyOptional({ example: 1 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(8)
  child?: number;
  @ApiPropertyOptional({ example: 1 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(8)
  booster?: number;
  @ApiPropertyOptional({ example: 3 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(8)
  adult?: number;
}

export class NewOfferDto {
  @ApiPropertyOptional({ example: ID, description: 'The helper; yourself when left out' })
  @Optional()
  @IsUUID()
  memberId?: string;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'volunteer' })
  @IsIn(['volunteer', 'timebank'])
  regime!: Regime;
  @ApiProperty({ example: [ID] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  categoryIds!: string[];
  @ApiPropertyOptional({ example: ['maths'] })
  @Optional()
  @IsWords(40)
  subjects?: string[];
  @ApiProperty({ example: ['it'] })
  @IsWords(20)
  @ArrayMinSize(1)
  languages!: string[];
  @ApiPropertyOptional({ enum: AGE_BANDS, isArray: true, example: ['6-10'] })
  @Optional()
  @IsArray()
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsIn(AGE_BANDS, { each: true })
  ageBands?: string[];
  @ApiPropertyOptional({ type: [String], example: [] })
  @Optional()
  @IsWords(10)
  mobility?: string[];
  @ApiProperty({ example: 20, description: 'Minutes by road from home at most' })
  @IsInt()
  @Min(0)
  @Max(240)
  maxTravelMinutes!: number;
  @ApiPropertyOptional({
    type: [String],
    example: [],
    description: 'Only there; everywhere within reach when empty',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  municipalityIds?: string[];
  @ApiPropertyOptional({ type: SeatsDto, description: 'Seats in the car by type' })
  @Optional()
  @IsPart(() => SeatsDto)
  seats?: SeatsDto;
  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 120,
    description: 'Less than the helper’s own weekly minutes',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(4_200)
  weeklyMinutes?: number | null;
}

export class EditOfferDto extends PartialType(OmitType(NewOfferDto, ['memberId']), {
  skipNullProperties: false,
}) {}

export class OfferDto extends OmitType(NewOfferDto, ['memberId']) {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  memberId!: string;
  @ApiProperty({ enum: ['live', 'withdrawn'], example: 'live' })
  state!: 'live' | 'withdrawn';
  @ApiProperty({ example: 1 })
  version!: number;
  @ApiProperty({ example: '2026-11-24T09:00:00.000Z' })
  createdAt!: Date;
}

export const OfferPageDto = pageOf(OfferDto);

export class OfferQuery extends PageQuery {
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  memberId?: string;
  @ApiPropertyOptional({ enum: ['live', 'withdrawn'], example: 'live' })
  @Optional()
  @IsIn(['live', 'withdrawn'])
  state?: 'live' | 'withdrawn';
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  categoryId?: string;
}
