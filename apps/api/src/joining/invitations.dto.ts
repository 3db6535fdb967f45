import {
  DESK_ROLES,
  INVITATION_KINDS,
  invitationMachine,
  type InvitationKind,
  type InvitationState,
} from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsInt, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsLine, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
type DeskRole = (typeof DESK_ROLES)[number];

export class InvitationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: invitationMachine.states, example: 'open' })
  @Optional()
  @IsIn(invitationMachine.states)
  state?: InvitationState;
}

export class NewInvitationDto {
  @ApiProperty({
    enum: INVITATION_KINDS,
    example: 'join',
    description: 'join: become a member; claim: take over the record the desk kept; refer: propose families',
  })
  @IsIn(INVITATION_KINDS)
  kind!: InvitationKind;

  @ApiPropertyOptional({ enum: DESK_ROLES, example: 'family', description: 'Of `join`' })
  @Optional()
  @IsIn(DESK_ROLES)
  role?: DeskRole;

  @ApiPropertyOptional({ example: ID, description: 'Whose they will be, or who proposes' })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiPropertyOptional({ example: ID, description: 'Of `claim`: whose record' })
  @Optional()
  @IsUUID()
  memberId?: string;

  @ApiPropertyOptional({ example: 'Mamme della 3 B', description: 'For whom, in the desk’s words' })
  @Optional()
  @IsLine(120)
  name?: string;

  @ApiPropertyOptional({
    example: 'amina@example.org',
    description: 'Where it goes; it opens with this address alone',
  })
  @Optional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ example: '+39 333 123 4567' })
  @Optional()
  @IsLine(40)
  phone?: string;

  @ApiProperty({ example: 'it' })
  @Matches(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  language!: string;

  @ApiProperty({ example: 14, description: 'Days it is good for' })
  @IsInt()
  @Min(1)
  @Max(60)
  days!: number;

  @ApiProperty({ example: 1, description: 'How many may use it' })
  @IsInt()
  @Min(1)
  @Max(200)
  mostUses!: number;
}

export class InvitationDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ enum: INVITATION_KINDS, example: 'join' }) kind!: InvitationKind;
  @ApiProperty({ enum: invitationMachine.states, example: 'open' }) state!: InvitationState;
  @ApiProperty({ type: String, nullable: true, enum: [...DESK_ROLES, null], example: 'family' })
  role!: DeskRole | null;
  @ApiProperty({ type: String, nullable: true, example: null }) organisationId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) memberId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Mamme della 3 B' }) name!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'amina@example.org' }) email!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) phone!: string | null;
  @ApiProperty({ example: 'it' }) language!: string;
  @ApiProperty({ example: 0 }) uses!: number;
  @ApiProperty({ example: 1 }) mostUses!: number;
  @ApiProperty({ example: ID }) createdBy!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) createdAt!: Date;
  @ApiProperty({ example: '2026-12-08T15:00:00.000Z' }) expiresAt!: Date;
  @ApiProperty({ example: 1 }) version!: number;
}

export class MadeInvitationDto extends InvitationDto {
  @ApiProperty({ example: '012345678901', description: 'Shown once' }) code!: string;
  @ApiProperty({ example: 'https://aiuto.example.org/join/Zm9vYmFy', description: 'Shown once' })
  link!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['e-mail', 'sms', 'not', null],
    example: 'e-mail',
    description: 'How it left; not: it did not, print it or read it out; null: no address was given',
  })
  sent!: 'e-mail' | 'sms' | 'not' | null;
}

export const InvitationPageDto = pageOf(InvitationDto);
