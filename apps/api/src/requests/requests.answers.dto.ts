import { requestMachine, type Channel, type Regime, type RequestState, type Urgency } from '#requests';
import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../http/fields.decorator.js';
import { DropOffDto } from './requests.dto.js';
import { ScheduleDto } from './schedule.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const NULLABLE_ID = { type: String, nullable: true, example: ID } as const;

export class CoverageDto {
  @ApiProperty({ example: 12 })
  visits!: number;
  @ApiProperty({ example: 10, description: 'Every seat taken by a confirmed assignment' })
  covered!: number;
}

export class RequestSummaryDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: 'homework' })
  categoryCode!: string;
  @ApiProperty({ enum: requestMachine.states, example: 'open' })
  state!: RequestState;
  @ApiProperty({ example: ID })
  zoneId!: string;
  @ApiProperty({ example: ID })
  municipalityId!: string;
  @ApiProperty({ enum: ['once', 'weekly'], example: 'weekly' })
  frequency!: 'once' | 'weekly';
  @ApiProperty({ example: '2026-12-01' })
  firstDay!: string;
  @ApiProperty({ example: '2027-01-26' })
  untilDay!: string;
  @ApiProperty({ type: [Number], example: [2] })
  weekdays!: number[];
  @ApiProperty({ example: '16:00' })
  startTime!: string;
  @ApiProperty({ example: '18:00' })
  endTime!: string;
  @ApiProperty({ enum: ['normal', 'soon', 'urgent'], example: 'normal' })
  urgency!: Urgency;
  @ApiProperty({ example: 1 })
  seatsNeeded!: number;
  @ApiProperty(NULLABLE_ID)
  ownerId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  callBackOn!: string | null;
  @ApiProperty({ type: CoverageDto })
  coverage!: CoverageDto;
  @ApiProperty({ example: 2 })
  version!: number;
  @ApiProperty({ example: '2026-11-24T09:00:00.000Z' })
  createdAt!: Date;
}

export class RequestDto extends RequestSummaryDto {
  @ApiProperty({ type: ScheduleDto })
  schedule!: ScheduleDto;
  @ApiProperty({ example: [ID] })
  dependantIds!: string[];
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'null: the household’s own, or not yours to see',
  })
  address!: string | null;
  @ApiProperty({ type: DropOffDto, nullable: true })
  dropOff!: DropOffDto | null;
  @ApiProperty({ example: ['maths'] })
  subjects!: string[];
  @ApiProperty({ example: ['it'] })
  languages!: string[];
  @ApiProperty({ type: [String], example: [] })
  mobility!: string[];
  @ApiProperty({ enum: ['volunteer', 'timebank'], isArray: true, example: ['volunteer'] })
  regimes!: Regime[];
  @ApiProperty(NULLABLE_ID)
  payerMemberId!: string | null;
  @ApiProperty(NULLABLE_ID)
  payerAccountId!: string | null;
  @ApiProperty(NULLABLE_ID)
  preferredHelperId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Scuola Primaria Esempio' })
  school!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Secondo piano, senza ascensore' })
  note!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'What the desk asked back, while it waits',
  })
  question!: string | null;
  @ApiProperty({ example: ID })
  askedBy!: string;
  @ApiProperty(NULLABLE_ID)
  onBehalfOf!: string | null;
  @ApiProperty({ enum: ['web', 'phone', 'desk', 'referral'], example: 'web' })
  channel!: Channel;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'The language they spoke, when the desk entered it for them',
  })
  spokenLanguage!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'When the notice on their data was read to them',
  })
  noticeReadAt!: Date | null;
  @ApiProperty({
    ...NULLABLE_ID,
    description: 'The request whose visits this one takes up at another time',
  })
  continuesId!: string | null;
  @ApiProperty({ type: [String], example: [], description: 'The requests that take up its own visits' })
  continuedBy!: string[];
  @ApiProperty(NULLABLE_ID)
  coverId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-11-24T09:00:00.000Z' })
  openedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  closedAt!: Date | null;
}

export class RequestNoteDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  authorId!: string;
  @ApiProperty({ example: 'Richiamare dopo le 18' })
  text!: string;
  @ApiProperty({ example: '2026-11-24T09:00:00.000Z' })
  createdAt!: Date;
}

export const RequestPageDto = pageOf(RequestSummaryDto);
export const RequestNotePageDto = pageOf(RequestNoteDto);
