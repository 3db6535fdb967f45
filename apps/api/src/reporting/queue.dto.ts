import { QUEUE_KINDS, type QueueKind } from '#reporting';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID } from 'class-validator';
import { Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-12-01T15:00:00.000Z';
const text = { type: String, nullable: true };

/** `?kind=new,dispute` as well as `?kind=new&kind=dispute`. */
const words = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value);

export class QueueFilterDto {
  @ApiPropertyOptional({ example: ID, description: 'Cases this coordinator owns or covers' })
  @Optional()
  @IsUUID()
  ownerId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  categoryId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  municipalityId?: string;
}

export class QueueQueryDto extends PageQuery {
  @ApiPropertyOptional({
    enum: QUEUE_KINDS,
    isArray: true,
    example: ['new', 'dispute'],
    description: 'All when left out; several separated by commas',
  })
  @Optional()
  @Transform(words)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(QUEUE_KINDS.length)
  @IsIn(QUEUE_KINDS, { each: true })
  kind?: QueueKind[];
  @ApiPropertyOptional({ example: ID, description: 'Cases this coordinator owns or covers' })
  @Optional()
  @IsUUID()
  ownerId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  categoryId?: string;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  municipalityId?: string;
}

export class QueueItemDto {
  @ApiProperty({ example: `new.${ID}`, description: 'Once in the list' })
  id!: string;
  @ApiProperty({ enum: QUEUE_KINDS, example: 'new' })
  kind!: QueueKind;
  @ApiProperty({
    example: ID,
    description:
      'new: a proposal; no-candidate, call-back: a request; waiting-reply: an assignment, or a request when the family has ' +
      'to answer; at-risk: a visit; replacement: a seat; hours-to-confirm, dispute: a time entry; credential; incident; join-request; identity-link; ' +
      'dead-letter',
  })
  subjectId!: string;
  @ApiProperty({ example: AT })
  deadline!: Date;
  @ApiProperty({ example: false })
  overdue!: boolean;
  @ApiProperty({ ...text, example: ID })
  requestId!: string | null;
  @ApiProperty({ ...text, example: ID })
  householdId!: string | null;
  @ApiProperty({ ...text, example: ID, description: 'The guardian who asked, or for whom the desk asked' })
  familyMemberId!: string | null;
  @ApiProperty({ ...text, example: 'Marta' })
  familyGivenName!: string | null;
  @ApiProperty({
    ...text,
    example: ID,
    description: 'The helper, the holder of a credential, or as whom somebody wants to sign in',
  })
  memberId!: string | null;
  @ApiProperty({ ...text, example: 'Anna' })
  memberGivenName!: string | null;
  @ApiProperty({ ...text, example: 'homework' })
  categoryCode!: string | null;
  @ApiProperty({ ...text, example: 'Pavia' })
  municipality!: string | null;
  @ApiProperty({ ...text, example: 'Centro' })
  zone!: string | null;
  @ApiProperty({ ...text, example: 'normal' })
  urgency!: string | null;
  @ApiProperty({ ...text, example: ID })
  ownerId!: string | null;
  @ApiProperty({ ...text, example: null })
  coverId!: string | null;
  @ApiProperty({ ...text, example: AT, description: 'The first visit it is about' })
  startsAt!: Date | null;
  @ApiProperty({
    ...text,
    example: null,
    description:
      'new: override or first-time, what to look at before approving; no-candidate: the rule that binds; waiting-reply: helper, guardian or family; at-risk: helper-missing or the flag; ' +
      'hours-to-confirm: the side that declared; credential: its type; incident: how serious it is; join-request: its origin; ' +
      'identity-link: by what the member was found; dead-letter: the reaction',
  })
  detail!: string | null;
}
export const QueuePageDto = pageOf(QueueItemDto);

class QueueCountDto {
  @ApiProperty({ enum: QUEUE_KINDS, example: 'new' })
  kind!: QueueKind;
  @ApiProperty({ example: 12 })
  waiting!: number;
  @ApiProperty({ example: 1 })
  overdue!: number;
}

export class QueueCountsDto {
  @ApiProperty({ type: [QueueCountDto] })
  counts!: QueueCountDto[];
}
