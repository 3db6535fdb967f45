import { AGE_BANDS, SCHOOL_LEVELS, SEAT_TYPES } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsUUID,
  Matches,
  ValidateIf,
} from 'class-validator';
import { HeardBy, SpokenLanguage } from '../http/heard.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { IsLine, IsLocalDay, IsText, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

export class NewHouseholdDto {
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  zoneId!: string;

  @ApiProperty({ example: 'Via Roma 1' })
  @IsLine(200)
  address!: string;

  @ApiPropertyOptional({
    example: false,
    description: 'Helpers get the meeting point instead of the address',
  })
  @Optional()
  @IsBoolean()
  protected?: boolean;

  @ApiPropertyOptional({ example: 'Biblioteca comunale' })
  @Optional()
  @IsLine(200)
  meetingPoint?: string;

  @ApiProperty({ example: [ID], type: [String] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  guardianIds!: string[];

  @ApiPropertyOptional({ example: [], type: [String], description: 'Other adults of the home' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  adultIds?: string[];
}

export class HouseholdQuery extends PageQuery {
  @ApiPropertyOptional({ example: ID, description: 'Where this member lives' })
  @Optional()
  @IsUUID()
  memberId?: string;
}

export class EditHouseholdDto {
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  zoneId?: string;

  @ApiPropertyOptional({ example: 'Via Roma 2' })
  @Optional()
  @IsLine(200)
  address?: string;

  @ApiPropertyOptional({ example: true, description: 'The desk decides' })
  @Optional()
  @IsBoolean()
  protected?: boolean;

  @ApiPropertyOptional({ example: 'Biblioteca comunale', nullable: true, type: String })
  @IsOptional()
  @IsLine(200)
  meetingPoint?: string | null;
}

export class GuardianDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  memberId!: string;
}

export class GuardianSightDto {
  @ApiProperty({
    example: [ID],
    nullable: true,
    type: [String],
    description: 'The dependants they answer for, perhaps none; null: they see all of the household',
  })
  // Left out, it would lift a limit by mistake.
  @ValidateIf((_, value) => value !== null)
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  limitedTo!: string[] | null;
}

export class NewDependantDto {
  @ApiProperty({
    example: 'Pulce',
    maxLength: 40,
    description: 'A nickname or an initial: no surname, no birth date',
  })
  @IsLine(40)
  nickname!: string;

  @ApiProperty({ example: '6-10', enum: AGE_BANDS })
  @IsIn(AGE_BANDS)
  ageBand!: (typeof AGE_BANDS)[number];

  @ApiPropertyOptional({ example: 'primary', enum: SCHOOL_LEVELS, nullable: true })
  @IsOptional()
  @IsIn(SCHOOL_LEVELS)
  schoolLevel?: (typeof SCHOOL_LEVELS)[number] | null;

  @ApiProperty({ example: 'booster', enum: SEAT_TYPES })
  @IsIn(SEAT_TYPES)
  seatType!: (typeof SEAT_TYPES)[number];
}

export class EditDependantDto {
  @ApiPropertyOptional({ example: 'P.', maxLength: 40 })
  @Optional()
  @IsLine(40)
  nickname?: string;

  @ApiPropertyOptional({ example: '11-13', enum: AGE_BANDS })
  @Optional()
  @IsIn(AGE_BANDS)
  ageBand?: (typeof AGE_BANDS)[number];

  @ApiPropertyOptional({ example: 'lower-secondary', enum: SCHOOL_LEVELS, nullable: true })
  @IsOptional()
  @IsIn(SCHOOL_LEVELS)
  schoolLevel?: (typeof SCHOOL_LEVELS)[number] | null;

  @ApiPropertyOptional({ example: 'adult', enum: SEAT_TYPES })
  @Optional()
  @IsIn(SEAT_TYPES)
  seatType?: (typeof SEAT_TYPES)[number];
}

export class AdultDto {
  @ApiProperty({ example: ID }) memberId!: string;
  @ApiProperty({ example: true }) guardian!: boolean;
  @ApiProperty({ example: 'Sara' }) givenName!: string;
  @ApiPropertyOptional({
    example: null,
    nullable: true,
    type: [String],
    description: 'For the desk: the dependants a limited guardian answers for; null for one who sees all',
  })
  limitedTo?: readonly string[] | null;
}

export class DependantDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiPropertyOptional({ example: 'Pulce' }) nickname?: string;
  @ApiPropertyOptional({ example: '6-10', enum: AGE_BANDS }) ageBand?: string;
  @ApiPropertyOptional({ example: 'primary', enum: SCHOOL_LEVELS, nullable: true }) schoolLevel?:
    string | null;
  @ApiPropertyOptional({ example: 'booster', enum: SEAT_TYPES }) seatType?: string;
  @ApiProperty({ example: false }) archived!: boolean;
}

export class HouseholdDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 1 }) version!: number;
  @ApiPropertyOptional({ example: null, nullable: true, type: String }) organisationId?: string | null;
  @ApiPropertyOptional({ example: ID }) zoneId?: string;
  @ApiPropertyOptional({ example: ID }) municipalityId?: string;
  @ApiPropertyOptional({ example: 'Via Roma 1' }) address?: string;
  @ApiPropertyOptional({ example: false }) protected?: boolean;
  @ApiPropertyOptional({ example: null, nullable: true, type: String }) meetingPoint?: string | null;
  @ApiPropertyOptional({ type: [AdultDto] }) adults?: readonly AdultDto[];
  @ApiPropertyOptional({ type: [DependantDto] }) dependants?: readonly DependantDto[];
  @ApiPropertyOptional({
    example: true,
    description: 'I am a guardian who sees my own requests and some dependants alone',
  })
  limited?: true;
}

