import { identityLinkMachine, MATCHES, type IdentityLinkState, type MatchedBy } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { MeDto } from './sign-in.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const VISIBLE = /^[\x21-\x7e]{1,2000}$/;

export class ProviderDto {
  @ApiProperty({ example: 'spid' })
  id!: string;
  @ApiProperty({ example: 'SPID', description: 'In the first wanted language it has a name in' })
  name!: string;
}

export class WayOutDto {
  @ApiProperty({ example: 'https://login.comune.example.org/authorize?client_id=intreccio' })
  url!: string;
}

export class IssuerAnswerDto {
  @ApiProperty({
    example: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE',
    description: 'As it was sent along',
  })
  @Matches(/^[\w-]{43}$/, { message: 'state must be the one that was sent along' })
  state!: string;
  @ApiPropertyOptional({
    example: 'SplxlOBeZQQYbYS6WxSbIA',
    description: 'What the issuer says when it worked',
  })
  @Optional()
  @Matches(VISIBLE, { message: 'code must be the code of the address' })
  code?: string;
  @ApiPropertyOptional({ example: 'access_denied', description: 'What it says when it did not' })
  @Optional()
  @Matches(/^[\w.-]{1,100}$/, { message: 'error must be the error of the address' })
  error?: string;
  @ApiPropertyOptional({ example: 'https://login.comune.example.org', description: 'Who says it (RFC 9207)' })
  @Optional()
  @Matches(VISIBLE, { message: 'iss must be the iss of the address' })
  iss?: string;
}

const OUTCOMES = ['signed-in', 'asked', 'refused', 'unknown', 'linked'] as const;

export class IdentityOutcomeDto {
  @ApiProperty({
    enum: OUTCOMES,
    example: 'asked',
    description:
      'signed-in: the session cookie is set; asked: the desk decides; refused: it has said no; unknown: no member matches; linked: it was confirmed before',
  })
  outcome!: (typeof OUTCOMES)[number];
  @ApiProperty({ type: MeDto, nullable: true, example: null, description: 'When signed in' })
  me!: MeDto | null;
}

export class StartLinkDto {
  @ApiProperty({ example: 'spid' })
  @Matches(/^[a-z][a-z0-9-]{0,29}$/, { message: 'providerId must be the id of a provider' })
  providerId!: string;
}

export class IdentityLinkQueryDto extends PageQuery {
  @ApiPropertyOptional({ enum: identityLinkMachine.states, example: 'asked' })
  @Optional()
  @IsIn(identityLinkMachine.states)
  state?: IdentityLinkState;
}

export class OwnIdentityLinkDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ type: ProviderDto })
  provider!: ProviderDto;
  @ApiProperty({
    enum: MATCHES,
    example: 'e-mail',
    description: 'session: asked for by the member, signed in',
  })
  matchedBy!: MatchedBy;
  @ApiProperty({ enum: identityLinkMachine.states, example: 'asked' })
  state!: IdentityLinkState;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  createdAt!: Date;
  @ApiProperty({ type: Date, nullable: true, example: null })
  decidedAt!: Date | null;
}

export class IdentityLinkDto extends OwnIdentityLinkDto {
  @ApiProperty({ example: ID })
  memberId!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Marta' })
  givenName!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Rossi' })
  familyName!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Marta',
    description: 'As the issuer knows them, until it is decided',
  })
  claimedGivenName!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Rossi' })
  claimedFamilyName!: string | null;
}
export const IdentityLinkPageDto = pageOf(IdentityLinkDto);
