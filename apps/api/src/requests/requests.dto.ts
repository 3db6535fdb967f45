import {
  MAX_NOTE_CHARACTERS,
  requestMachine,
  type Channel,
  type Regime,
  type RequestState,
  type Urgency,
} from '#requests';
import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { IsLine, IsLocalDay, IsPart, IsText, IsWords, Optional } from '../http/fields.decorator.js';
import { HeardBy, HeardFromFamilyDto, NoticeRead, SpokenLanguage } from '../http/heard.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { ScheduleDto } from './schedule.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const URGENCIES = ['normal', 'soon', 'urgent'];

export class DropOffDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  zoneId!: string;
  @ApiProperty({ example: 'Scuola Primaria, via Esempio 4' })
  @IsLine(200)
  address!: string;
}

/** What is asked for; texts are sealed before they are stored. */
export class RequestFactsDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  categoryId!: string;

  @ApiPropertyOptional({ example: [ID] })
  @Optional()
  @IsArray()
  @ArrayMaxSize(12)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  dependantIds?: string[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: ID,
    description: 'The household’s own when left out',
  })
  @IsOptional()
  @IsUUID()
  zoneId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Via Esempio 12',
    description: 'The household’s own when left out',
  })
  @IsOptional()
  @IsLine(200)
  address?: string | null;

  @ApiPropertyOptional({ type: DropOffDto, nullable: true })
  @IsOptional()
  @IsPart(() => DropOffDto)
  dropOff?: DropOffDto | null;

  @ApiProperty({ type: ScheduleDto })
  @IsPart(() => ScheduleDto)
  schedule!: ScheduleDto;

  @ApiPropertyOptional({ example: ['maths'] })
  @Optional()
  @IsWords(20)
  subjects?: string[];

  @ApiPropertyOptional({ example: ['it'] })
  @Optional()
  @IsWords(20)
  languages?: string[];

  @ApiPropertyOptional({ example: [] })
  @Optional()
  @IsWords(10)
  mobility?: string[];

  @ApiPropertyOptional({ example: 1, description: 'Helpers needed at each visit', default: 1 })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(4)
  seatsNeeded?: number;

  @ApiPropertyOptional({ enum: URGENCIES, example: 'normal', default: 'normal' })
  @Optional()
  @IsIn(URGENCIES)
  urgency?: Urgency;

  @ApiProperty({ example: ['volunteer'], enum: ['volunteer', 'timebank'], isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsIn(['volunteer', 'timebank'], { each: true })
  regimes!: Regime[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'The guardian whose hours pay; needed for timebank, the asking one when left out',
  })
  @IsOptional()
  @IsUUID()
  payerMemberId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description:
      'The account of an organisation or a group that pays instead: a coordinator who leads it says so',
  })
  @IsOptional()
  @IsUUID()
  payerAccountId?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: null })
  @IsOptional()
  @IsUUID()
  preferredHelperId?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Scuola Primaria Esempio' })
  @IsOptional()
  @IsLine(200)
  school?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Secondo piano, senza ascensore',
    maxLength: MAX_NOTE_CHARACTERS,
  })
  @IsOptional()
  @IsText(MAX_NOTE_CHARACTERS)
  note?: string | null;
}

export class NewRequestDto extends RequestFactsDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  householdId!: string;

  @ApiPropertyOptional({ example: ID, description: 'The guardian a coordinator speaks for' })
  @Optional()
  @IsUUID()
  onBehalfOf?: string;

  @HeardBy(['web', 'phone', 'desk', 'referral'], 'How the desk heard of it')
  channel?: Channel;

  @SpokenLanguage('Only when asking on behalf: the language they spoke')
  spokenLanguage?: string;

  @NoticeRead('Only when asking on behalf: the notice on their data was read to them')
  noticeRead?: boolean;

  @ApiPropertyOptional({ example: true, description: 'Open at once instead of keeping a draft' })
  @Optional()
  @IsBoolean()
  open?: boolean;
}

/** Every field may be left out; a schedule is replaced whole. */
export class EditRequestDto extends PartialType(
  OmitType(NewRequestDto, ['householdId', 'onBehalfOf', 'channel', 'spokenLanguage', 'noticeRead', 'open']),
  {
    skipNullProperties: false,
  },
) {}

export class RequestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: requestMachine.states, example: 'open' })
  @Optional()
  @IsIn(requestMachine.states)
  state?: RequestState;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  householdId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  categoryId?: string;
  @ApiPropertyOptional({ enum: URGENCIES, example: 'urgent' })
  @Optional()
  @IsIn(URGENCIES)
  urgency?: Urgency;
  @ApiPropertyOptional({ example: ID, description: 'Cases this coordinator owns or covers' })
  @Optional()
  @IsUUID()
  ownerId?: string;
}

export class WithdrawRequestDto {
  @ApiPropertyOptional({ example: 'Ci aiuta la nonna', maxLength: 300 })
  @Optional()
  @IsText(300)
  reason?: string;
}

export class UnmetDto {
  @ApiProperty({ example: 'Nessuno in zona a quest’ora', maxLength: 300 })
  @IsText(300)
  reason!: string;
}

export class QuestionDto {
  @ApiProperty({ example: 'Che classe frequenta?', maxLength: 500 })
  @IsText(500)
  question!: string;
}

export class AnswerDto extends HeardFromFamilyDto {
  @ApiPropertyOptional({ example: 'La terza', maxLength: 500 })
  @Optional()
  @IsText(500)
  answer?: string;
}

export class RepeatDto {
  @ApiProperty({ example: '2027-02-02' })
  @IsLocalDay()
  firstDay!: string;
  @ApiPropertyOptional({ example: '2027-03-30', description: 'As long as last time when left out' })
  @Optional()
  @IsLocalDay()
  untilDay?: string;
}

export class CaseDto {
  @ApiProperty({ example: ID })
  @IsUUID()
  ownerId!: string;
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Who answers during leave',
  })
  @IsOptional()
  @IsUUID()
  coverId?: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-12-04' })
  @IsOptional()
  @IsLocalDay()
  callBackOn?: string | null;
}

export class NewNoteDto {
  @ApiProperty({ example: 'Richiamare dopo le 18', maxLength: 2_000 })
  @IsText(2_000)
  text!: string;
}
