import { CONSENTS, DESK_ROLES, INVITATION_KINDS, type Consent, type InvitationKind } from '#members';
import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsLine, IsText, Optional } from '../http/fields.decorator.js';
import { AgeDto } from '../members/age.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const CODE = '0123 4567 8901';
type DeskRole = (typeof DESK_ROLES)[number];

export class LookDto {
  @ApiProperty({ example: CODE, description: 'The code as it is read, or the last part of the link' })
  @IsLine(60)
  invitation!: string;
}

export class MunicipalityNameDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: 'Pavia' }) name!: string;
}

export class JoinDoorDto {
  @ApiProperty({ enum: [...INVITATION_KINDS, 'registration'], example: 'join' })
  kind!: InvitationKind | 'registration';
  @ApiProperty({ example: ID }) communityId!: string;
  @ApiProperty({ example: 'Distretto di Pavia' }) community!: string;
  @ApiProperty({ example: '+39 0382 000000' }) deskPhone!: string;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Who invites, or proposes' })
  organisation!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: [...DESK_ROLES, null], example: 'family' })
  role!: DeskRole | null;
  @ApiProperty({ example: false, description: 'The code goes to the address the invitation was made for' })
  contactKnown!: boolean;
  @ApiProperty({ example: ['it', 'en'], isArray: true, type: String }) languages!: readonly string[];
  @ApiProperty({ type: [MunicipalityNameDto] }) municipalities!: readonly MunicipalityNameDto[];
  @ApiProperty({ example: 1, description: 'The privacy notice to be read' }) noticeVersion!: number;
}

/** What somebody says of themselves, or of whom they propose. */
class PersonFactsDto {
  @ApiPropertyOptional({ example: 'amina@example.org', description: 'This or `phone`' })
  @Optional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ example: '+39 333 123 4567' })
  @Optional()
  @IsLine(40)
  phone?: string;

  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  municipalityId?: string;

  @ApiProperty({ example: 'it' })
  @Matches(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  language!: string;

  @ApiPropertyOptional({ example: 'Mattina e sera lavoro', maxLength: 300 })
  @Optional()
  @IsText(300)
  note?: string;

  @ApiProperty({ example: 1, description: 'The privacy notice they read' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  noticeVersion!: number;
}

export class StartJoinDto extends IntersectionType(PersonFactsDto, AgeDto) {
  @ApiPropertyOptional({
    example: ['family'],
    enum: DESK_ROLES,
    isArray: true,
    description: 'family asks, helper helps',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(DESK_ROLES, { each: true })
  roles?: DeskRole[];

  @ApiPropertyOptional({ example: CODE, description: 'By invitation' })
  @Optional()
  @IsLine(60)
  invitation?: string;

  @ApiPropertyOptional({ example: ID, description: 'By oneself, where the community lets people' })
  @Optional()
  @IsUUID()
  communityId?: string;

  @ApiPropertyOptional({ example: 'Amina', description: 'Left out when a record is claimed' })
  @Optional()
  @IsLine(80)
  givenName?: string;

  @ApiPropertyOptional({ example: 'Khalil' })
  @Optional()
  @IsLine(80)
  familyName?: string;
}

class NamedFactsDto extends PersonFactsDto {
  @ApiProperty({ example: 'Amina' })
  @IsLine(80)
  givenName!: string;

  @ApiProperty({ example: 'Khalil' })
  @IsLine(80)
  familyName!: string;

  @ApiProperty({ enum: CONSENTS, example: 'in-person', description: 'How they agreed to be proposed' })
  @IsIn(CONSENTS)
  consent!: Consent;
}

export class ReferDto extends NamedFactsDto {
  @ApiProperty({ example: CODE })
  @IsLine(60)
  invitation!: string;

  @ApiProperty({ example: 'Maestra Carla, scuola Mazzini', description: 'Who proposes' })
  @IsLine(120)
  proposer!: string;
}

export class ProposeDto extends NamedFactsDto {
  @ApiProperty({ example: ['family'], enum: DESK_ROLES, isArray: true })
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(DESK_ROLES, { each: true })
  roles!: DeskRole[];
}

export class StartedJoinDto {
  @ApiProperty({ example: ID }) communityId!: string;
  @ApiProperty({ example: ID, description: 'The same for known and unknown addresses' }) id!: string;
}

export class ConfirmJoinDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  communityId!: string;
  @ApiProperty({ example: ID })
  @IsUUID()
  id!: string;
  @ApiProperty({ example: '01234567' })
  @Matches(/^\d{8}$/, { message: 'code must be the 8 digits that were sent' })
  code!: string;
}

export class ProvenDto {
  @ApiProperty({ example: true, description: 'true: signed in; false: the desk looks at it and writes' })
  joined!: boolean;
}

export class TakenDto {
  @ApiProperty({ example: true }) taken!: boolean;
}
