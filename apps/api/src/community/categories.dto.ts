import { CONTACTS } from '#communities';
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
import { AreParts, IsLine, IsLocalDay, IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { ID } from './community.dto.js';

const CODE = /^[a-z][a-z0-9-]{1,60}$/;

export class NewCategoryDto {
  @ApiProperty({ example: 'homework' })
  @Matches(CODE, { message: '$property must be a short code of lower-case letters, digits and hyphens' })
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

  @ApiPropertyOptional({
    example: true,
    default: true,
    description: 'The helper is alone with those who are helped',
  })
  @Optional()
  @IsBoolean()
  unsupervised?: boolean;
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

  @ApiPropertyOptional({ example: true, description: 'The helper is alone with those who are helped' })
  @Optional()
  @IsBoolean()
  unsupervised?: boolean;

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

  @ApiPropertyOptional({
    example: 'any',
    enum: CONTACTS,
    default: 'any',
    description: 'Whom it binds: every helper, or those who would be alone with minors',
  })
  @Optional()
  @IsIn(CONTACTS)
  contact!: (typeof CONTACTS)[number];

  @ApiProperty({ example: '2026-12-01' })
  @IsLocalDay()
  validFrom!: string;
}

export class RequirementsDto {
  @ApiProperty({ type: [RequirementDto], description: 'All of them; those not named end' })
  @IsArray()
  @ArrayMaxSize(50)
  @AreParts(() => RequirementDto)
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
  @Matches(CODE, { message: '$property must be a short code of lower-case letters, digits and hyphens' })
  code!: string;

  @ApiProperty({ example: 'Colloquio e referenze' })
  @IsLine(120)
  name!: string;

  @ApiProperty({ example: 'IT' })
  @Matches(/^[A-Z]{2}$/, { message: '$property must be a country code like IT' })
  country!: string;

  @ApiProperty({ example: 24, minimum: 1, maximum: 240 })
  @IsInt()
  @Min(1)
  @Max(240)
  validityMonths!: number;

  @ApiPropertyOptional({
    example: 6,
    minimum: 1,
    maximum: 240,
    nullable: true,
    type: Number,
    description: 'How old the paper may be on the day it is shown; any age when null',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(240)
  maxAgeMonths?: number | null;

  @ApiProperty({ example: 'Regolamento del distretto, art. 4' })
  @IsText(500)
  legalBasis!: string;
}

export class CredentialTypeDto extends NewCredentialTypeDto {
  @ApiProperty({ example: ID }) id!: string;
}

/** A check as the law of a country knows it: data to start from, nothing that is switched on. */
export class KnownCheckDto {
  @ApiProperty({ example: 'certificato-penale' }) code!: string;
  @ApiProperty({ example: 'Certificato penale per il lavoro con minori' }) name!: string;
  @ApiProperty({ example: 'IT' }) country!: string;
  @ApiProperty({ example: 12 }) validityMonths!: number;
  @ApiProperty({ example: 6, nullable: true, type: Number }) maxAgeMonths!: number | null;
  @ApiProperty({ example: 'D.P.R. 313/2002, art. 25-bis' }) source!: string;
  @ApiProperty({ enum: CONTACTS, example: 'unsupervised-minors' }) contact!: string;
  @ApiProperty({ example: false, description: 'Usual there without a decision of the community' })
  usual!: boolean;
}

export class KnownChecksQuery {
  @ApiPropertyOptional({ example: 'IT', description: 'The community’s own country when left out' })
  @Optional()
  @Matches(/^[A-Z]{2}$/, { message: '$property must be a country code like IT' })
  country?: string;
}

export class KnownChecksDto {
  @ApiProperty({ type: [KnownCheckDto] }) items!: readonly KnownCheckDto[];
}

export const CategoryPageDto = pageOf(CategoryDto);
export const CredentialTypePageDto = pageOf(CredentialTypeDto);
