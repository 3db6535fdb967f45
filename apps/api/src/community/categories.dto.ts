import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsLine, IsLocalDay, IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { ID } from './community.dto.js';

const CODE = /^[a-z][a-z0-9-]{1,60}$/;

export class NewCategoryDto {
  @ApiProperty({ example: 'homework' })
  @Matches(CODE)
  code!: string;

  @ApiProperty({ example: 'Aiuto compiti' })
  @IsLine(120)
  name!: string;

  @ApiProperty({ example: true, description: 'A request names dependants' })
  @IsBoolean()
  needsDependants!: boolean;

  @ApiProperty({ example: true, description: 'A request names subjects' })
  @IsBoolean()
  needsSubjects!: boolean;

  @ApiProperty({ example: false, description: 'A request names where to bring somebody' })
  @IsBoolean()
  needsDropOff!: boolean;

  @ApiProperty({ example: true, description: 'No visits on closures' })
  @IsBoolean()
  skipsClosures!: boolean;

  @ApiProperty({ example: false })
  @IsBoolean()
  travelCounts!: boolean;

  @ApiProperty({ example: false, description: 'Two adults may record an exchange without a coordinator' })
  @IsBoolean()
  directExchange!: boolean;

  @ApiProperty({ example: 100, minimum: 100, maximum: 300 })
  @IsInt()
  @Min(100)
  @Max(300)
  siblingMultiplierPercent!: number;
}

export class EditCategoryDto {
  @ApiPropertyOptional({ example: 'Aiuto compiti' })
  @Optional()
  @IsLine(120)
  name?: string;

  @ApiPropertyOptional({ example: true })
  @Optional()
  @IsBoolean()
  needsDependants?: boolean;

  @ApiPropertyOptional({ example: true })
  @Optional()
  @IsBoolean()
  needsSubjects?: boolean;

  @ApiPropertyOptional({ example: false })
  @Optional()
  @IsBoolean()
  needsDropOff?: boolean;

  @ApiPropertyOptional({ example: true })
  @Optional()
  @IsBoolean()
  skipsClosures?: boolean;

  @ApiPropertyOptional({ example: false })
  @Optional()
  @IsBoolean()
  travelCounts?: boolean;

  @ApiPropertyOptional({ example: false })
  @Optional()
  @IsBoolean()
  directExchange?: boolean;

  @ApiPropertyOptional({ example: 100, minimum: 100, maximum: 300 })
  @Optional()
  @IsInt()
  @Min(100)
  @Max(300)
  siblingMultiplierPercent?: number;

  @ApiPropertyOptional({ example: true, description: 'false: no new requests' })
  @Optional()
  @IsBoolean()
  active?: boolean;
}

export class RequirementDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  credentialTypeId!: string;

  @ApiPropertyOptional({ example: null, nullable: true, type: String, description: 'Everywhere when null' })
  @IsOptional()
  @IsUUID()
  municipalityId!: string | null;

  @ApiProperty({ example: '2026-12-01' })
  @IsLocalDay()
  validFrom!: string;
}

export class RequirementsDto {
  @ApiProperty({ type: [RequirementDto], description: 'All of them; those not named end' })
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => RequirementDto)
  requirements!: RequirementDto[];
}

export class CategoryDto extends NewCategoryDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: true }) active!: boolean;
  @ApiProperty({ example: 1 }) version!: number;
  @ApiProperty({ type: [RequirementDto] }) requirements!: readonly RequirementDto[];
}

export class NewCredentialTypeDto {
  @ApiProperty({ example: 'interview' })
  @Matches(CODE)
  code!: string;

  @ApiProperty({ example: 'Colloquio e referenze' })
  @IsLine(120)
  name!: string;

  @ApiProperty({ example: 'IT' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  @ApiProperty({ example: 24, minimum: 1, maximum: 240 })
  @IsInt()
  @Min(1)
  @Max(240)
  validityMonths!: number;

  @ApiProperty({ example: 'Regolamento del distretto, art. 4' })
  @IsText(500)
  legalBasis!: string;
}

export class CredentialTypeDto extends NewCredentialTypeDto {
  @ApiProperty({ example: ID }) id!: string;
}

export const CategoryPageDto = pageOf(CategoryDto);
export const CredentialTypePageDto = pageOf(CredentialTypeDto);
