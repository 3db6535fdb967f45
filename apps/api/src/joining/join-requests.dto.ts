import { CONSENTS, DESK_ROLES, joinRequestMachine, type Consent, type JoinRequestState } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsUUID } from 'class-validator';
import { IsText, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { AgeDto } from '../members/age.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const ORIGINS = ['registration', 'invitation', 'referral'] as const;
type DeskRole = (typeof DESK_ROLES)[number];

export class JoinRequestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: joinRequestMachine.states, example: 'waiting' })
  @Optional()
  @IsIn(joinRequestMachine.states)
  state?: JoinRequestState;
}

export class ApproveJoinDto extends AgeDto {
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  organisationId?: string;

  @ApiPropertyOptional({
    example: ['family'],
    enum: DESK_ROLES,
    isArray: true,
    description: 'As they wish when left out',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(DESK_ROLES, { each: true })
  roles?: DeskRole[];

  @ApiPropertyOptional({
    example: false,
    description: 'true: who sounds alike was looked at, and this is somebody else',
  })
  @Optional()
  @IsBoolean()
  different?: boolean;
}

export class RefuseJoinDto {
  @ApiProperty({
    example: 'Abiti fuori dal distretto',
    maxLength: 300,
    description: 'They are told it by mail',
  })
  @IsText(300)
  reason!: string;
}

export class JoinRequestDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ enum: joinRequestMachine.states, example: 'waiting' }) state!: JoinRequestState;
  @ApiProperty({ enum: ORIGINS, example: 'registration' }) origin!: (typeof ORIGINS)[number];
  @ApiProperty({ example: 'Amina', description: 'A dash once they have joined: the member has the name' })
  givenName!: string;
  @ApiProperty({ example: 'Khalil' }) familyName!: string;
  @ApiProperty({ type: String, nullable: true, example: 'amina@example.org' }) email!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) phone!: string | null;
  @ApiProperty({ example: ['family'], enum: DESK_ROLES, isArray: true }) roles!: DeskRole[];
  @ApiProperty({ example: false, description: 'Of who wants to help: their age was asked at the door' })
  ageTold!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date',
    example: null,
    description: 'The day a minor who wants to help comes of age',
  })
  adultOn!: string | null;
  @ApiProperty({ type: String, nullable: true, example: ID }) municipalityId!: string | null;
  @ApiProperty({ example: 'it' }) language!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Mattina e sera lavoro' }) note!: string | null;
  @ApiProperty({ example: 1, description: 'The privacy notice they read' }) noticeVersion!: number;
  @ApiProperty({ type: String, nullable: true, example: null }) organisationId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) proposedBy!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Maestra Carla, scuola Mazzini' }) proposer!:
    string | null;
  @ApiProperty({ type: String, nullable: true, enum: [...CONSENTS, null], example: null })
  consent!: Consent | null;
  @ApiProperty({ type: String, nullable: true, example: null }) memberId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) reason!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['e-mail', 'sms', 'not', null],
    example: null,
    description: 'How they were told; not: nobody could be told, call them',
  })
  told!: 'e-mail' | 'sms' | 'not' | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) createdAt!: Date;
  @ApiProperty({ example: 1 }) version!: number;
}

export const JoinRequestPageDto = pageOf(JoinRequestDto);
