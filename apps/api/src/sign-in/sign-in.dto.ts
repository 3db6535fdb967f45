import { BROWSERS, SECOND_FACTOR_STANDINGS, SYSTEMS, type SecondFactorStanding } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsLanguage, IsLine, Optional } from '../http/fields.decorator.js';

export class StartSignInDto {
  @ApiPropertyOptional({ example: 'sara@example.org', description: 'This or `phone`, not both' })
  @Optional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiPropertyOptional({ example: '+39 333 123 4567', description: 'A mobile phone; the code comes by SMS' })
  @Optional()
  @IsLine(40)
  phone?: string;

  @ApiPropertyOptional({ example: 'it', default: 'it' })
  @IsOptional()
  @IsLanguage()
  language?: string;
}

export class ConfirmSignInDto {
  @ApiPropertyOptional({ example: '01234567', description: 'The code of the mail or the SMS, or `token`' })
  @IsOptional()
  @Matches(/^\d{8}$/, { message: 'code must be the 8 digits that were sent' })
  code?: string;

  @ApiPropertyOptional({
    example: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE',
    description: 'The token of the link, or `code`',
  })
  @IsOptional()
  @Matches(/^[\w-]{43}$/, { message: 'token must be the token of the link' })
  token?: string;
}

export class SwitchCommunityDto {
  @ApiProperty({ example: '0199a1b2-0000-7000-8000-000000000000' })
  @IsUUID()
  communityId!: string;
}

export class OwnMembershipDto {
  @ApiProperty({ example: '0199a1b2-0000-7000-8000-000000000000' })
  communityId!: string;
  @ApiProperty({ example: 'Distretto di Pavia' })
  name!: string;
  @ApiProperty({ example: true, description: 'The one the session is in' })
  current!: boolean;
}

export class SentDto {
  @ApiProperty({ example: true, description: 'The same for known and unknown addresses' })
  sent!: boolean;
}

export class MeDto {
  @ApiProperty({ example: '0199a1b2-0000-7000-8000-000000000001' })
  memberId!: string;
  @ApiProperty({ example: '0199a1b2-0000-7000-8000-000000000000' })
  communityId!: string;
  @ApiProperty({
    example: ['family'],
    isArray: true,
    enum: ['family', 'helper', 'coordinator', 'administrator', 'auditor'],
  })
  roles!: readonly string[];
  @ApiProperty({
    example: 'passed',
    enum: SECOND_FACTOR_STANDINGS,
    description:
      '`needed`: show the second factor before anything else; `to-enrol`: set one up before anything else',
  })
  secondFactor!: SecondFactorStanding;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z', description: 'What the service takes for now' })
  now!: Date;
}

export class SignInSessionDto {
  @ApiProperty({ example: '0199a1b2-0000-7000-8000-000000000009' })
  id!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  createdAt!: Date;
  @ApiProperty({ example: '2026-11-24T16:00:00.000Z' })
  lastSeenAt!: Date;
  @ApiProperty({ example: '2026-12-24T15:00:00.000Z' })
  expiresAt!: Date;
  @ApiProperty({ example: 'mail', enum: ['mail', 'phone', 'issuer', 'passkey', 'demonstration'] })
  way!: string;
  @ApiProperty({
    example: 'authenticator',
    nullable: true,
    type: String,
    enum: ['passkey', 'authenticator', 'recovery-code', 'issuer', 'demonstration'],
  })
  secondFactor!: string | null;
  @ApiProperty({ example: 'firefox', nullable: true, type: String, enum: BROWSERS })
  browser!: string | null;
  @ApiProperty({ example: 'android', nullable: true, type: String, enum: SYSTEMS })
  system!: string | null;
  @ApiProperty({ example: true, description: 'This is the session you are using' })
  current!: boolean;
}
