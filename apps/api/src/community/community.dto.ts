import { CLOSURE_KINDS, ORGANISATION_KINDS } from '#communities';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { Type } from 'class-transformer';
import { IsLine, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

export const ID = '0199a1b2-0000-7000-8000-000000000001';
const LANGUAGE = /^[a-z]{2,3}(-[A-Z]{2})?$/;
const PHONE = /^\+?[\d ()/.-]{4,30}$/;

/** The kind and the bounds are the policy's own; here it is a whole number or a boolean at all. */
const IsPolicyValue = () =>
  ValidateBy({
    name: 'isPolicyValue',
    validator: {
      validate: (value: unknown) => typeof value === 'boolean' || Number.isSafeInteger(value),
      defaultMessage: () => '$property must be a whole number, or true or false',
    },
  });

export class EditCommunityDto {
  @ApiPropertyOptional({ example: 'Distretto sociale di Pavia' })
  @Optional()
  @IsLine(200)
  name?: string;

  @ApiPropertyOptional({ example: 'it' })
  @Optional()
  @Matches(LANGUAGE, { message: '$property must be a language code like it' })
  defaultLanguage?: string;

  @ApiPropertyOptional({ example: ['it', 'en', 'ar'], type: [String] })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(LANGUAGE, { each: true, message: '$property must be language codes like it' })
  languages?: string[];

  @ApiPropertyOptional({ example: '+39 0382 000000' })
  @Optional()
  @Matches(PHONE, { message: '$property must be a telephone number' })
  deskPhone?: string;

  @ApiPropertyOptional({ example: 'desk@example.org' })
  @Optional()
  @IsEmail()
  @MaxLength(254)
  deskEmail?: string;
}

export class CommunityDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'Distretto sociale di Pavia' }) name!: string;
  @ApiProperty({ example: 'district', enum: ['district', 'time-bank', 'parish', 'school'] }) kind!: string;
  @ApiProperty({ example: 'Europe/Rome' }) timeZone!: string;
  @ApiProperty({ example: 'IT' }) country!: string;
  @ApiProperty({ example: 'it' }) defaultLanguage!: string;
  @ApiProperty({ example: ['it', 'en', 'ar'], type: [String] }) languages!: readonly string[];
  @ApiProperty({ example: '+39 0382 000000' }) deskPhone!: string;
  @ApiProperty({ example: 'desk@example.org' }) deskEmail!: string;
  @ApiProperty({ example: true, description: 'Today’s policy: whether hours are credited here' })
  timebank!: boolean;
  @ApiProperty({ example: 1 }) version!: number;
}

export class NewOrganisationDto {
  @ApiProperty({ example: 'Associazione Ponte' })
  @IsLine(200)
  name!: string;

  @ApiProperty({ example: 'association', enum: ORGANISATION_KINDS })
  @IsIn(ORGANISATION_KINDS)
  kind!: (typeof ORGANISATION_KINDS)[number];
}

export class OrganisationDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'Associazione Ponte' }) name!: string;
  @ApiProperty({ example: 'association', enum: ORGANISATION_KINDS }) kind!: string;
  @ApiProperty({ example: 'Via Roma 1, 0382 123456', nullable: true, type: String }) contact!: string | null;
  @ApiProperty({ example: null, nullable: true, type: Date, description: 'Since when it takes nobody new' })
  closedAt!: Date | null;
  @ApiProperty({ example: 1 }) version!: number;
}

export class EditOrganisationDto {
  @ApiPropertyOptional({ example: 'Associazione Il Ponte' })
  @Optional()
  @IsLine(200)
  name?: string;

  @ApiPropertyOptional({
    example: 'Via Roma 1, 0382 123456',
    nullable: true,
    type: String,
    description: 'How it is reached, for everybody to read',
  })
  @IsOptional()
  @IsLine(200)
  contact?: string | null;

  @ApiPropertyOptional({ example: true, description: 'It has ended: who is there stays, nobody new comes' })
  @Optional()
  @IsBoolean()
  closed?: boolean;
}

export class PolicyValueDto {
  @ApiProperty({ example: 20, oneOf: [{ type: 'integer' }, { type: 'boolean' }] }) value!: number | boolean;
  @ApiProperty({ example: '2026-12-01' }) validFrom!: string;
}

export class PolicyLineDto {
  @ApiProperty({ example: 'toleranceMinutes' }) key!: string;
  @ApiProperty({ example: 'Two declarations that differ by at most this are averaged' }) meaning!: string;
  @ApiProperty({ example: 15, oneOf: [{ type: 'integer' }, { type: 'boolean' }] }) default!: number | boolean;
  @ApiProperty({
    example: 15,
    description: 'In force today',
    oneOf: [{ type: 'integer' }, { type: 'boolean' }],
  })
  value!: number | boolean;
  @ApiProperty({ type: [PolicyValueDto] }) upcoming!: readonly PolicyValueDto[];
}

export class SetPolicyDto {
  @ApiProperty({ example: 'toleranceMinutes' })
  @Matches(/^[a-zA-Z]{1,60}$/, { message: '$property must be the name of a policy' })
  key!: string;

  @ApiProperty({ example: 20, oneOf: [{ type: 'integer' }, { type: 'boolean' }] })
  @IsPolicyValue()
  value!: number | boolean;

  @ApiProperty({ example: '2026-12-01', description: 'Local day, today or later' })
  @IsLocalDay()
  validFrom!: string;
}

export class SetPolicyAnswerDto extends PolicyValueDto {
  @ApiProperty({ example: 'toleranceMinutes' }) key!: string;
}

export class ClosureQuery extends PageQuery {
  @ApiPropertyOptional({ example: '2026-12-01' })
  @Optional()
  @IsLocalDay()
  from?: string;

  @ApiPropertyOptional({ example: '2027-01-31' })
  @Optional()
  @IsLocalDay()
  to?: string;
}

export class NewClosureDto {
  @ApiPropertyOptional({ example: ID, description: 'The whole community when absent' })
  @Optional()
  @IsUUID()
  municipalityId?: string;

  @ApiProperty({ example: 'school', enum: CLOSURE_KINDS })
  @IsIn(CLOSURE_KINDS)
  kind!: (typeof CLOSURE_KINDS)[number];

  @ApiProperty({ example: '2026-12-23' })
  @IsLocalDay()
  firstDay!: string;

  @ApiProperty({ example: '2027-01-06', description: 'Included; at most 200 days after the first' })
  @IsLocalDay()
  lastDay!: string;

  @ApiProperty({ example: 'Vacanze di Natale' })
  @IsLine(120)
  name!: string;
}

export class ClosureDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: null, nullable: true, type: String }) municipalityId!: string | null;
  @ApiProperty({ example: 'school', enum: CLOSURE_KINDS }) kind!: string;
  @ApiProperty({ example: '2026-12-23' }) firstDay!: string;
  @ApiProperty({ example: '2027-01-06' }) lastDay!: string;
  @ApiProperty({ example: 'Vacanze di Natale' }) name!: string;
}

export class ImportHolidaysDto {
  @ApiProperty({ example: 2027, description: 'From last year to five years ahead' })
  @Type(() => Number)
  @IsInt()
  @Min(1_900)
  @Max(2_199)
  year!: number;
}

export class ImportedDto {
  @ApiProperty({ example: 14, description: 'Closures that were not there yet' }) added!: number;
}

export const OrganisationPageDto = pageOf(OrganisationDto);
export const ClosurePageDto = pageOf(ClosureDto);
