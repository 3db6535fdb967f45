import { DESK_ROLES } from '#members';
import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { IsLine, IsLocalDay, IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { AgeDto } from './age.dto.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';
const ROLES = ['family', 'helper', 'coordinator', 'administrator', 'auditor'] as const;
const STATES = ['active', 'suspended', 'left'] as const;
type Role = (typeof ROLES)[number];

export class MemberQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROLES, example: 'helper' })
  @Optional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ enum: STATES, example: 'active' })
  @Optional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiPropertyOptional({
    example: 'sara bia',
    description: 'The beginnings of their names in any order, or their whole e-mail address or phone number',
  })
  @Optional()
  @IsLine(80)
  named?: string;
}

export class EditMemberDto {
  @ApiPropertyOptional({ example: 'Sara' })
  @Optional()
  @IsLine(80)
  givenName?: string;

  @ApiPropertyOptional({ example: 'Bianchi' })
  @Optional()
  @IsLine(80)
  familyName?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'sara@example.org',
    description: 'Changed at the desk: it is the sign-in address; null takes it off',
  })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '+39 333 123 4567',
    description: 'null takes it off',
  })
  @IsOptional()
  @IsLine(40)
  phone?: string | null;

  @ApiPropertyOptional({ example: 'it', description: 'One of the community’s languages' })
  @Optional()
  @Matches(/^[a-z]{2,3}(-[A-Z]{2})?$/, { message: '$property must be a language code like it' })
  language?: string;
}

/** By what somebody is looked for before they are entered. */
export class SoughtMemberDto {
  @ApiProperty({ example: 'Sara' })
  @IsLine(80)
  givenName!: string;

  @ApiProperty({ example: 'Bianchi' })
  @IsLine(80)
  familyName!: string;

  @ApiPropertyOptional({
    example: 'sara@example.org',
    description: 'Neither this nor a phone: served by the desk',
  })
  @Optional()
  @IsString()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ example: '+39 333 123 4567' })
  @Optional()
  @IsLine(40)
  phone?: string;

  @ApiPropertyOptional({ example: false, description: 'Another member has this phone too' })
  @Optional()
  @IsBoolean()
  sharedPhone?: boolean;

  @ApiPropertyOptional({
    example: ID,
    description: 'Where they live, to tell them from those who sound alike',
  })
  @Optional()
  @IsUUID()
  municipalityId?: string;
}

export class NewMemberDto extends IntersectionType(SoughtMemberDto, AgeDto) {
  @ApiProperty({ example: 'it', description: 'One of the community’s languages' })
  @Matches(/^[a-z]{2,3}(-[A-Z]{2})?$/, { message: '$property must be a language code like it' })
  language!: string;

  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiProperty({ example: ['family'], enum: DESK_ROLES, isArray: true })
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(DESK_ROLES, { each: true })
  roles!: (typeof DESK_ROLES)[number][];

  @ApiPropertyOptional({
    example: false,
    default: false,
    description: 'true: who sounds alike was looked at, and this is somebody else',
  })
  @Optional()
  @IsBoolean()
  different?: boolean;

  @ApiPropertyOptional({
    example: '2026-11-01',
    description: 'Entered in the register on; today when absent. Cover counts from today all the same',
  })
  @Optional()
  @IsLocalDay()
  registeredOn?: string;
}

