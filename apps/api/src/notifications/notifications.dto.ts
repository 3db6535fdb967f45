import {
  DELIVERY_STATES,
  PREFERENCE_CHANNELS,
  RHYTHMS,
  TOPIC_NAMES,
  type DeliveryState,
  type PreferenceChannel,
  type Rhythm,
  type TopicName,
} from '#notifications';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AreParts, IsPart } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const id = '0199a1b2-0000-7000-8000-000000000001';
const WORDS_OF_TRUTH: Readonly<Record<string, boolean>> = { true: true, false: false };

export class InboxQuery extends PageQuery {
  @ApiPropertyOptional({ example: true, description: 'Only what is not read yet' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (WORDS_OF_TRUTH[value] ?? value) : value,
  )
  @IsBoolean()
  unread?: boolean;
}

export class NotificationDto {
  @ApiProperty({ example: id })
  id!: string;
  @ApiProperty({ example: 'helper-asked', enum: TOPIC_NAMES })
  topic!: TopicName;
  @ApiProperty({ example: 'Puoi aiutare? Aiuto compiti, martedì 24 novembre' })
  subject!: string;
  @ApiProperty({
    example: 'Puoi aiutare martedì 24 novembre dalle 16:00 alle 17:00?',
    description: 'One paragraph a line',
  })
  text!: string;
  @ApiProperty({
    example:
      'Puoi aiutare? Aiuto compiti, martedì 24 novembre\n\nPuoi aiutare martedì 24 novembre dalle 16:00 alle 17:00?',
    description:
      'Subject, text and the desk’s number in one piece, ready to be copied into another messenger',
  })
  copyText!: string;
  @ApiProperty({
    example: id,
    nullable: true,
    type: String,
    description: 'The record it is about; its kind follows from the topic',
  })
  subjectId!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  createdAt!: Date;
  @ApiProperty({ example: null, nullable: true, type: Date })
  readAt!: Date | null;
}

export class InboxDto {
  @ApiProperty({ type: [NotificationDto] })
  items!: NotificationDto[];
  @ApiProperty({ example: null, nullable: true, type: String })
  nextCursor!: string | null;
  @ApiProperty({ example: 3, description: 'How many are not read, at most 1,000' })
  unread!: number;
  @ApiProperty({ example: 'it', enum: ['it', 'en', 'ar'], description: 'Language of the words' })
  language!: string;
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    enum: ['mail-bounced', 'pause'],
    description: 'My mail address is refused; or: I left three asks unanswered, would I like a pause?',
  })
  banner!: 'mail-bounced' | 'pause' | null;
}

export class UnreadDto {
  @ApiProperty({ example: 2 })
  unread!: number;
}

export class PreferenceDto {
  @ApiProperty({ example: 'seat-reminder', enum: TOPIC_NAMES })
  topic!: TopicName;
  @ApiProperty({ example: 'e-mail', enum: PREFERENCE_CHANNELS })
  channel!: PreferenceChannel;
  @ApiProperty({ example: true })
  wanted!: boolean;
  @ApiProperty({ example: false, description: 'About safety: cannot be switched off' })
  required!: boolean;
}

export class QuietHoursDto {
  @ApiProperty({ example: 1320, minimum: 0, maximum: 1439, description: 'Minutes after local midnight' })
  @IsInt()
  @Min(0)
  @Max(1439)
  quietFromMinute!: number;

  @ApiProperty({ example: 420, minimum: 0, maximum: 1439, description: 'Equal ends: no quiet hours' })
  @IsInt()
  @Min(0)
  @Max(1439)
  quietUntilMinute!: number;
}

export class PreferencesDto {
  @ApiProperty({ type: [PreferenceDto] })
  preferences!: readonly PreferenceDto[];
  @ApiProperty({
    example: 'daily',
    enum: RHYTHMS,
    description: 'Of what can wait: as it happens, each morning, each Monday. A digest is never empty.',
  })
  rhythm!: Rhythm;
  @ApiProperty({
    type: QuietHoursDto,
    nullable: true,
    description:
      'My own, on all channels but the inbox; null: as the community’s. Safety and today’s visits do not wait.',
  })
  quietHours!: QuietHoursDto | null;
  @ApiProperty({ type: QuietHoursDto })
  communityQuietHours!: QuietHoursDto;
}

export class ChangePreferenceDto {
  @ApiProperty({ example: 'seat-reminder', enum: TOPIC_NAMES })
  @IsIn(TOPIC_NAMES)
  topic!: TopicName;

  @ApiProperty({ example: 'e-mail', enum: PREFERENCE_CHANNELS })
  @IsIn(PREFERENCE_CHANNELS)
  channel!: PreferenceChannel;

  @ApiProperty({ example: false })
  @IsBoolean()
  wanted!: boolean;
}

export class ChangePreferencesDto {
  @ApiProperty({ type: [ChangePreferenceDto], maxItems: 200 })
  @IsArray()
  @ArrayMaxSize(200)
  @AreParts(() => ChangePreferenceDto)
  preferences!: ChangePreferenceDto[];

  @ApiPropertyOptional({ example: 'daily', enum: RHYTHMS })
  @IsOptional()
  @IsIn(RHYTHMS)
  rhythm?: Rhythm;

  @ApiPropertyOptional({ type: QuietHoursDto, nullable: true, description: 'null: as the community’s' })
  @IsOptional()
  @IsPart(() => QuietHoursDto)
  quietHours?: QuietHoursDto | null;
}

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'failed', enum: DELIVERY_STATES, default: 'failed' })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;
}

export class DeliveryDto {
  @ApiProperty({ example: id })
  id!: string;
  @ApiProperty({ example: id, description: 'Who was to be told' })
  memberId!: string;
  @ApiProperty({ example: 'helper-asked', enum: TOPIC_NAMES })
  topic!: TopicName;
  @ApiProperty({ example: 'e-mail', enum: ['in-app', 'e-mail', 'sms', 'web-push'] })
  channel!: string;
  @ApiProperty({ example: 'failed', enum: DELIVERY_STATES })
  state!: DeliveryState;
  @ApiProperty({ example: 5 })
  attempts!: number;
  @ApiProperty({
    example: 'smtp-550',
    nullable: true,
    type: String,
    description:
      'A code: smtp-550, sms-400, timeout, no-address, no-sms-gateway…; of what was held back because it was no longer for them: ' +
      'left, suspended, kept-apart, not-concerned, left-the-desk',
  })
  failure!: string | null;
  @ApiProperty({ example: '2026-11-24T15:00:00.000Z' })
  dueAt!: Date;
  @ApiProperty({ example: null, nullable: true, type: Date })
  sentAt!: Date | null;
}

export class DeliveryWordsDto {
  @ApiProperty({ example: id })
  id!: string;
  @ApiProperty({ example: 'it', enum: ['it', 'en', 'ar'] })
  language!: string;
  @ApiProperty({
    example: 'Puoi aiutare? Aiuto compiti, martedì 24 novembre',
    description: 'One piece of text',
  })
  text!: string;
}

export class DeliveriesDto {
  @ApiProperty({ type: [DeliveryDto] })
  items!: DeliveryDto[];
  @ApiProperty({ example: null, nullable: true, type: String })
  nextCursor!: string | null;
}