export class WriteCareCardDto {
  @ApiProperty({ example: 'Nonna' })
  @IsLine(80)
  emergencyName!: string;

  @ApiProperty({ example: '+39 333 123 4567' })
  @Matches(/^\+?[\d ()/.-]{4,30}$/, { message: 'emergencyPhone must be a telephone number' })
  emergencyPhone!: string;

  @ApiProperty({ example: 'Allergia alle arachidi', maxLength: 500 })
  @IsText(500, 0)
  instructions!: string;

  @ApiProperty({
    example: true,
    description: 'I agree that the assigned helper reads this until the visit ends',
  })
  @IsBoolean()
  consent!: boolean;

  @ApiPropertyOptional({ example: ID, description: 'For a coordinator: the guardian who tells them' })
  @Optional()
  @IsUUID()
  guardianId?: string;

  @HeardBy(['phone', 'desk'], 'For a coordinator, who must name it: how they heard it')
  channel?: 'phone' | 'desk';

  @SpokenLanguage('For a coordinator, who must name it: the language they spoke')
  spokenLanguage?: string;
}

export class CareCardDto {
  @ApiProperty({ example: ID }) dependantId!: string;
  @ApiProperty({ example: 'Nonna' }) emergencyName!: string;
  @ApiProperty({ example: '+39 333 123 4567' }) emergencyPhone!: string;
  @ApiProperty({ example: 'Allergia alle arachidi' }) instructions!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) consentedAt!: Date;
  @ApiProperty({ example: 1 }) version!: number;
}

export class NewCollectionDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  dependantId!: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  helperId!: string;

  @ApiProperty({ example: 'Scuola primaria Carducci' })
  @IsLine(200)
  school!: string;

  @ApiProperty({ example: '2027-06-08' })
  @IsLocalDay()
  validUntil!: string;

  @ApiPropertyOptional({ example: ID, description: 'The guardian who signed, when the desk records it' })
  @Optional()
  @IsUUID()
  signedBy?: string;
}

export class CollectionDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID }) dependantId!: string;
  @ApiProperty({ example: ID }) helperId!: string;
  @ApiProperty({ example: 'Scuola primaria Carducci' }) school!: string;
  @ApiProperty({ example: ID }) signedBy!: string;
  @ApiProperty({ example: '2027-06-08', description: 'The last day it counts' }) validUntil!: string;
  @ApiProperty({ example: null, nullable: true, type: Date }) revokedAt!: Date | null;
}

export const HouseholdPageDto = pageOf(HouseholdDto);
export const CollectionPageDto = pageOf(CollectionDto);