export class MemberDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiPropertyOptional({ example: 'Sara' }) givenName?: string;
  @ApiPropertyOptional({ example: 'Bianchi' }) familyName?: string;
  @ApiPropertyOptional({ example: 'sara@example.org', nullable: true, type: String }) email?: string | null;
  @ApiPropertyOptional({ example: '+393331234567', nullable: true, type: String }) phone?: string | null;
  @ApiPropertyOptional({ example: 'it' }) language?: string;
  @ApiPropertyOptional({ example: 'active', enum: STATES }) state?: string;
  @ApiPropertyOptional({ example: ['family'], enum: ROLES, isArray: true }) roles?: readonly string[];
  @ApiPropertyOptional({ example: null, nullable: true, type: String }) organisationId?: string | null;
  @ApiPropertyOptional({ example: '2026-11-24T15:00:00.000Z' }) registeredAt?: Date;
  @ApiPropertyOptional({ example: '2026-11-24T23:00:00.000Z', nullable: true, type: Date })
  insuredFrom?: Date | null;
  @ApiPropertyOptional({
    example: null,
    nullable: true,
    type: String,
    description: 'The day a minor comes of age; null for an adult',
  })
  adultOn?: string | null;
  @ApiPropertyOptional({ example: true, description: 'false: served by the desk alone' }) reachable?: boolean;
  @ApiPropertyOptional({ example: 1 }) version?: number;
}

export class RolesDto extends AgeDto {
  @ApiProperty({ example: ['helper', 'coordinator'], enum: ROLES, isArray: true })
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles!: Role[];
}

export class StandingReasonDto {
  @ApiProperty({ example: 'Asked for a pause until the summer', maxLength: 500 })
  @IsText(500)
  reason!: string;
}

export class NewCredentialDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  credentialTypeId!: string;

  @ApiProperty({ example: 'IT' })
  @Matches(/^[A-Z]{2}$/, { message: '$property must be a country code like IT' })
  country!: string;

  @ApiProperty({ example: '2026-11-01' })
  @IsLocalDay()
  issuedOn!: string;

  @ApiProperty({ example: '2026-11-20' })
  @IsLocalDay()
  checkedOn!: string;

  @ApiProperty({ example: 'passed', enum: ['passed', 'failed'] })
  @IsIn(['passed', 'failed'])
  outcome!: 'passed' | 'failed';

  @ApiPropertyOptional({
    example: '2028-10-31',
    description:
      'Its type’s months after the issue when absent; earlier where the paper ends earlier, never later',
  })
  @Optional()
  @IsLocalDay()
  validUntil?: string;
}

export class CredentialDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID }) memberId!: string;
  @ApiProperty({ example: ID }) credentialTypeId!: string;
  @ApiProperty({ example: 'interview' }) code!: string;
  @ApiProperty({ example: 'Colloquio e referenze' }) name!: string;
  @ApiProperty({ example: 'IT' }) country!: string;
  @ApiProperty({ example: '2026-11-01' }) issuedOn!: string;
  @ApiProperty({ example: '2026-11-20' }) checkedOn!: string;
  @ApiProperty({ example: ID }) checkedBy!: string;
  @ApiProperty({ example: 'passed', enum: ['passed', 'failed'] }) outcome!: string;
  @ApiProperty({ example: '2028-10-31', description: 'The last day it counts' }) validUntil!: string;
  @ApiProperty({ example: false }) withdrawn!: boolean;
  @ApiProperty({ example: 'valid', enum: ['valid', 'expiring', 'expired', 'withdrawn', 'failed'] })
  state!: string;
}

export class BlockQuery {
  @ApiPropertyOptional({ example: ID, description: 'Whose block it is, when a coordinator enters it' })
  @IsOptional()
  @IsUUID()
  onBehalfOf?: string;
}

class OwnBlockDto {
  @ApiProperty({ example: ID, description: 'The blocked member' })
  id!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  since!: Date;
}
export const OwnBlockPageDto = pageOf(OwnBlockDto);

export const MemberPageDto = pageOf(MemberDto);
export const CredentialPageDto = pageOf(CredentialDto);

export class AlikeDto {
  @ApiProperty({ example: false, description: 'Somebody has this e-mail address or phone: surely the same' })
  known!: boolean;
  @ApiProperty({ type: MemberDto, nullable: true, description: 'Who it is, when this desk reaches them' })
  member!: MemberDto | null;
  @ApiProperty({ type: [MemberDto], description: 'Who sounds alike, at most 10' })
  members!: MemberDto[];
  @ApiProperty({ example: 0, description: 'So many more sound alike whom this desk does not reach' })
  hidden!: number;
}
