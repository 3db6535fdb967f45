import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { AreParts, IsLine, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { ID } from './community.dto.js';

export class NewMunicipalityDto {
  @ApiProperty({ example: 'Cava Manara' })
  @IsLine(120)
  name!: string;

  @ApiPropertyOptional({ example: '018041' })
  @Optional()
  @Matches(/^\d{6}$/, { message: '$property must be the six digits of the municipality’s ISTAT code' })
  istat?: string;

  @ApiPropertyOptional({ example: '27051' })
  @Optional()
  @Matches(/^[\dA-Z -]{3,10}$/, { message: '$property must be a postal code' })
  postalCode?: string;

  @ApiPropertyOptional({ example: 6_619 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  population?: number;

  @ApiPropertyOptional({
    example: '1st Monday of September',
    description: "'MM-DD', or a weekday of a month",
  })
  @Optional()
  @IsLine(60)
  patronDay?: string;
}

export class CorrectNameDto {
  @ApiProperty({ example: 'Cava Manara' })
  @IsLine(120)
  name!: string;
}

export class NewZoneDto {
  @ApiProperty({ example: 'Centro' })
  @IsLine(120)
  name!: string;

  @ApiProperty({ example: 45.139 })
  @IsNumber()
  @Min(-90)
  @Max(90)
  lat!: number;

  @ApiProperty({ example: 9.107 })
  @IsNumber()
  @Min(-180)
  @Max(180)
  lng!: number;
}

export class ZoneDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'Centro' }) name!: string;
  @ApiProperty({ example: 45.139 }) lat!: number;
  @ApiProperty({ example: 9.107 }) lng!: number;
}

export class MunicipalityDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'Cava Manara' }) name!: string;
  @ApiProperty({ example: '018041', nullable: true, type: String }) istat!: string | null;
  @ApiProperty({ example: '27051', nullable: true, type: String }) postalCode!: string | null;
  @ApiProperty({ example: 6_619, nullable: true, type: Number }) population!: number | null;
  @ApiProperty({ example: '1st Monday of September', nullable: true, type: String }) patronDay!:
    string | null;
  @ApiProperty({ example: 1, description: 'Counts the changes of its zones too' }) version!: number;
  @ApiProperty({ type: [ZoneDto] }) zones!: readonly ZoneDto[];
}

export class RoadPairDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  fromZoneId!: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  toZoneId!: string;

  @ApiProperty({ example: 12, description: 'By road; a zone with itself is the travel inside it' })
  @IsInt()
  @Min(0)
  @Max(600)
  minutes!: number;

  @ApiProperty({ example: 6.6 })
  @IsNumber({ maxDecimalPlaces: 1 })
  @Min(0)
  @Max(1_000)
  kilometres!: number;
}

export class RoadMinutesDto {
  @ApiProperty({ type: [RoadPairDto], description: 'At most 2,000 pairs, each way one; the others stay' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @AreParts(() => RoadPairDto)
  pairs!: RoadPairDto[];
}

export class RoadMinutesQueryDto extends PageQuery {
  @ApiProperty({ example: ID, description: 'From this zone' })
  @IsUUID()
  fromZoneId!: string;
}

export class WrittenDto {
  @ApiProperty({ example: 2 }) written!: number;
}

export const MunicipalityPageDto = pageOf(MunicipalityDto);
export const RoadPairPageDto = pageOf(RoadPairDto);
