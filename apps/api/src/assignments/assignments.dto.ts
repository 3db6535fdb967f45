import { assignmentMachine, type AssignmentState } from '#assignments';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IsLine, IsTruth, Optional, pageOf } from '../http/fields.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { SeatDto } from './seats.dto.js';
import { ActionDto, HeardDto } from '../http/heard.dto.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-11-24T15:00:00.000Z';

export class DeclineDto extends HeardDto {
  @ApiPropertyOptional({ example: 'I am away that week', description: 'Only if you like' })
  @Optional()
  @IsLine(300)
  reason?: string;
}

export class CancelDto extends ActionDto {
  @ApiProperty({ example: 'We moved house' })
  @IsLine(300)
  reason!: string;
}

export class AssignmentQueryDto extends PageQuery {
  @ApiPropertyOptional({ enum: assignmentMachine.states, example: 'awaiting-acceptance' })
  @Optional()
  @IsIn(assignmentMachine.states)
  state?: AssignmentState;
  @ApiPropertyOptional({ example: ID })
  @Optional()
  @IsUUID()
  requestId?: string;
  @ApiPropertyOptional({
    example: true,
    description: 'Only those that wait for an answer or are confirmed',
  })
  @Optional()
  @IsTruth()
  current?: boolean;
}

export class AssignmentStateDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  proposalId!: string;
  @ApiProperty({ example: ID })
  requestId!: string;
  @ApiProperty({ example: ID })
  householdId!: string;
  @ApiProperty({ example: ID })
  helperId!: string;
  @ApiProperty({ enum: ['volunteer', 'timebank'], example: 'volunteer' })
  regime!: string;
  @ApiProperty({ enum: assignmentMachine.states, example: 'awaiting-acceptance' })
  state!: AssignmentState;
  @ApiProperty({ example: ID })
  approvedBy!: string;
  @ApiProperty({ example: AT })
  approvedAt!: Date;
  @ApiProperty({ example: AT, description: 'Until when the helper (then the guardian) answers' })
  answerBy!: Date;
  @ApiProperty({ type: Date, nullable: true, example: null })
  acceptedAt!: Date | null;
  @ApiProperty({ example: true, description: 'The helper’s first time with this household' })
  guardianNeeded!: boolean;
  @ApiProperty({ type: Date, nullable: true, example: null })
  guardianAnsweredAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, enum: ['web', 'phone', 'desk', 'sms'], example: null })
  guardianChannel!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  declineReason!: string | null;
  @ApiProperty({ example: 1 })
  version!: number;
  @ApiProperty({ example: AT })
  createdAt!: Date;
}

export class AssignmentSummaryDto extends AssignmentStateDto {
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: ID })
  zoneId!: string;
  @ApiProperty({ type: Date, nullable: true, example: AT })
  firstStartsAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true, example: AT })
  lastEndsAt!: Date | null;
  @ApiProperty({ example: 4 })
  visits!: number;
}

class HelperIntroductionDto {
  @ApiProperty({ example: 'Rosa' })
  givenName!: string;
  @ApiProperty({ type: [String], example: ['it', 'ar'] })
  languages!: readonly string[];
  @ApiProperty({ type: [String], example: ['Colloquio'] })
  checksPassed!: readonly string[];
}

class HandOverPersonDto {
  @ApiProperty({ example: 'Sara' })
  givenName!: string;
  @ApiProperty({ type: String, nullable: true, example: '+390382000001' })
  phone!: string | null;
}

class ContactDto {
  @ApiProperty({
    example: 'Via Esempio 1',
    description: 'The neutral meeting point of a protected household',
  })
  address!: string;
  @ApiProperty({ type: String, nullable: true, example: null })
  dropOffAddress!: string | null;
  @ApiProperty({ type: HandOverPersonDto })
  handOverPerson!: HandOverPersonDto;
  @ApiProperty({ type: String, nullable: true, example: '+390382000002' })
  helperPhone!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'The bell is the second from above' })
  note!: string | null;
}

export class ListedAssignmentDto extends AssignmentSummaryDto {
  @ApiProperty({ type: String, nullable: true, example: 'Rosa', description: 'For the family' })
  helperName!: string | null;
  @ApiProperty({
    type: ContactDto,
    nullable: true,
    description:
      'For the helper and the family; null until confirmed, and again after the last visit. The desk reads it one by one.',
  })
  contact!: ContactDto | null;
}
export const AssignmentPageDto = pageOf(ListedAssignmentDto);

class AskedOfHelperDto {
  @ApiProperty({ example: 2 })
  dependants!: number;
  @ApiProperty({ type: [String], example: ['mathematics'] })
  subjects!: readonly string[];
  @ApiProperty({ type: [String], example: ['it'] })
  languages!: readonly string[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Where a journey ends' })
  dropOffZoneId!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { booster: 1 },
    description: 'Seats needed in the car by type; empty when nobody is driven',
  })
  carSeats!: Readonly<Record<string, number>>;
}

export class AssignmentDto extends AssignmentSummaryDto {
  @ApiProperty({ enum: ['helper', 'family', 'coordinator'], example: 'family' })
  side!: string;
  @ApiProperty({ type: [String], example: ['6-10'] })
  ageBands!: readonly string[];
  @ApiProperty({ type: AskedOfHelperDto })
  asked!: AskedOfHelperDto;
  @ApiProperty({ type: [SeatDto] })
  seats!: readonly SeatDto[];
  @ApiProperty({ type: HelperIntroductionDto, nullable: true, description: 'For the family and the desk' })
  helper!: HelperIntroductionDto | null;
  @ApiProperty({
    type: ContactDto,
    nullable: true,
    description: 'null until confirmed, and again after the last visit',
  })
  contact!: ContactDto | null;
}
