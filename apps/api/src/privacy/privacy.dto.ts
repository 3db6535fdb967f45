import { CHOICE_PURPOSES, type ChoicePurpose } from '#members';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsUUID, Min } from 'class-validator';
import { IsLine, Optional } from '../http/fields.decorator.js';
import { HeardBy } from '../http/heard.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const PURPOSES = Object.keys(CHOICE_PURPOSES);

export class NewChoiceDto {
  @ApiProperty({ example: 'care-card', enum: PURPOSES })
  @IsIn(PURPOSES)
  purpose!: ChoicePurpose;

  @ApiProperty({ example: true, description: 'false takes it back' })
  @IsBoolean()
  given!: boolean;

  @ApiProperty({ example: 1, description: 'The notice that was read: the policy `noticeVersion`' })
  @IsInt()
  @Min(1)
  noticeVersion!: number;

  @ApiProperty({ example: 'it', description: 'The language in which it was read' })
  @IsLine(20)
  language!: string;

  @ApiPropertyOptional({
    example: ID,
    description: 'Whose word it is, when a coordinator read the notice to them',
  })
  @Optional()
  @IsUUID()
  onBehalfOf?: string;

  @HeardBy(['phone', 'desk'], 'For a coordinator, who must name it: how they heard it')
  channel?: 'phone' | 'desk';
}

export class ChoiceDto {
  @ApiProperty({ example: 'care-card', enum: PURPOSES }) purpose!: string;
  @ApiProperty({ example: true }) given!: boolean;
  @ApiProperty({ example: 'consent: art. 6(1)(a)' }) legalBasis!: string;
  @ApiProperty({ example: 1, nullable: true, type: Number }) noticeVersion!: number | null;
  @ApiProperty({ example: 'it', nullable: true, type: String }) language!: string | null;
  @ApiProperty({ example: ID, nullable: true, type: String, format: 'uuid' }) recordedBy!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z', nullable: true, type: Date }) at!: Date | null;
}

export class ChoicesDto {
  @ApiProperty({ type: [ChoiceDto] }) items!: readonly ChoiceDto[];
}

export class PersonalDataSectionDto {
  @ApiProperty({ example: 'member_identity', description: 'The table' }) name!: string;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, example: [] })
  rows!: readonly Record<string, unknown>[];
  @ApiProperty({ example: 0, description: 'How many rows these are' }) total!: number;
}

export class PersonalDataDto {
  @ApiProperty({ example: ID }) about!: string;
  @ApiProperty({ example: 'Distretto di Esempio' }) community!: string;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' }) at!: Date;
  @ApiProperty({ type: [PersonalDataSectionDto] }) sections!: readonly PersonalDataSectionDto[];
}

export class EraseDto {
  @ApiProperty({
    example: 'Sara',
    description: 'The given name of whoever is erased: it cannot be taken back',
  })
  @IsLine(100)
  givenName!: string;
}
