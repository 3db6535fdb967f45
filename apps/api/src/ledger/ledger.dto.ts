import { exchangeMachine, type ExchangeState } from '#ledger';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsUUID, Max, Min, NotEquals, ValidateBy } from 'class-validator';
import { IsLine, IsLocalDay, Optional, pageOf } from '../http/fields.decorator.js';

const ID = '0199a1b2-0000-7000-8000-000000000000';
const AT = '2026-11-24T15:00:00.000Z';
const KINDS = [
  'opening',
  'visit',
  'bonus',
  'donation',
  'pool',
  'exchange',
  'levy',
  'charge',
  'adjustment',
  'payment',
  'reversal',
];
const MOST_MINUTES = 100_000;

export class AccountDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ enum: ['member', 'group', 'organisation', 'bank', 'pool'], example: 'member' })
  kind!: string;
  @ApiProperty({ type: String, nullable: true, example: ID })
  memberId!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Of an organisation’s account, or a group’s',
  })
  organisationId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'A group’s' })
  name!: string | null;
  @ApiProperty({ example: 120, description: 'Minutes' })
  balanceMinutes!: number;
  @ApiProperty({ example: 60, description: 'Promised to coming visits' })
  heldMinutes!: number;
  @ApiProperty({ type: Number, nullable: true, example: -600, description: 'null: without limit' })
  floorMinutes!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 6000,
    description: 'Above it an earner gets no new proposals',
  })
  ceilingMinutes!: number | null;
}
export class ListedAccountDto extends AccountDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Giulia Rossi',
    description: 'The member’s full name; null for auditors, who know people by their ids',
  })
  ownerName!: string | null;
}
export const ListedAccountPageDto = pageOf(ListedAccountDto);

export class StatementLineDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  transferId!: string;
  @ApiProperty({ enum: KINDS, example: 'visit' })
  kind!: string;
  @ApiProperty({ example: -60, description: 'Added to the account; negative: taken from it' })
  minutes!: number;
  @ApiProperty({ example: 60 })
  balanceAfterMinutes!: number;
  @ApiProperty({ example: 'Hours of a visit' })
  reason!: string;
  @ApiProperty({ type: String, nullable: true, example: ID })
  seatId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  reversesId!: string | null;
  @ApiProperty({ example: false })
  reversed!: boolean;
  @ApiProperty({ example: AT })
  at!: Date;
}
export const StatementPageDto = pageOf(StatementLineDto);

export class PostedDto {
  @ApiProperty({ example: ID })
  transferId!: string;
  @ApiProperty({ example: true, description: 'false: an earlier post with this key was found' })
  created!: boolean;
}

export class DonateDto {
  @ApiPropertyOptional({
    example: ID,
    description: 'A member; the solidarity pool when no receiver is named',
  })
  @Optional()
  @IsUUID()
  toMemberId?: string;
  @ApiPropertyOptional({
    example: ID,
    description: 'Instead of a member: the account of an organisation or a group',
  })
  @Optional()
  @IsUUID()
  @ValidateBy({
    name: 'isOnlyReceiver',
    validator: {
      validate: (_, at) => (at!.object as DonateDto).toMemberId === undefined,
      defaultMessage: () => 'Name either toMemberId or toAccountId',
    },
  })
  toAccountId?: string;
  @ApiProperty({ example: 30, minimum: 1, maximum: MOST_MINUTES })
  @IsInt()
  @Min(1)
  @Max(MOST_MINUTES)
  minutes!: number;
  @ApiProperty({ example: 'For a family who needs it' })
  @IsLine(300)
  reason!: string;
}

export class ReverseTransferDto {
  @ApiProperty({ example: 'Booked twice by mistake' })
  @IsLine(300)
  reason!: string;
}

export class AdjustDto {
  @ApiPropertyOptional({ example: ID, description: 'A member; the solidarity pool when left out' })
  @Optional()
  @IsUUID()
  memberId?: string;
  @ApiProperty({ example: 60, description: 'From the bank to the account; negative: back to the bank' })
  @IsInt()
  @Min(-MOST_MINUTES)
  @Max(MOST_MINUTES)
  @NotEquals(0)
  minutes!: number;
  @ApiProperty({ example: 'Hours of the summer party' })
  @IsLine(300)
  reason!: string;
}

export class NewExchangeDto {
  @ApiProperty({ enum: ['gave', 'received'], example: 'gave', description: 'What you did' })
  @IsIn(['gave', 'received'])
  mySide!: 'gave' | 'received';
  @ApiProperty({ example: ID, description: 'The other member' })
  @IsUUID()
  otherMemberId!: string;
  @ApiProperty({ example: ID, description: 'A category that allows direct exchange' })
  @IsUUID()
  categoryId!: string;
  @ApiProperty({ example: 60, minimum: 1, maximum: 1440 })
  @IsInt()
  @Min(1)
  @Max(1_440)
  minutes!: number;
  @ApiProperty({ example: '2026-11-24' })
  @IsLocalDay()
  happenedOn!: string;
}

export class ExchangeDto {
  @ApiProperty({ example: ID })
  id!: string;
  @ApiProperty({ example: ID })
  giverId!: string;
  @ApiProperty({ example: ID })
  receiverId!: string;
  @ApiProperty({ example: ID })
  recordedBy!: string;
  @ApiProperty({ example: ID })
  categoryId!: string;
  @ApiProperty({ example: 60 })
  minutes!: number;
  @ApiProperty({ example: '2026-11-24' })
  happenedOn!: string;
  @ApiProperty({ enum: exchangeMachine.states, example: 'recorded' })
  state!: ExchangeState;
  @ApiProperty({ type: String, nullable: true, example: null })
  transferId!: string | null;
  @ApiProperty({ example: AT })
  answerBy!: Date;
  @ApiProperty({ example: 1 })
  version!: number;
}
export const ExchangePageDto = pageOf(ExchangeDto);
