import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000001';

/** A sentence with the message and the values it is made of. */
export class SaidDto {
  @ApiProperty({ example: 'rule-credential' }) id!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: { helpers: 3 } })
  values!: Readonly<Record<string, unknown>>;
  @ApiProperty({ example: 'In reach, but without a required check: 3 helpers.' }) sentence!: string;
}

export class UnmatchedDto {
  @ApiProperty({ example: ID, description: 'The visit' }) id!: string;
  @ApiProperty({ example: ID }) requestId!: string;
  @ApiProperty({ example: 'babysitting' }) categoryCode!: string;
  @ApiProperty({ example: 'Zerbolò' }) municipality!: string;
  @ApiProperty({ example: '2026-11-27T18:00:00.000Z' }) startsAt!: Date;
  @ApiProperty({ example: 1, description: 'Seats left empty' }) short!: number;
  @ApiProperty({ example: 'no-candidate', enum: ['no-candidate', 'busy', 'cap', 'outbid'] }) why!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { rule: 'credential', keptOut: { credential: 3, availability: 12 }, candidates: 0 },
  })
  facts!: object;
  @ApiProperty({ type: SaidDto, description: 'The rule that binds' }) reason!: SaidDto;
  @ApiProperty({ type: [SaidDto], description: 'What took the time of those who could, by kind' })
  outbidBy!: readonly SaidDto[];
  @ApiProperty({ type: [SaidDto], description: 'Single changes that would each do, the easiest first' })
  changes!: readonly SaidDto[];
  @ApiProperty({ type: SaidDto, nullable: true, description: 'New helpers who would serve it, with others' })
  recruit!: SaidDto | null;
}

export class UnmatchedPageDto extends pageOf(UnmatchedDto) {}

export class RecruitingNeedDto {
  @ApiProperty({ example: ID }) id!: string;
  @ApiProperty({ example: ID, description: 'The run that tried it' }) runId!: string;
  @ApiProperty({ example: 2, minimum: 1, maximum: 7, description: 'ISO weekday, 1 Monday' }) weekday!: number;
  @ApiProperty({ example: 'afternoon', enum: ['morning', 'afternoon', 'evening', 'night'] }) band!: string;
  @ApiProperty({ example: ID }) categoryId!: string;
  @ApiProperty({ example: 'homework-help' }) categoryCode!: string;
  @ApiProperty({ example: 'Pavia' }) municipality!: string;
  @ApiProperty({ example: ID }) zoneId!: string;
  @ApiProperty({ example: 'Centro', description: 'Where such a helper was tried to live' }) zone!: string;
  @ApiProperty({ example: 20, description: 'Minutes by road from there, at most' }) withinMinutes!: number;
  @ApiProperty({ type: [String], example: [ID] }) credentialTypeIds!: readonly string[];
  @ApiProperty({ type: [String], example: ['Colloquio'] }) credentials!: readonly string[];
  @ApiProperty({ type: [String], example: ['maths'] }) subjects!: readonly string[];
  @ApiProperty({ type: [String], example: [] }) languages!: readonly string[];
  @ApiProperty({ example: false }) needsCar!: boolean;
  @ApiProperty({ example: 2, description: 'Helpers wanted' }) helpers!: number;
  @ApiProperty({ example: 4, description: 'Families they would serve' }) families!: number;
  @ApiProperty({ example: 36, description: 'Visits they would serve' }) visits!: number;
  @ApiProperty({ type: SaidDto }) suggestion!: SaidDto;
}

export class RecruitingPageDto extends pageOf(RecruitingNeedDto) {}
