import { GUARDIAN_PURPOSES, type GuardianPurpose } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsLine, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';

export class RegisterQuery {
  @ApiPropertyOptional({ example: ID, description: 'The community’s own register when left out' })
  @Optional()
  @IsUUID()
  organisationId?: string;
}

export class RegisterPageQuery extends PageQuery {
  @ApiPropertyOptional({ example: ID, description: 'The community’s own register when left out' })
  @Optional()
  @IsUUID()
  organisationId?: string;
}

export class NewRegisterEntryDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  memberId!: string;

  @ApiPropertyOptional({
    example: '2026-12-10',
    description: 'The last of an occasional volunteer’s days; a regular volunteer when left out',
  })
  @Optional()
  @IsLocalDay()
  occasionalUntil?: string;

  @ApiPropertyOptional({
    example: '2026-10-01',
    description: 'When the paper register has them from an earlier day; cover counts from today all the same',
  })
  @Optional()
  @IsLocalDay()
  registeredOn?: string;
}

export class RegisterEntryDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: null, nullable: true, type: String, format: 'uuid' }) organisationId!:
    string | null;
  @ApiProperty({ example: 12 }) number!: number;
  @ApiProperty({ example: 'entered', enum: ['entered', 'left'] }) kind!: string;
  @ApiProperty({ example: ID }) memberId!: string;
  @ApiProperty({ example: 'Sara', nullable: true, type: String, description: 'null once erased' })
  givenName!: string | null;
  @ApiProperty({ example: 'Bianchi', nullable: true, type: String }) familyName!: string | null;
  @ApiProperty({ example: false }) occasional!: boolean;
  @ApiProperty({ example: '2026-11-24' }) happenedOn!: string;
  @ApiProperty({ example: '2026-11-24T23:00:00.000Z', nullable: true, type: Date }) coveredFrom!: Date | null;
  @ApiProperty({ example: null, nullable: true, type: Date }) coveredUntil!: Date | null;
  @ApiProperty({ example: ID, nullable: true, type: String, format: 'uuid' }) recordedBy!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) recordedAt!: Date;
  @ApiProperty({ example: '9f86d081884c7d65', description: 'The start of its hash' }) seal!: string;
}

export class MinorDto {
  @ApiProperty({
    example: '2029-05-14',
    nullable: true,
    type: String,
    format: 'date',
    description: 'The day they come of age; null for an adult',
  })
  @IsOptional()
  @IsLocalDay()
  adultOn!: string | null;
}

export class NewMinorConsentDto {
  @ApiProperty({ example: 'Maria Esempio', description: 'The guardian who says yes' })
  @IsLine(120)
  guardian!: string;

  @ApiProperty({ example: '2027-06-30' })
  @IsLocalDay()
  validUntil!: string;

  @ApiPropertyOptional({
    enum: GUARDIAN_PURPOSES,
    example: 'volunteering',
    description: 'To give time when left out; `record`: a record of their own, and signing in',
  })
  @Optional()
  @IsIn(GUARDIAN_PURPOSES)
  purpose?: GuardianPurpose;
}

export class MinorConsentDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID }) memberId!: string;
  @ApiProperty({ enum: GUARDIAN_PURPOSES, example: 'volunteering' }) purpose!: GuardianPurpose;
  @ApiProperty({ example: 'Maria Esempio' }) guardian!: string;
  @ApiProperty({ example: '2026-11-24' }) givenOn!: string;
  @ApiProperty({ example: '2027-06-30' }) validUntil!: string;
  @ApiProperty({ example: ID }) recordedBy!: string;
  @ApiProperty({ example: null, nullable: true, type: Date }) withdrawnAt!: Date | null;
}

export class RelatedDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  memberId!: string;

  @ApiProperty({ example: ID })
  @IsUUID()
  otherMemberId!: string;

  @ApiProperty({ example: true, description: 'false: they are not' })
  @IsBoolean()
  related!: boolean;
}

export class RelativeDto {
  @ApiProperty({ example: ID, description: 'The other member' }) id!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) since!: Date;
}

export const RegisterPageDto = pageOf(RegisterEntryDto);
export const MinorConsentPageDto = pageOf(MinorConsentDto);
export const RelativePageDto = pageOf(RelativeDto);
